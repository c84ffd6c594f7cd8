// The key: its price, its rotation, and who may use it on what condition.
import { describe, expect, it } from 'vitest';
import { kms } from '../../services/kms.ts';
import { defineService } from '../../services/service.ts';
import { architecture, component, connection } from './support/model.ts';
import { monthlyUsd, sized } from './support/sizing.ts';
import { template } from './support/stack.ts';

const model = architecture({ components: [component('dataKey', 'kms')] });

/** Services of which only the id matters: whom the key lets in goes by it. */
const bare = (id: string) =>
  defineService({
    id,
    title: id,
    short: id,
    settings: { properties: {} },
    facts: {},
    offers: id === 'sqs' ? ['queue'] : id === 'sns' ? ['topic'] : [],
    moves: (['queue', 'topic'] as const).map((to) => ({
      does: 'tell',
      from: 'self',
      to,
      mechanism: 'call',
      carries: 'all',
    })),
    construct: () => ({}),
  });
const others = ['eventbridge', 'cloudwatch', 'budgets', 's3', 'sns', 'sqs', 'lambda'];
const arrows = [
  ['eventbridge', 'sns'],
  ['eventbridge', 'sqs'],
  ['cloudwatch', 'sns'],
  ['budgets', 'sns'],
  ['s3', 'sqs'],
  ['sns', 'sqs'],
] as const;
const whole = architecture({
  components: [component('dataKey', 'kms'), ...others.map((id) => component(`the-${id}`, id))],
  connections: arrows.map(([from, to]) => connection(`the-${from}`, `the-${to}`, 'tell')),
});
const services = [kms, ...others.map(bare)];

interface Statement {
  readonly Sid?: string;
  readonly Principal: unknown;
  readonly Action: unknown;
  readonly Condition?: unknown;
}

function statements(of = whole): readonly Statement[] {
  const [key] = Object.values(template(of, services).findResources('AWS::KMS::Key'));
  return key?.Properties.KeyPolicy.Statement;
}
const bySid = (sid: string) => statements().find((each) => each.Sid === sid);
const account = { Ref: 'AWS::AccountId' };
const arnOf = (service: string) => ({
  'Fn::Join': ['', [`arn:aws:${service}:us-east-1:`, account, ':*']],
});

describe('key', () => {
  it('costs a dollar a month', () => {
    expect(monthlyUsd(sized(kms, {}))).toBeCloseTo(1, 9);
  });
  it('rotates, has an alias by which another Region can name it, and stays in prod', () => {
    const built = template(model, [kms]);
    built.hasResource('AWS::KMS::Key', {
      DeletionPolicy: 'Retain',
      Properties: { EnableKeyRotation: true, RotationPeriodInDays: 365, PendingWindowInDays: 30 },
    });
    built.hasResourceProperties('AWS::KMS::Alias', { AliasName: 'alias/sample-prod-data-key' });
  });
  it('goes with the stack in dev', () => {
    template(model, [kms], { stage: 'dev' }).hasResource('AWS::KMS::Key', {
      DeletionPolicy: 'Delete',
      Properties: { PendingWindowInDays: 7 },
    });
  });
});

describe('key policy', () => {
  it.each([
    ['EventsToQueues', 'events.amazonaws.com'],
    ['AlarmsToTopics', 'cloudwatch.amazonaws.com'],
    ['BudgetsToTopics', 'budgets.amazonaws.com'],
    ['BucketsToQueues', 's3.amazonaws.com'],
    ['TopicsToQueues', 'sns.amazonaws.com'],
  ])('%s: %s may use it for this account', (sid, service) => {
    expect(bySid(sid)).toEqual({
      Sid: sid,
      Effect: 'Allow',
      Principal: { Service: service },
      Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
      Resource: '*',
      Condition: { StringEquals: { 'aws:SourceAccount': account } },
    });
  });
  it('binds a bus that publishes to a topic by the topic, for it names no account', () => {
    expect(bySid('EventsToTopics')?.Condition).toEqual({
      ArnLike: { 'kms:EncryptionContext:aws:sns:topicArn': arnOf('sns') },
    });
  });
  it('binds log groups by their name', () => {
    expect(bySid('LogGroups')).toMatchObject({
      Principal: { Service: 'logs.us-east-1.amazonaws.com' },
      Condition: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': arnOf('logs') } },
    });
  });
  it.each(arrows)('lets %s in only where an arrow leads from it to %s', (from, to) => {
    const without = architecture({
      components: [...whole.components.values()],
      connections: [...whole.connections.values()].filter(
        (each) => each.from !== `the-${from}` || each.to !== `the-${to}`,
      ),
    });
    expect(statements(without)).toHaveLength(statements().length - 1);
  });
  it('lets nobody in where nothing else is, as beside a replica', () => {
    expect(statements(model).map(({ Sid }) => Sid)).toEqual([undefined]);
  });
  it('lets nobody else in but the account, whose own policies decide', () => {
    const open = statements().filter((each) => each.Condition === undefined);
    expect(open.map((each) => each.Action)).toEqual(['kms:*']);
    expect(open[0]?.Principal).toEqual({
      AWS: { 'Fn::Join': ['', ['arn:aws:iam::', account, ':root']] },
    });
  });
});
