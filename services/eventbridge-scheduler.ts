// Amazon EventBridge Scheduler: starts a function at set times, with tries of its own and a queue for what it gives up.
import type { Architecture, Component } from '../compiler/architecture.ts';
import { finding } from '../compiler/codes.ts';
import { formula, month, sum } from '../compiler/figures.ts';
import type { Finding } from '../compiler/findings.ts';
import type { Hop } from '../compiler/plan/plan.ts';
import type { BuildContext, Handles } from './kit/build.ts';
import { cdk } from './kit/cdk.ts';
import { byId, factsOf } from './kit/facts.ts';
import { keyUse } from './kit/keys.ts';
import { limitUse } from './kit/limits.ts';
import { type Properties, text, whole } from './kit/schema.ts';
import { defineService, type Move, type Sizing, type SizingContext } from './service.ts';

interface Settings {
  /** Six fields: minute, hour, day of month, month, day of week, year. */
  readonly cron: string;
  readonly timezone: string;
  readonly retries: number;
}

const { limit, price, unverified } = factsOf('eventbridge-scheduler');

const facts = byId([
  limit('invocationsTpsUsEast1', 1000, 'requests/s', {
    source:
      'Quotas for Amazon EventBridge Scheduler (scheduler/latest/UserGuide/scheduler-quotas); stored copy of the page',
    asOf: '2026 (undated crawl)',
    adjustable: true,
    note: 'of all schedules of an account and Region; 500 in smaller Regions',
  }),
  unverified('latency', 'precision', 60, 's', 'it starts within the minute named'),
  price('invocations', 1, 'USD/million requests', {
    source: 'secondary: several public repositories quoting the AWS pricing page',
    asOf: '2023-2026 (undated)',
    note: 'free requests are not deducted',
  }),
]);

const field = '[A-Za-z0-9*?,/#LW-]+';

const settings: Properties = {
  properties: {
    cron: {
      ...text('When: minute, hour, day of month, month, day of week, year. Every day at three: 0 3 * * ? *'),
      pattern: `^${field}( ${field}){5}$`,
    },
    timezone: {
      ...text('Time zone of the hours, as the IANA names it.'),
      pattern: '^[A-Za-z]+(/[A-Za-z0-9_+-]+){0,2}$',
      default: 'UTC',
    },
    retries: whole('How often a start that failed is tried again.', 0, 185, 3),
  },
  required: ['cron'],
};

const starting = ['lambda:InvokeFunction'];
const givingUp = ['sqs:SendMessage'];

const invoke: Move<Settings> = {
  does: 'invoke',
  from: 'self',
  to: 'function',
  mechanism: 'target of the schedule, called with its own role',
  carries: 'said',
  actions: () => starting,
  wire: ({ of, component, to, grant }) => {
    grant(of(component.id, 'schedule').role, [
      { actions: starting, resources: [of(to.id, 'function').fn.functionArn] },
    ]);
  },
};

const deadLetter: Move<Settings> = {
  does: 'dead-letter',
  from: 'self',
  to: 'queue',
  mechanism: 'dead-letter queue of the schedule, written with its own role',
  recovery: true,
  lastResort: true,
  carries: 'all',
  actions: () => givingUp,
  wire: ({ of, component, to, grant, key, scope }) => {
    grant(of(component.id, 'schedule').role, [
      { actions: givingUp, resources: [of(to.id, 'queue').queueArn] },
      ...keyUse(key(), 'sqs', 'write', cdk().Stack.of(scope).region),
    ]);
  },
};

function check(component: Component, _: Settings, architecture: Architecture): readonly Finding[] {
  const targets = [...architecture.connections.values()].filter(
    ({ from, does }) => from === component.id && does.includes('invoke'),
  );
  if (targets.length === 1) return [];
  const says = targets.length === 0 ? 'starts nothing' : `starts ${targets.length} components, and can start one`;
  return [
    finding(
      'bad-setting',
      ['components', component.id],
      `"${component.id}" ${says}.`,
      targets.length === 0 ? 'Add a connection that does "invoke".' : 'Make a schedule for each.',
      { on: 'key' },
    ),
  ];
}

function size({ outgoing, fact }: SizingContext<Settings>): Sizing {
  const starts = sum(
    'requests/s',
    outgoing.filter(({ connection }) => connection.does.includes('invoke')).map(({ load }) => load.requestsPerSecond),
  );
  return {
    capacity: [{ label: 'Starts', figure: starts }],
    limits: [
      limitUse({
        id: 'starts',
        label: 'Starts',
        used: starts,
        limit: fact('invocationsTpsUsEast1'),
        above: 'Starts are delayed and tried again.',
      }),
    ],
    cost: [
      {
        label: 'Starts',
        usage: false,
        monthlyUsd: formula('USD/month', 'starts * month * price', { starts, month, price: fact('invocations') }),
      },
    ],
  };
}

const hop = ({ fact }: SizingContext<Settings>): Hop => ({
  label: 'started within the minute named',
  p50: formula('s', 'precision / 2', { precision: fact('precision') }),
  p99: fact('precision'),
});

function construct(context: BuildContext<Settings>): Handles {
  const { scope, component, settings: own, outOf, of } = context;
  const { aws_iam, aws_scheduler, Stack } = cdk();
  const stack = Stack.of(scope);
  const role = new aws_iam.Role(scope, 'Role', {
    assumedBy: new aws_iam.ServicePrincipal('scheduler.amazonaws.com', {
      conditions: {
        StringEquals: {
          'aws:SourceAccount': stack.account,
          'aws:SourceArn': stack.formatArn({
            service: 'scheduler',
            resource: 'schedule-group',
            resourceName: 'default',
          }),
        },
      },
    }),
  });
  const arrow = (verb: string) => outOf(component.id).find(({ does }) => does.includes(verb));
  const target = arrow('invoke');
  const queue = arrow('dead-letter');
  if (target === undefined) return { schedule: { role } };
  new aws_scheduler.CfnSchedule(scope, 'Schedule', {
    description: component.purpose.replaceAll(/\s+/g, ' ').slice(0, 512),
    scheduleExpression: `cron(${own.cron})`,
    scheduleExpressionTimezone: own.timezone,
    flexibleTimeWindow: { mode: 'OFF' },
    target: {
      arn: of(target.to, 'function').fn.functionArn,
      roleArn: role.roleArn,
      retryPolicy: { maximumRetryAttempts: own.retries },
      ...(queue === undefined ? {} : { deadLetterConfig: { arn: of(queue.to, 'queue').queueArn } }),
    },
  });
  return { schedule: { role } };
}

export const eventbridgeScheduler = defineService<Settings>({
  id: 'eventbridge-scheduler',
  title: 'Amazon EventBridge Scheduler',
  short: 'EventBridge Scheduler',
  icon: 'AmazonEventBridge',
  settings,
  facts,
  offers: ['schedule'],
  moves: [invoke, deadLetter],
  check,
  size,
  hop,
  construct,
});
