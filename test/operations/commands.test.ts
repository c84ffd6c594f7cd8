import { readFileSync } from 'node:fs';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { CannotRun } from '../../model/flyhigh/operations/cannot-run.ts';
import { clientsIn } from '../../model/flyhigh/operations/clients.ts';
import { hourAt, momentAt, recountSpan } from '../../model/flyhigh/operations/hours.ts';
import { run } from '../../model/flyhigh/operations/index.ts';
import { outside } from '../../model/flyhigh/operations/outside.ts';
import { findStage } from '../../model/flyhigh/operations/stage.ts';
import template from '../../output/templates/flyhigh-dev.template.json' with { type: 'json' };
import packageJson from '../../package.json' with { type: 'json' };
import { answering, nowhere } from '../support/client-double.ts';

const now = Date.parse('2026-12-03T10:30:00.000Z');

afterEach(() => void vi.unstubAllEnvs());

describe('hours of a recount', () => {
  it.each([
    ['one hour unless told where to stop', { from: '2026-12-03T08' }, ['2026-12-03T08', '2026-12-03T09']],
    ['hours up to the one named', { from: '2026-12-02T08', to: '2026-12-03T09' }, ['2026-12-02T08', '2026-12-03T09']],
    ['the first whose figures are whole', { from: '2026-12-01T11' }, ['2026-12-01T11', '2026-12-01T12']],
    ['an hour under way, when told so', { from: '2026-12-03T10', unsettled: true }, ['2026-12-03T10', '2026-12-03T11']],
  ])('%s', (_what, flags, [from = '', until = '']) => {
    expect(recountSpan(flags, now)).toEqual({ from: hourAt(from), until: hourAt(until) });
  });

  it.each([
    ['no hour', { from: '2026-12-03 08' }, 'is no hour'],
    ['no hour of a day', { from: '2026-12-03T24' }, 'is no hour'],
    ['no day of a month', { from: '2026-02-30T08' }, 'is no hour'],
    ['nothing between', { from: '2026-12-03T08', to: '2026-12-03T08' }, 'is not after'],
    ['figures that are gone', { from: '2026-12-01T10' }, 'the first that can be recounted is 2026-12-01T11'],
    [
      'what may not be delivered yet',
      { from: '2026-12-03T08', to: '2026-12-03T10' },
      'lack events from 2026-12-03T09 on',
    ],
  ])('%s: refused', (_what, flags, why) => expect(() => recountSpan(flags, now)).toThrow(why));

  it('a moment is a day or a time of it, in UTC', () => {
    expect(momentAt('2026-12-03')).toBe(Date.parse('2026-12-03T00:00:00.000Z'));
    expect(momentAt('2026-12-03T10:30Z')).toBe(now);
    expect(momentAt('2024-02-29')).toBe(Date.parse('2024-02-29T00:00:00.000Z'));
    for (const text of [
      'yesterday',
      '2026-12-03T10:40',
      '2026-13-01',
      '2026-02-30',
      '2026-02-29T10:40Z',
      '2026-12-03T24:00Z',
    ])
      expect(() => momentAt(text)).toThrow('is no moment');
  });
});

describe('the deployed stage', () => {
  const ids = Object.keys(template.Resources);
  const topic = 'arn:aws:sns:us-east-1:123456789012:alarms';
  const physical = (id: string) => (/^alarmTopic[0-9A-F]{8}$/.test(id) ? topic : `the ${id}`);
  const client = answering(new CloudFormationClient(nowhere), (command, input) => {
    const { StackName, NextToken } = input as { readonly StackName: string; readonly NextToken?: string };
    if (StackName === 'flyhigh-test') throw Object.assign(new Error('does not exist'), { name: 'ValidationError' });
    if (command === 'GetTemplate' && StackName === 'flyhigh-other') return { TemplateBody: 'Resources:\n' };
    if (command === 'GetTemplate') return { TemplateBody: JSON.stringify(template) };
    // A hundred a page, as CloudFormation has it.
    const at = Number(NextToken ?? 0);
    const page = ids.slice(at, at + 100).map((id) => ({ LogicalResourceId: id, PhysicalResourceId: physical(id) }));
    return { StackResourceSummaries: page, ...(at + 100 < ids.length ? { NextToken: String(at + 100) } : {}) };
  });

  it('gives what a command needs of it, by component and type', async () => {
    const stage = await findStage(client, 'flyhigh-dev');
    expect(stage).toMatchObject({ stack: 'flyhigh-dev', region: 'us-east-1', account: '123456789012' });
    const found = [
      ['failedEvents', 'AWS::S3::Bucket'],
      ['inventoryUpdater', 'AWS::Lambda::Function'],
      ['profileBuilder', 'AWS::Lambda::Function'],
      ['liveAnalytics', 'AWS::Lambda::Function'],
      ['demandDetector', 'AWS::Lambda::Function'],
      ['reconciler', 'AWS::Lambda::Function'],
      ['inventoryUpdater', 'AWS::Logs::LogGroup'],
      ['undelivered', 'AWS::SQS::Queue'],
      ['domainEvents', 'AWS::Events::EventBus'],
      ['liveFigures', 'AWS::DynamoDB::GlobalTable'],
      ['bookingLedger', 'AWS::DynamoDB::GlobalTable'],
      ['seatInventory', 'AWS::DynamoDB::GlobalTable'],
      ['routeDemand', 'AWS::DynamoDB::GlobalTable'],
      ['adHocQueries', 'AWS::Athena::WorkGroup'],
      ['eventCatalogue', 'AWS::Glue::Database'],
    ].map(([component = '', type = '']) => stage.physical(component, type));
    expect(found).toEqual(found.map(() => expect.stringMatching(/^the \w+$/)));
    expect(new Set(found).size).toBe(found.length);
    expect(() => stage.physical('nobody', 'AWS::S3::Bucket')).toThrow('has no AWS::S3::Bucket of "nobody"');
  });

  it.each([
    ['is not there', 'flyhigh-test', 'there is no stack "flyhigh-test" in us-east-1'],
    ['was not deployed from here', 'flyhigh-other', 'the template of stack "flyhigh-other" is not one of ours'],
  ])('that %s is said to be so', async (_what, stack, why) => {
    await expect(findStage(client, stack)).rejects.toThrow(why);
  });
});

describe('the command line', () => {
  const said = async (...args: readonly string[]) => {
    let out = '';
    let err = '';
    const code = await run(args, { out: (text) => (out += text), err: (text) => (err += text) });
    return { code, out, err };
  };

  it.each(['redrive', 'recount', 'rebuild'] as const)('%s is an npm script, and tells of itself', async (name) => {
    expect(packageJson.scripts[name]).toBe(`node --import tsx model/flyhigh/operations/index.ts ${name}`);
    const { code, out } = await said(name, '--help');
    expect(code).toBe(0);
    for (const option of ['--stage', '--dry-run', '--json', '--region']) expect(out).toContain(option);
    expect(out).toContain('npm run local -- --keep');
    const [wanted, needed] = name === 'recount' ? ['--from <hour> ', ' -- --from 2026-12-24T10'] : ['', ''];
    expect(out).toContain(`Usage: npm run ${name} -- ${wanted}[options]`);
    expect(out).toContain(`AWS_ENDPOINT_URL=http://127.0.0.1:PORT npm run ${name}${needed}\n`);
    const [document = ''] = /\S+README\.md/.exec(out) ?? [];
    expect(readFileSync(document, 'utf8')).toContain('# Operations');
  });

  it.each([
    ['an unknown command', ['repair'], /unknown command 'repair'/],
    ['an unknown option', ['redrive', '--harder'], /unknown option '--harder'/],
    ['no hour', ['recount'], /required option '--from <hour>'/],
    ['no Region', ['redrive', '--region', 'x y'], /^"x y" is no Region: write it as us-east-1$/m],
    ['no moment', ['redrive', '--since', '2026-02-30'], /^"2026-02-30" is no moment/],
    ['no prefix of batches', ['redrive', '--prefix', 'rejected/'], /^"rejected\/" is no prefix of failed batches/],
    ['weeks of no baselines', ['rebuild', '--weeks', '3'], /^--weeks is of baselines: say --baseline with it$/m],
    ['an unknown engine', ['rebuild', '--engine', 'abacus'], /Allowed choices are athena, duckdb/],
  ])('%s: exit code 2, and why', async (_what, args, why) => {
    const { code, err } = await said(...args);
    expect(code).toBe(2);
    expect(err).toMatch(why);
  });
});

it.each([
  ['that was interrupted', AbortSignal.abort(), /^interrupted: what was written by then is right, [^\n]*\n$/],
  ['that reaches nobody', undefined, /^AWS could not be reached \(ECONNREFUSED\): look at the network, [^\n]*\n$/],
])('a command %s says so in a sentence', async (_what, signal, sentence) => {
  // Nobody listens there.
  vi.stubEnv('AWS_ENDPOINT_URL', 'http://127.0.0.1:1');
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  let err = '';
  const code = await run(['redrive'], { out: () => {}, err: (text) => (err += text) }, signal);
  expect(code).toBe(2);
  expect(err).toMatch(sentence);
});

describe('credentials', () => {
  const none = { AWS_CONFIG_FILE: '/none', AWS_SHARED_CREDENTIALS_FILE: '/none', AWS_EC2_METADATA_DISABLED: 'true' };
  const without = ['AWS_PROFILE', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'];
  const keyAt = async (url: string | undefined, env: Readonly<Record<string, string>> = {}) => {
    for (const name of without) vi.stubEnv(name, undefined);
    for (const [name, value] of Object.entries({ ...none, ...env })) vi.stubEnv(name, value);
    vi.stubEnv('AWS_ENDPOINT_URL', url);
    const { queue, destroy } = clientsIn('us-east-1');
    try {
      return (await queue.config.credentials()).accessKeyId;
    } finally {
      destroy();
    }
  };
  const own = { AWS_ACCESS_KEY_ID: 'OWN', AWS_SECRET_ACCESS_KEY: 'secret' };

  it.each([
    ['http://127.0.0.1:4566', {}, 'LOCAL'],
    ['http://localhost:4566', {}, 'LOCAL'],
    ['http://[::1]:4566', {}, 'LOCAL'],
    ['http://127.0.0.1:4566', own, 'OWN'],
    ['https://aws.example.com', own, 'OWN'],
    [undefined, own, 'OWN'],
  ])('at %s, where %j is set: %s', async (url, env, key) => expect(await keyAt(url, env)).toBe(key));

  it.each([undefined, 'https://aws.example.com', 'http://127.0.0.1.example.com'])('at %s are wanted', async (url) =>
    expect(await keyAt(url).catch(outside)).toContain('no AWS credentials were found'),
  );

  it('leave no trace in the environment of whoever asks for them', async () => {
    vi.stubEnv('AWS_EC2_METADATA_DISABLED', undefined);
    vi.stubEnv('AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED', undefined);
    vi.stubEnv('AWS_ENDPOINT_URL', 'http://127.0.0.1:1');
    const before = { ...process.env };
    clientsIn('us-east-1').destroy();
    expect({ ...process.env }).toEqual(before);
  });

  it('are not asked for where the endpoint is no address', async () => {
    await expect(keyAt('nonsense')).rejects.toThrow(
      'AWS_ENDPOINT_URL is "nonsense": write it as http://127.0.0.1:4566',
    );
  });
});

const nowhereToBeFound = './nowhere-to-be-found.ts';
const thrown = (fault: () => unknown): unknown => {
  try {
    return fault();
  } catch (error) {
    return error;
  }
};

it.each([
  ['what cannot be done', new CannotRun('there is no such thing'), 'there is no such thing'],
  [
    'an address that does not answer',
    Object.assign(new AggregateError([]), { code: 'ECONNREFUSED' }),
    'not be reached (ECONNREFUSED)',
  ],
  [
    'a refusal',
    Object.assign(new Error('not you'), { name: 'AccessDenied', $metadata: {} }),
    'AWS refused: AccessDenied: not you',
  ],
  [
    'a disk that is full',
    Object.assign(new Error(), { code: 'ENOSPC', path: '/tmp/lake-1' }),
    'cannot be kept here (ENOSPC): let TMPDIR',
  ],
  ['a name that is not found', Object.assign(new Error(), { code: 'ENOTFOUND' }), 'not be reached (ENOTFOUND)'],
  [
    'a certificate that nobody vouches for',
    Object.assign(new Error(), { code: 'SELF_SIGNED_CERT_IN_CHAIN' }),
    'not be reached (SELF_SIGNED_CERT_IN_CHAIN)',
  ],
  [
    'a certificate of another name',
    Object.assign(new Error(), { code: 'ERR_TLS_CERT_ALTNAME_INVALID' }),
    'not be reached (ERR_TLS_CERT_ALTNAME_INVALID)',
  ],
  ['a fault of ours', new TypeError('undefined is not a function'), undefined],
  ['a fault of ours that Node gives a code', thrown(() => Buffer.alloc(Number.NaN)), undefined],
  ['an address that we made wrongly', thrown(() => new URL('nowhere')), undefined],
  ['a package that is not there', Object.assign(new Error(), { code: 'MODULE_NOT_FOUND' }), undefined],
  ['a module that is not there', await import(nowhereToBeFound).catch((error: unknown) => error), undefined],
])('says %s in a sentence', (_what, error, sentence) => {
  const said = outside(error);
  if (sentence === undefined) expect(said).toBeUndefined();
  else expect(said).toContain(sentence);
});
