import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { eventbridgeScheduler } from '../../services/eventbridge-scheduler.ts';
import { services } from '../../services/index.ts';
import { architecture, component, connection, figure, load } from './support/model.ts';
import { lineUsd, shareOf, sized } from './support/sizing.ts';
import { template } from './support/stack.ts';

const worker = component('worker', 'lambda', {
  handler: 'work',
  memory: figure(512 * 1024 ** 2, 'B'),
  timeout: figure(30, 's'),
  duration: { perBatch: figure(0, 's/batch'), perEvent: figure(1, 's/event') },
});
const model = architecture({
  components: [
    component('nightly', 'eventbridge-scheduler', { cron: '0 3 * * ? *', timezone: 'UTC', retries: 2 }),
    component('lost', 'sqs', { visibility: figure(30, 's'), retention: figure(86400, 's') }),
    component('key', 'kms'),
    worker,
  ],
  connections: [connection('nightly', 'worker', 'invoke'), connection('nightly', 'lost', 'dead-letter')],
});

describe('a schedule', () => {
  const made = template(model, services);

  it('starts its one target at the minute said, tries again as often as said, then gives up to its queue', () => {
    made.hasResource('AWS::Scheduler::Schedule', {
      Metadata: { 'plumbline:component': 'nightly' },
      Properties: {
        ScheduleExpression: 'cron(0 3 * * ? *)',
        ScheduleExpressionTimezone: 'UTC',
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: {
          Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^workerFunction'), 'Arn'] },
          RoleArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^nightlyRole'), 'Arn'] },
          RetryPolicy: { MaximumRetryAttempts: 2 },
          DeadLetterConfig: { Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^lostQueue'), 'Arn'] } },
        },
      },
    });
  });

  it('has a role that only schedules of this account may take', () => {
    made.hasResource('AWS::IAM::Role', {
      Metadata: { 'plumbline:component': 'nightly' },
      Properties: {
        AssumeRolePolicyDocument: {
          Statement: [
            {
              Action: 'sts:AssumeRole',
              Effect: 'Allow',
              Principal: { Service: 'scheduler.amazonaws.com' },
              Condition: {
                StringEquals: {
                  'aws:SourceAccount': { Ref: 'AWS::AccountId' },
                  'aws:SourceArn': {
                    'Fn::Join': [
                      '',
                      ['arn:aws:scheduler:us-east-1:', { Ref: 'AWS::AccountId' }, ':schedule-group/default'],
                    ],
                  },
                },
              },
            },
          ],
        },
        ManagedPolicyArns: Match.absent(),
      },
    });
  });

  it.each([
    [
      'nightly-worker',
      [
        {
          Action: 'lambda:InvokeFunction',
          Effect: 'Allow',
          Resource: { 'Fn::GetAtt': [Match.stringLikeRegexp('^workerFunction'), 'Arn'] },
        },
      ],
    ],
    [
      'nightly-lost',
      [
        {
          Action: 'sqs:SendMessage',
          Effect: 'Allow',
          Resource: { 'Fn::GetAtt': [Match.stringLikeRegexp('^lostQueue'), 'Arn'] },
        },
        Match.objectLike({
          Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
          Condition: { StringEquals: { 'kms:ViaService': 'sqs.us-east-1.amazonaws.com' } },
        }),
      ],
    ],
  ])('is allowed by %s what that arrow needs', (id, Statement) => {
    made.hasResource('AWS::IAM::Policy', {
      Metadata: { 'plumbline:connection': id },
      Properties: { PolicyDocument: { Statement } },
    });
  });

  it('costs a dollar a million starts, of a thousand a second', () => {
    const sizing = sized(eventbridgeScheduler, {
      outgoing: [
        {
          connection: connection('self', 'worker', 'invoke'),
          load: load([{ event: 'night', rate: 10, size: 100 }]),
          other: worker,
        },
      ],
    });
    expect(lineUsd(sizing, 'Starts')).toBeCloseTo((10 * 2.628e6) / 1e6, 9);
    expect(shareOf(sizing, 'starts')).toBeCloseTo(10 / 1000, 9);
  });

  it.each([
    [0, '"nightly" starts nothing.'],
    [2, '"nightly" starts 2 components, and can start one.'],
  ])('with %i targets is a finding', (count, message) => {
    const connections = Array.from({ length: count }, (_, at) =>
      connection('nightly', 'worker', 'invoke', {}, { id: `start${at}` }),
    );
    const [nightly] = model.components.values();
    if (nightly === undefined) throw new Error('no schedule');
    const found = eventbridgeScheduler.check?.(nightly, nightly.settings, {
      ...model,
      connections: new Map(connections.map((each) => [each.id, each])),
    });
    expect(found?.map((finding) => finding.message)).toEqual([message]);
  });
});
