import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { eventbridge } from '../../services/eventbridge/index.ts';
import { patternOf } from '../../services/eventbridge/routes.ts';
import { sns } from '../../services/sns/index.ts';
import { architecture, component, connection, event, figure, load } from './support/model.ts';
import { observed } from './support/observed.ts';
import { lineUsd, monthlyUsd, shareOf, sized } from './support/sizing.ts';
import { template } from './support/stack.ts';
import { keyStub, queueStub } from './support/stubs.ts';

const archive = figure(30 * 86400, 's');
const bus = component('news', 'eventbridge', { archive });
const topic = component('alerts', 'sns');
const parcels = component('parcels', 'test-queue');
const lost = component('lost', 'test-queue');
const services = [eventbridge, sns, queueStub, keyStub];
const events = [event('parcelLate'), event('parcel-lost')];
const inflows = {
  news: load([
    { event: 'parcelLate', rate: 1, size: 400 },
    { event: 'parcel-lost', rate: 2, size: 400 },
  ]),
};
const model = architecture({
  components: [bus, topic, parcels, lost],
  connections: [
    connection('news', 'alerts', 'route'),
    connection('news', 'parcels', 'route', {}, { carries: new Map([['parcel-lost', figure(1)]]) }),
    connection('news', 'lost', 'dead-letter'),
  ],
  events,
});
const built = (stage = 'prod') => template(model, services, { inflows, stage });
const ruleArn = (logicalId: string) => ({ 'Fn::GetAtt': [Match.stringLikeRegexp(logicalId), 'Arn'] });

describe('EventBridge bus', () => {
  it('makes one rule for each arrow, with the types of the events it carries and the dead letters of the bus', () => {
    const rules = Object.values(built().findResources('AWS::Events::Rule'));
    const source = ['sample', { prefix: 'sample.' }];
    expect(rules.map(({ Properties }) => Properties.EventPattern)).toEqual([
      { source, 'detail-type': ['ParcelLate', 'ParcelLost'] },
      { source, 'detail-type': ['ParcelLost'] },
    ]);
    for (const { Properties } of rules) {
      expect(Properties.Targets).toHaveLength(1);
      expect(Properties.Targets[0].DeadLetterConfig.Arn['Fn::GetAtt'][0]).toMatch(/^lost/);
      expect(Properties.Targets[0].RetryPolicy).toEqual({ MaximumEventAgeInSeconds: 86400, MaximumRetryAttempts: 185 });
    }
  });

  it('lets the rule, and only it, publish to the topic', () => {
    built().hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          {
            Sid: 'AllowNewsAlerts',
            Effect: 'Allow',
            Principal: { Service: 'events.amazonaws.com' },
            Action: 'sns:Publish',
            Resource: { Ref: Match.stringLikeRegexp('^alerts') },
            Condition: { ArnEquals: { 'aws:SourceArn': ruleArn('newsalerts') } },
          },
        ]),
      },
    });
  });

  it("lets all of the bus's rules, and nothing else, give up messages", () => {
    built().hasResourceProperties('AWS::SQS::QueuePolicy', {
      PolicyDocument: {
        Statement: [
          {
            Sid: 'AllowNewsLost',
            Effect: 'Allow',
            Principal: { Service: 'events.amazonaws.com' },
            Action: 'sqs:SendMessage',
            Resource: { 'Fn::GetAtt': [Match.stringLikeRegexp('^lost'), 'Arn'] },
            Condition: { ArnEquals: { 'aws:SourceArn': [ruleArn('newsalerts'), ruleArn('newsparcels')] } },
          },
        ],
      },
    });
  });

  it('archives the events of this model for the days said, and keeps the archive only where the stage protects', () => {
    built().hasResource('AWS::Events::Archive', {
      Properties: { RetentionDays: 30, EventPattern: { source: ['sample', { prefix: 'sample.' }] } },
      DeletionPolicy: 'Retain',
    });
    built('dev').hasResource('AWS::Events::Archive', { DeletionPolicy: 'Delete' });
  });

  it('narrows each event by its own filter', () => {
    const filters = { 'parcel-lost': { detail: { value: [{ numeric: ['>', 100] }] } } };
    const narrowed = connection('news', 'alerts', 'route', {}, { only: { when: 'it is dear', filters } });
    expect(patternOf('sample', narrowed, events)).toEqual({
      source: ['sample', { prefix: 'sample.' }],
      $or: [{ 'detail-type': ['ParcelLate'] }, { 'detail-type': ['ParcelLost'], ...filters['parcel-lost'] }],
    });
  });

  it('watches every rule under the names that its metrics have', () => {
    const seen = observed(model, services, { inflows }).get('news');
    expect(seen?.alarms.map(({ id }) => id)).toEqual([
      'FailedInvocations-news-alerts',
      'FailedInvocations-news-parcels',
    ]);
    expect(seen?.alarms.every(({ severity, threshold }) => severity === 'ticket' && threshold === 0)).toBe(true);
  });

  it('counts a message for each 64 KB of an event, and its archive', () => {
    const of = (size: number) =>
      sized(eventbridge, { settings: { archive }, inflow: load([{ event: 'parcelLate', rate: 1, size }]) });
    expect(lineUsd(of(64000), 'Events')).toBeCloseTo(2.628, 6);
    expect(lineUsd(of(64001), 'Events')).toBeCloseTo(5.256, 6);
    expect(lineUsd(of(1000), 'Archive')).toBeCloseTo(2.628 * (0.1 + (0.023 * 30 * 24) / 730), 6);
    expect(monthlyUsd(of(1000))).toBeCloseTo(2.628 + 2.628 * (0.1 + (0.023 * 720) / 730), 6);
    expect(shareOf(of(1000), 'putEvents')).toBeCloseTo(1e-4, 12);
  });

  it.each([
    ['half a day', bus, { archive: figure(43200, 's') }, model, ['An archive keeps events for whole days.']],
    ['30 days', bus, { archive }, model, []],
    [
      'dead letters without a rule',
      bus,
      { archive },
      architecture({ components: [bus, lost], connections: [connection('news', 'lost', 'dead-letter')] }),
      ['"news" sets aside what it cannot deliver, but routes nothing.'],
    ],
  ])('checks %s', (_name, self, settings, of, messages) => {
    expect(eventbridge.check?.(self, settings, of).map(({ message }) => message)).toEqual(messages);
  });
});
