// What a template loses for the local AWS, and how what pointed there is mended.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ownerOf, type Resource, resourcesOf, type Template } from '../../../deployment/template.ts';
import { type Resolver, textOf } from '../../../local/intrinsics.ts';
import { leftOut } from '../../../local/profile/left-out.ts';
import { prune } from '../../../local/profile/prune.ts';
import { root } from '../../support/cli.ts';

const flyhigh = (stack: string): Template =>
  JSON.parse(readFileSync(join(root, 'output', 'templates', `${stack}.template.json`), 'utf8'));

const anything: Resolver = (id) => ({ ref: id, attributes: { Arn: id, TopicName: id, QueueName: id } });

const counted = (values: readonly string[]): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
};

/** Fails loudly on a change in place. */
function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(frozen);
  return value;
}

describe("FlyHigh's dev stage", () => {
  const whole = frozen(flyhigh('flyhigh-dev'));
  const { template, without } = prune(whole);

  it('loses these, and nothing else', () => {
    expect(counted([...without.values()].map(({ type, only = '' }) => `${type} ${only}`.trim()))).toEqual({
      'AWS::Budgets::Budget': 1,
      'AWS::CloudWatch::Alarm on an expression over metrics': 11,
      'AWS::Events::Archive': 1,
      'AWS::Kinesis::StreamConsumer': 1,
      'AWS::Lambda::EventSourceMapping on a Kinesis stream': 5,
      'AWS::WAFv2::LoggingConfiguration': 1,
      'AWS::WAFv2::WebACLAssociation': 1,
      'AWS::XRay::SamplingRule': 1,
    });
    expect([...Object.keys(template.Resources), ...without.keys()].sort()).toEqual(Object.keys(whole.Resources).sort());
    expect(Object.keys(template.Outputs ?? {})).toEqual(Object.keys(whole.Outputs ?? {}));
  });

  it('keeps the rest as it was, but for a permission and names on a dashboard', () => {
    const changed = Object.entries(template.Resources).filter(
      ([id, resource]) => !isDeepStrictEqual(resource, whole.Resources[id]),
    );
    expect(changed.map(([, resource]) => [ownerOf(resource), resource.Type])).toEqual([
      ['operations', 'AWS::CloudWatch::Dashboard'],
      ['bookingStream.push.inventoryUpdater', 'AWS::IAM::Policy'],
    ]);
  });

  it('still has a dashboard that is JSON', () => {
    const [[, dashboard] = []] = resourcesOf(template, 'AWS::CloudWatch::Dashboard');
    const place = { account: '1', region: 'us-east-1', resolve: anything };
    const body = textOf(dashboard?.Properties?.DashboardBody, place);
    expect(JSON.stringify(JSON.parse(body))).toContain('"eventApiAlarmFailingCDF0BC02 (left out locally)"');
  });
});

describe('every entry', () => {
  it('is needed by the prod stage, whose replica loses nothing', () => {
    const used = new Set(prune(flyhigh('flyhigh-prod')).without.values());
    expect(leftOut.filter((entry) => !used.has(entry))).toEqual([]);
    expect(prune(flyhigh('flyhigh-prod-us-west-2')).without.size).toBe(0);
  });

  it('says why in a few words', () => {
    expect(leftOut.filter(({ reason }) => !/^the emulator .{10,}[^.]$/.test(reason))).toEqual([]);
  });
});

const budget: Resource = { Type: 'AWS::Budgets::Budget' };
const queue = (more: Partial<Resource> = {}): Resource => ({ Type: 'AWS::SQS::Queue', ...more });
const pruned = (resources: Template['Resources'], more: Partial<Template> = {}) =>
  prune(frozen({ Resources: resources, ...more })).template;

describe('mending', () => {
  it.each<[string, Resource['DependsOn'], Resource['DependsOn']]>([
    ['one that is left out', 'Gone', undefined],
    ['one that stays', 'Other', ['Other']],
    ['several', ['Gone', 'Other'], ['Other']],
  ])('DependsOn %s', (_, before, after) => {
    const { Resources: resources } = pruned({
      Gone: budget,
      Other: queue(),
      Queue: queue(before === undefined ? {} : { DependsOn: before }),
    });
    expect(resources.Queue?.DependsOn).toEqual(after);
  });

  it('outputs', () => {
    const { Outputs: outputs } = pruned(
      { Gone: budget, Queue: queue() },
      { Outputs: { Lost: { Value: { 'Fn::Sub': 'x-${Gone.Arn}' } }, Kept: { Value: { Ref: 'Queue' } } } },
    );
    expect(Object.keys(outputs ?? {})).toEqual(['Kept']);
  });

  it('permissions: the rest of a statement stays, an empty one goes', () => {
    const statement = (resource: unknown) => ({ Effect: 'Allow', Action: 'a:B', Resource: resource });
    const gone = { 'Fn::GetAtt': ['Gone', 'Arn'] };
    const { Resources: resources } = pruned({
      Gone: budget,
      Policy: {
        Type: 'AWS::IAM::Policy',
        Properties: {
          PolicyDocument: { Version: '1', Statement: [statement(gone), statement(['x', gone]), statement('y')] },
        },
      },
    });
    expect(resources.Policy?.Properties?.PolicyDocument).toEqual({
      Version: '1',
      Statement: [statement(['x']), statement('y')],
    });
  });

  it.each<[string, unknown]>([
    ['Ref', { Ref: 'Gone' }],
    ['Fn::GetAtt', { 'Fn::GetAtt': ['Gone', 'Arn'] }],
    ['Fn::GetAtt in one text', { 'Fn::GetAtt': 'Gone.Arn' }],
    ['Fn::Sub', { 'Fn::Sub': 'x/${Gone.Arn}' }],
    ['Fn::Sub with names of its own', { 'Fn::Sub': ['${Own}/${Gone}', { Own: 'x' }] }],
    ['a name within Fn::Sub', { 'Fn::Sub': ['${Own}', { Own: { Ref: 'Gone' } }] }],
    ['Fn::Join', { 'Fn::Join': ['', ['x', { Ref: 'Gone' }]] }],
  ])('refuses what is left over, and names both: %s', (_, value) => {
    const resources = { Gone: budget, Queue: queue({ Properties: { Deep: [{ Value: value }] } }) };
    expect(() => pruned(resources)).toThrow(/^"Queue" needs "Gone", which is left out locally \(Deep\.0\.Value/);
  });

  it.each<[string, unknown]>([
    ['of its own', { 'Fn::Sub': ['${Gone}', { Gone: 'x' }] }],
    ['written out', { 'Fn::Sub': '${!Gone}' }],
  ])('takes no name for a reference that is %s', (_, value) => {
    const resources = { Gone: budget, Queue: queue({ Properties: { QueueName: value } }) };
    expect(pruned(resources).Resources.Queue).toEqual(resources.Queue);
  });
});

describe('an event source mapping', () => {
  const mapping = (source: unknown): Resource => ({
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: { EventSourceArn: source },
  });
  it.each<[string, Resource, boolean]>([
    ['on a stream', mapping({ 'Fn::GetAtt': ['Stream', 'Arn'] }), true],
    ['on a stream elsewhere', mapping('arn:aws:kinesis:eu-west-1:1:stream/s'), true],
    ['on a queue', mapping({ 'Fn::GetAtt': ['Queue', 'Arn'] }), false],
    ['on a queue elsewhere', mapping('arn:aws:sqs:eu-west-1:1:kinesis'), false],
  ])('%s', (_, resource, gone) => {
    const template: Template = {
      Resources: { Stream: { Type: 'AWS::Kinesis::Stream' }, Queue: queue(), Mapping: resource },
    };
    expect(prune(template).without.has('Mapping')).toBe(gone);
  });
});
