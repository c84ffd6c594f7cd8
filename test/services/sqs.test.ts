// The queue: limits and cost, its resource and redrive policy, its alarms, its settings.
import { describe, expect, it } from 'vitest';
import type { Connection } from '../../compiler/architecture.ts';
import { nagApp } from '../../generators/infrastructure/nag.ts';
import { defineService } from '../../services/service.ts';
import { sqs } from '../../services/sqs.ts';
import { architecture, component, connection, figure, load } from './support/model.ts';
import { alarmOf, observed } from './support/observed.ts';
import { monthlyUsd, shareOf, sized } from './support/sizing.ts';
import { build, template } from './support/stack.ts';

const day = 86400;
const redrive = { delay: figure(900), visibility: figure(900), retention: figure(4 * day), maxReceives: 4 };
const last = { visibility: figure(30), retention: figure(14 * day) };
const model = architecture({
  components: [component('redriveQueue', 'sqs', redrive), component('undelivered', 'sqs', last)],
  connections: [connection('redriveQueue', 'undelivered', 'dead-letter')],
});

describe('size', () => {
  const of = { settings: redrive, inflow: load([{ event: 'failed', rate: 1, size: 1000 }]) };
  it('pays three requests a message', () => {
    expect(monthlyUsd(sized(sqs, of))).toBeCloseTo(2.628 * 3 * 0.4, 9);
  });
  it('counts messages that are hidden', () => {
    expect(shareOf(sized(sqs, of), 'inFlight')).toBeCloseTo(900 / 120000, 9);
  });
});

describe('settings', () => {
  const check = (settings: object, connections: readonly Connection[] = []) =>
    sqs
      .check?.(component('self', 'sqs'), settings, architecture({ components: [], connections }))
      .map((each) => each.path.slice(2).join());
  const gives = [connection('self', 'other', 'dead-letter')];
  it.each([
    [last, [], []],
    [redrive, gives, []],
    [{ ...last, delay: figure(901) }, [], ['delay']],
    [{ ...last, visibility: figure(13 * 3600) }, [], ['visibility']],
    [{ ...last, retention: figure(15 * day) }, [], ['retention']],
    [{ ...last, delay: figure(0.5) }, [], ['delay']],
    [last, gives, ['']],
    [redrive, [], ['maxReceives']],
  ])('%#', (settings, connections, expected) => {
    expect(check(settings, connections)).toEqual(expected);
  });
});

describe('resource', () => {
  const built = template(model, [sqs]);
  const [target] = Object.keys(
    built.findResources('AWS::SQS::Queue', { Properties: { MessageRetentionPeriod: 14 * day } }),
  );

  it('waits, hides, keeps and gives up as the model says', () => {
    built.hasResource('AWS::SQS::Queue', {
      DeletionPolicy: 'Retain',
      Properties: {
        DelaySeconds: 900,
        VisibilityTimeout: 900,
        MessageRetentionPeriod: 4 * day,
        SqsManagedSseEnabled: true,
        RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': [target, 'Arn'] }, maxReceiveCount: 4 },
      },
    });
  });
  it('refuses what does not come over TLS', () => {
    built.allResourcesProperties('AWS::SQS::QueuePolicy', {
      PolicyDocument: {
        Statement: [{ Effect: 'Deny', Action: 'sqs:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }],
      },
    });
    built.resourceCountIs('AWS::SQS::QueuePolicy', 2);
  });
  it('needs no answer to cdk-nag where a queue gives up to it', () => {
    expect(build(model, [sqs]).acknowledgements).toEqual([]);
  });
  it('answers cdk-nag where only others give up to it', () => {
    const bus = defineService({
      id: 'bus',
      title: 'Bus',
      short: 'Bus',
      settings: { properties: {} },
      facts: {},
      offers: [],
      moves: [{ does: 'dead-letter', from: 'self', to: 'queue', mechanism: 'rule', carries: 'all', recovery: true }],
      construct: () => ({}),
    });
    const alone = architecture({
      components: [component('bus', 'bus'), component('undelivered', 'sqs', last)],
      connections: [connection('bus', 'undelivered', 'dead-letter')],
    });
    const { app, acknowledgements } = build(alone, [sqs, bus]);
    const { open, faults, answered } = nagApp(app, acknowledgements);
    expect({ open, faults, answered: answered.map(({ rule }) => rule) }).toEqual({
      open: [],
      faults: [],
      answered: ['AwsSolutions-SQS3'],
    });
  });
});

describe('alarms', () => {
  const all = observed(model, [sqs]);
  it('a message between its second and third try is a ticket: after the third the metric leaves it', () => {
    expect(alarmOf(all, 'redriveQueue', 'oldest')).toMatchObject({
      threshold: 900 + 1350,
      comparison: 'above',
      severity: 'ticket',
    });
    expect(() => alarmOf(all, 'redriveQueue', 'undelivered')).toThrow('no alarm');
  });
  it('a message that nobody reads wakes someone', () => {
    expect(alarmOf(all, 'undelivered', 'undelivered')).toMatchObject({
      threshold: 0,
      comparison: 'above',
      severity: 'page',
    });
    expect(() => alarmOf(all, 'undelivered', 'oldest')).toThrow('no alarm');
  });
  it.each([
    ['what the model says to do', 'Call the post office.', 'look at the message. Call the post office.'],
    ['what can be said of any, where it says nothing', undefined, 'Mend what refused it, and hand it back.'],
  ])('it says %s', (_what, recovery, action) => {
    const queue = { ...component('undelivered', 'sqs', last), ...(recovery === undefined ? {} : { recovery }) };
    const alone = observed(architecture({ components: [queue], connections: [] }), [sqs]);
    expect(alarmOf(alone, 'undelivered', 'undelivered').action).toMatch(new RegExp(`${action}$`));
  });
});
