// The key: its price, its rotation, and who may use it on what condition.
import { describe, expect, it } from 'vitest';
import { kms } from '../../services/kms.ts';
import { architecture, component } from './support/model.ts';
import { monthlyUsd, sized } from './support/sizing.ts';
import { template } from './support/stack.ts';

const model = architecture({ components: [component('dataKey', 'kms')] });

interface Statement {
  readonly Sid?: string;
  readonly Principal: unknown;
  readonly Action: unknown;
  readonly Condition?: unknown;
}

function statements(): readonly Statement[] {
  const [key] = Object.values(template(model, [kms]).findResources('AWS::KMS::Key'));
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
  it('lets nobody else in but the account, whose own policies decide', () => {
    const open = statements().filter((each) => each.Condition === undefined);
    expect(open.map((each) => each.Action)).toEqual(['kms:*']);
    expect(open[0]?.Principal).toEqual({
      AWS: { 'Fn::Join': ['', ['arn:aws:iam::', account, ':root']] },
    });
  });
});
