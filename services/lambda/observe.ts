// What to watch of a function: the age of what it reads, errors, throttles, and how long it takes.
import type { Connection } from '../../compiler/architecture.ts';
import type { AlarmSpec, BuildContext, Observed } from '../kit/build.ts';
import { cdk } from '../kit/cdk.ts';
import { bounds } from './facts.ts';
import { pollingOf } from './polling.ts';
import type { Settings } from './settings.ts';

type Context = BuildContext<Settings>;

const shortWindow = 10;
const accountShare = 0.7;

export function observe(context: Context): Observed {
  const { Duration, aws_cloudwatch } = cdk();
  const { component } = context;
  const { fn } = context.own('function');
  const minute = { period: Duration.minutes(1) };
  const age = fn.metric('IteratorAge', { ...minute, statistic: 'Maximum' });
  const errors = fn.metricErrors({ ...minute, statistic: 'Sum' });
  const throttles = fn.metricThrottles({ ...minute, statistic: 'Sum' });
  const account = new aws_cloudwatch.Metric({
    namespace: 'AWS/Lambda',
    metricName: 'ConcurrentExecutions',
    statistic: 'Maximum',
    ...minute,
  });
  const streams = streamsOf(context);
  const quiet = { missing: 'notBreaching', comparison: 'above', evaluationPeriods: 3 } as const;
  const alarms: readonly AlarmSpec[] = [
    ...(streams.length === 0 ? [] : [{ ...ageAlarm(context, streams), metric: age }]),
    {
      ...quiet,
      id: 'errors',
      label: `${component.label}: calls fail`,
      metric: errors,
      threshold: 0,
      severity: 'ticket',
      action: `Look for the error in its log group. ${afterAnError(context, streams)}`,
    },
    {
      ...quiet,
      id: 'throttles',
      label: `${component.label}: calls are throttled`,
      metric: throttles,
      threshold: 0,
      severity: 'ticket',
      action: 'Compare executions with "reserved" and with the quota of the account.',
    },
    ...(isFirst(context)
      ? [
          {
            ...quiet,
            id: 'accountConcurrency',
            label: 'Executions near the quota of the account',
            metric: account,
            threshold: bounds.concurrency.value * accountShare,
            severity: 'ticket',
            action: 'Ask for a higher quota before calls are throttled.',
          } as const,
        ]
      : []),
  ];
  return {
    alarms,
    widgets: [
      {
        title: `${component.label}: calls, errors, throttles`,
        metrics: [fn.metricInvocations(minute), errors, throttles],
      },
      {
        title: `${component.label}: duration`,
        metrics: ['p50', 'p99'].map((statistic) => fn.metricDuration({ ...minute, statistic })),
      },
      ...(streams.length === 0 ? [] : [{ title: `${component.label}: age of the oldest record`, metrics: [age] }]),
    ],
  };
}

/** Arrows from streams: a queue has no age of records here, its own alarms tell. */
const streamsOf = ({ into, component }: Context): readonly Connection[] =>
  into(component.id).filter(
    (connection) =>
      connection.does.some((verb) => verb === 'feed' || verb === 'push') &&
      pollingOf(connection).parallel !== undefined,
  );

function ageAlarm({ component, settings }: Context, streams: readonly Connection[]): Omit<AlarmSpec, 'metric'> {
  const pushed = streams.some(({ does }) => does.includes('push'));
  const short = streams.every((connection) => pollingOf(connection).window.value <= shortWindow);
  const seconds = settings.stale?.value ?? (pushed ? 5 : short ? 60 : 300);
  return {
    id: 'age',
    label: `${component.label}: records are older than ${seconds} s`,
    threshold: seconds * 1000,
    unit: 'ms',
    comparison: 'above',
    evaluationPeriods: seconds < 300 ? 3 : 5,
    missing: 'notBreaching',
    severity: pushed ? 'page' : 'ticket',
    action: 'Look for errors first; else raise "parallel" or memory. The stream holds what waits.',
  };
}

/** What becomes of a call that failed depends on who made it. */
function afterAnError({ into, component, handles }: Context, streams: readonly Connection[]): string {
  if (streams.length > 0) return 'Batches are tried again and then set aside; nothing is lost.';
  const callers = into(component.id).map(({ from }) => handles.get(from));
  if (callers.some((caller) => caller?.queue !== undefined))
    return 'The message comes back until the queue gives it up.';
  if (callers.some((caller) => caller?.endpoint !== undefined)) return 'The caller got an error and may ask again.';
  return 'Whoever called it decides whether to try again.';
}

/** The account's alarm is needed once a stack: at its first function. */
function isFirst({ handles, component }: Context): boolean {
  for (const [id, handle] of handles) if (handle.function !== undefined) return id === component.id;
  return false;
}
