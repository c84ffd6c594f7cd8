// Amazon SQS: holds messages until one reader has taken each, and gives up what cannot be taken.
import type { aws_sqs } from 'aws-cdk-lib';
import type { Architecture, Component } from '../compiler/architecture.ts';
import { finding } from '../compiler/codes.ts';
import { definition, type Figure, formula, month } from '../compiler/figures.ts';
import type { Finding } from '../compiler/findings.ts';
import type { AlarmSpec, BuildContext, Handles, Observed, WireContext } from './kit/build.ts';
import { cdk } from './kit/cdk.ts';
import { byId, factsOf, pricesQuoted } from './kit/facts.ts';
import { limitUse } from './kit/limits.ts';
import { type Properties, quantity, whole } from './kit/schema.ts';
import { defineService, type Sizing, type SizingContext } from './service.ts';

interface Settings {
  /** Seconds. */
  readonly delay?: Figure;
  readonly visibility: Figure;
  readonly retention: Figure;
  readonly maxReceives?: number;
}

const { limit, price, sla } = factsOf('sqs');
const api = { source: 'SQS API Reference; AWS API model (botocore 1.44.5)', asOf: '2026-11-17' };

const facts = byId([
  limit('delayMax', 900, 's', api),
  limit('visibilityTimeoutMax', 12, 'hours', api),
  limit('retentionMax', 14, 'days', api),
  limit('inFlightStandard', 120000, 'messages', { ...api, adjustable: true }),
  price('standardRequests', 0.4, 'USD/million requests', { ...pricesQuoted, note: 'free requests are not deducted' }),
  sla('monthlyUptimePercent', 99.9, 'percent', {
    source: 'secondary: three public repositories citing aws.amazon.com/messaging/sla',
    asOf: '2023-2026 (undated)',
  }),
]);

const settings: Properties = {
  properties: {
    delay: quantity(
      'duration',
      'How long a message waits before it can be taken for the first time: 15 minutes at most.',
    ),
    visibility: quantity(
      'duration',
      'How long a taken message stays hidden before it is tried again: longer than its reader runs.',
      '30 s',
    ),
    retention: quantity('duration', 'How long a message is kept: 14 days at most.', '4 d'),
    maxReceives: whole(
      'Tries before a message is given up to the queue that a "dead-letter" connection names.',
      1,
      1000,
    ),
  },
};

const deadLetter = 'dead-letter';
const givesUp = (component: Component, architecture: Architecture): boolean =>
  [...architecture.connections.values()].some((each) => each.from === component.id && each.does.includes(deadLetter));

function check(
  component: Component,
  { delay, visibility, retention, maxReceives }: Settings,
  architecture: Architecture,
): readonly Finding[] {
  const at = (key: string) => ['components', component.id, key];
  const bounds: readonly (readonly [string, Figure | undefined, number, number, string])[] = [
    ['delay', delay, 0, 900, 'Write a duration up to 15 min.'],
    ['visibility', visibility, 0, 12 * 3600, 'Write a duration up to 12 h.'],
    ['retention', retention, 60, 14 * 86400, 'Write a duration from 1 min to 14 d.'],
  ];
  const findings = bounds.flatMap(([key, figure, least, most, hint]) => {
    if (figure === undefined || (figure.value >= least && figure.value <= most && Number.isInteger(figure.value)))
      return [];
    return [
      finding('bad-setting', at(key), `A queue cannot have such a ${key}; it takes whole seconds within bounds.`, hint),
    ];
  });
  const gives = givesUp(component, architecture);
  if (gives && maxReceives === undefined)
    findings.push(
      finding(
        'bad-setting',
        ['components', component.id],
        `"${component.id}" gives up messages, but does not say after how many tries.`,
        'Add "maxReceives".',
        { on: 'key' },
      ),
    );
  if (!gives && maxReceives !== undefined)
    findings.push(
      finding(
        'bad-setting',
        at('maxReceives'),
        'Nobody takes the messages that are given up.',
        'Add a "dead-letter" connection to another queue, or remove "maxReceives".',
      ),
    );
  return findings;
}

const calls = definition(3, 'requests/message', 'a message is sent, received and deleted');

function size({ inflow, fact, settings }: SizingContext<Settings>): Sizing {
  const messages = inflow.recordsPerSecond;
  return {
    capacity: [
      { label: 'Messages', figure: messages },
      ...(settings.delay === undefined ? [] : [{ label: 'Delay', figure: settings.delay }]),
      { label: 'Hidden while taken', figure: settings.visibility },
      { label: 'Retention', figure: settings.retention },
    ],
    limits: [
      limitUse({
        id: 'inFlight',
        label: 'Messages taken and not yet deleted',
        used: formula('messages', 'messages * visibility', { messages, visibility: settings.visibility }),
        limit: fact('inFlightStandard'),
        above: 'The queue hands out no more until some are deleted or come back; nothing is lost.',
      }),
    ],
    cost: [
      {
        label: 'Requests',
        monthlyUsd: formula('USD/month', 'messages * calls * month * price', {
          messages,
          calls,
          month,
          price: fact('standardRequests'),
        }),
        usage: true,
      },
    ],
  };
}

function construct(context: BuildContext<Settings>): Handles {
  const { aws_sqs: sqs, Duration, RemovalPolicy } = cdk();
  const { scope, stage } = context;
  const { delay, visibility, retention } = context.settings;
  const key = context.key();
  const queue = new sqs.Queue(scope, 'Queue', {
    ...(key === undefined
      ? { encryption: sqs.QueueEncryption.SQS_MANAGED }
      : { encryption: sqs.QueueEncryption.KMS, encryptionMasterKey: key }),
    enforceSSL: true,
    ...(delay === undefined ? {} : { deliveryDelay: Duration.seconds(delay.value) }),
    visibilityTimeout: Duration.seconds(visibility.value),
    retentionPeriod: Duration.seconds(retention.value),
    removalPolicy: stage.protect ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });
  return { queue };
}

function wireDeadLetter({ from, to, settings, of }: WireContext<Settings>): void {
  const { maxReceives } = settings;
  if (maxReceives === undefined) throw new Error(`${from.id}: a check should have asked for maxReceives`);
  resourceOf(of(from.id, 'queue')).redrivePolicy = {
    deadLetterTargetArn: of(to.id, 'queue').queueArn,
    maxReceiveCount: maxReceives,
  };
}

function resourceOf(queue: aws_sqs.Queue): aws_sqs.CfnQueue {
  const child = queue.node.defaultChild;
  if (child instanceof cdk().aws_sqs.CfnQueue) return child;
  throw new Error(`queue ${queue.node.path} has no resource`);
}

function observe(context: BuildContext<Settings>): Observed {
  const { Duration } = cdk();
  const { component, settings } = context;
  const queue = context.own('queue');
  const outgoing = context.outOf(component.id);
  const visible = queue.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1), statistic: 'Maximum' });
  const age = queue.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(1), statistic: 'Maximum' });
  const alarms: AlarmSpec[] = [];
  if (outgoing.length === 0)
    alarms.push({
      id: 'undelivered',
      label: `${component.label}: something could not be delivered`,
      metric: visible,
      threshold: 0,
      comparison: 'above',
      evaluationPeriods: 1,
      missing: 'notBreaching',
      severity: 'page',
      action: `Nobody reads this queue: look at the message. ${component.recovery ?? 'Mend what refused it, and hand it back.'}`,
    });
  // After its third receive a message goes to the back of the queue and the metric tells of the next one (Amazon SQS Developer
  // Guide, Available CloudWatch metrics): so between the second and the third, or before the last where there are fewer.
  if (settings.maxReceives !== undefined && settings.maxReceives > 1)
    alarms.push({
      id: 'oldest',
      label: `${component.label}: a message comes back again and again`,
      metric: age,
      threshold: (settings.delay?.value ?? 0) + settings.visibility.value * (Math.min(settings.maxReceives, 3) - 1.5),
      unit: 's',
      comparison: 'above',
      evaluationPeriods: 1,
      missing: 'notBreaching',
      severity: 'ticket',
      action: 'What takes the messages fails again and again: look at its errors before the last try.',
    });
  const backs = context.into(component.id).filter((each) => each.does.includes(deadLetter));
  const ofQueue = backs.some((each) => context.find(each.from, 'queue') !== undefined);
  if (settings.maxReceives === undefined && backs.length > 0 && !ofQueue)
    context.acknowledge({
      construct: queue,
      rule: 'AwsSolutions-SQS3',
      reason: 'It is itself where rules and schedules give up messages; a message in it raises an alarm.',
    });
  return { alarms, widgets: [{ title: `${component.label}: messages waiting`, metrics: [visible] }] };
}

export const sqs = defineService<Settings>({
  id: 'sqs',
  title: 'Amazon Simple Queue Service',
  short: 'SQS',
  icon: 'AmazonSimpleQueueService',
  stores: true,
  zones: () => definition(3, 'zones', 'a queue keeps each message in several Availability Zones, taken as three'),
  settings,
  facts,
  sla: 'monthlyUptimePercent',
  scales:
    'AWS scales the queue without a quota of messages a second. What its readers cannot take yet waits, for as long as messages are kept.',
  offers: ['queue'],
  moves: [
    {
      does: deadLetter,
      from: 'self',
      to: 'queue',
      mechanism: 'redrive policy',
      recovery: true,
      lastResort: true,
      carries: 'all',
      wire: wireDeadLetter,
    },
  ],
  check,
  size,
  hop: ({ settings }) =>
    settings.delay === undefined
      ? undefined
      : { label: 'waits in the queue', p50: settings.delay, p99: settings.delay },
  construct,
  observe,
});
