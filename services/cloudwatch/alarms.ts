// What services want watched to CloudWatch alarms, each under the component it watches, all telling the same topics.
import type { CfnResource, aws_cloudwatch as cloudwatch, aws_sns as sns } from 'aws-cdk-lib';
import type { AlarmSpec, BuildContext, Observed } from '../kit/build.ts';
import { cdk } from '../kit/cdk.ts';
import { customMetric } from '../kit/custom-metrics.ts';
import { pascal } from '../kit/names.ts';
import { unitKey } from '../kit/owners.ts';
import { type CloudWatchSettings, type NamedMetric, periodsOf, silenceTells } from './settings.ts';

type Context = BuildContext<CloudWatchSettings>;

const maxDescription = 1024;
const maxName = 255;

/** An alarm wanted, and the component that it is about. */
export interface Wanted {
  readonly component: string;
  readonly spec: AlarmSpec;
}

export function makeAlarms(context: Context, wanted: readonly Wanted[]): readonly cloudwatch.Alarm[] {
  const { aws_cloudwatch, aws_cloudwatch_actions } = cdk();
  const topics = pagedTopics(context);
  const names = new Set<string>();
  return wanted.map(({ component, spec }) => {
    const label = withoutName(spec.label, context.architecture.components.get(component)?.label);
    const plain = alarmName(context.prefix, component, spec.severity, label);
    const name = names.has(plain)
      ? alarmName(context.prefix, component, spec.severity, `${label} (${spec.id})`)
      : plain;
    names.add(name);
    const alarm = new aws_cloudwatch.Alarm(context.scopeOf(component), `Alarm${pascal(spec.id)}`, {
      alarmName: name,
      alarmDescription: spec.action.slice(0, maxDescription),
      metric: spec.metric,
      threshold: spec.threshold,
      evaluationPeriods: spec.evaluationPeriods,
      ...(spec.datapointsToAlarm === undefined ? {} : { datapointsToAlarm: spec.datapointsToAlarm }),
      comparisonOperator: comparison(spec.comparison),
      treatMissingData: missing(spec.missing),
    });
    if (spec.unit !== undefined) resourceOf(alarm).addMetadata(unitKey, spec.unit);
    for (const topic of topics) alarm.addAlarmAction(new aws_cloudwatch_actions.SnsAction(topic));
    return alarm;
  });
}

function resourceOf(alarm: cloudwatch.Alarm): CfnResource {
  const { CfnResource } = cdk();
  const resource = alarm.node.defaultChild;
  if (CfnResource.isCfnResource(resource)) return resource;
  throw new Error(`alarm ${alarm.node.path} has no resource`);
}

/** Some services say whom they speak of, others leave it to us. */
export const withoutName = (text: string, component: string | undefined): string =>
  component !== undefined && text.startsWith(`${component}: `) ? text.slice(component.length + 2) : text;

/** Begins with what the topic's policy lets through: see page.ts. */
const alarmName = (prefix: string, component: string, severity: AlarmSpec['severity'], label: string): string =>
  `${prefix} [${severity.toUpperCase()}] ${component}: ${label}`.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, maxName);

function pagedTopics({ component, outOf, find }: Context): readonly sns.Topic[] {
  return outOf(component.id)
    .filter(({ does }) => does.includes('page'))
    .flatMap(({ to }) => find(to, 'topic') ?? []);
}

function comparison(of: AlarmSpec['comparison']): cloudwatch.ComparisonOperator {
  const { ComparisonOperator } = cdk().aws_cloudwatch;
  switch (of) {
    case 'above':
      return ComparisonOperator.GREATER_THAN_THRESHOLD;
    case 'atLeast':
      return ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD;
    case 'below':
      return ComparisonOperator.LESS_THAN_THRESHOLD;
    case 'atMost':
      return ComparisonOperator.LESS_THAN_OR_EQUAL_TO_THRESHOLD;
  }
}

function missing(as: AlarmSpec['missing']): cloudwatch.TreatMissingData {
  const { TreatMissingData } = cdk().aws_cloudwatch;
  switch (as) {
    case 'breaching':
      return TreatMissingData.BREACHING;
    case 'notBreaching':
      return TreatMissingData.NOT_BREACHING;
    case 'ignore':
      return TreatMissingData.IGNORE;
  }
}

/** Alarms on metrics that the model names, as specs of the component whose code writes them. */
export function namedAlarms({ prefix, settings, architecture }: Context): readonly Wanted[] {
  return Object.entries(settings.metrics ?? {}).map(([id, named]) => ({
    component: named.from,
    spec: namedSpec(prefix, id, named, architecture.components.get(named.from)?.recovery),
  }));
}

function namedSpec(prefix: string, id: string, named: NamedMetric, recovery: string | undefined): AlarmSpec {
  const { Duration } = cdk();
  const { from: component, name, label, severity, missingFor, above = 0 } = named;
  const action = named.action ?? `${label}.${recovery === undefined ? '' : ` What to do: ${recovery}`}`;
  const periods = missingFor && periodsOf(missingFor);
  if (periods !== undefined) {
    const period = Duration.seconds(periods.periodSeconds);
    return {
      id,
      label,
      severity,
      action,
      metric: customMetric({ prefix, component, name, statistic: 'SampleCount', period }),
      threshold: 1,
      comparison: 'below',
      evaluationPeriods: periods.count,
      missing: 'breaching',
    };
  }
  return {
    id,
    label,
    severity,
    action,
    metric: customMetric({ prefix, component, name, statistic: 'Maximum', period: Duration.minutes(5) }),
    threshold: above,
    comparison: 'above',
    evaluationPeriods: 1,
    missing: 'notBreaching',
  };
}

/**
 * Nothing accepted for a while. Whoever counts the event as it accepts it is asked first; else the streams that hold it
 * are looked at, which also see what else they hold.
 */
export function silenceAlarm(context: Context, observed: ReadonlyMap<string, Observed>): readonly Wanted[] {
  const { silence } = context.settings;
  if (silence === undefined || !silenceTells(context.settings, context.architecture, context.stage)) return [];
  const { Duration } = cdk();
  const event = context.architecture.workload.events.get(silence.event);
  const period = Duration.seconds(silence.within.value);
  const counted = [...observed].flatMap(([component, { accepted }]) => {
    const metric = accepted?.get(silence.event);
    const what = `no ${event?.label.toLowerCase() ?? silence.event} accepted`;
    return metric === undefined ? [] : [{ component, what, metric: metric.with({ period, statistic: 'Sum' }) }];
  });
  const held = [...context.handles].flatMap(([component, { stream }]) =>
    stream !== undefined && context.eventsAt(component).some(({ id }) => id === silence.event)
      ? [{ component, what: 'nothing taken in', metric: stream.metricIncomingRecords({ period, statistic: 'Sum' }) }]
      : [],
  );
  const [first] = [...counted, ...held];
  if (first === undefined) return [];
  const minutes = silence.within.value / 60;
  return [
    {
      component: first.component,
      spec: {
        id: 'Silence',
        label: `${first.what} for ${minutes} min`,
        metric: first.metric,
        threshold: 1,
        comparison: 'below',
        evaluationPeriods: 1,
        missing: 'breaching',
        severity: 'page',
        action:
          'Nothing was accepted for longer than chance allows. Try the entry from outside, look at its errors and at the sender; what was not accepted waits there.',
      },
    },
  ];
}
