// All that the services of a stack want watched to its alarms, its one dashboard, and the share of requests that is traced.
import type { aws_cloudwatch as cloudwatch } from 'aws-cdk-lib';
import type { BuildContext, Observed, WidgetSpec } from '../kit/build.ts';
import { cdk } from '../kit/cdk.ts';
import { makeAlarms, namedAlarms, silenceAlarm, type Wanted, withoutName } from './alarms.ts';
import type { CloudWatchSettings } from './settings.ts';

type Context = BuildContext<CloudWatchSettings>;

const width = 8;
const height = 6;
const columns = 3;
/** A status widget shows so many alarms at most. */
const alarmsPerWidget = 100;
/** X-Ray takes names up to this. */
const maxRuleName = 32;

export function finish(context: Context, observed: ReadonlyMap<string, Observed>): void {
  const wanted: Wanted[] = [...observed].flatMap(([component, { alarms }]) =>
    alarms.map((spec) => ({ component, spec })),
  );
  const alarms = makeAlarms(context, [...wanted, ...silenceAlarm(context, observed), ...namedAlarms(context)]);
  dashboard(context, alarms, observed);
  sampleTraces(context);
}

function dashboard(
  { scope, prefix, architecture }: Context,
  alarms: readonly cloudwatch.Alarm[],
  observed: ReadonlyMap<string, Observed>,
): void {
  const { aws_cloudwatch, Duration } = cdk();
  const board = new aws_cloudwatch.Dashboard(scope, 'Dashboard', {
    dashboardName: prefix,
    defaultInterval: Duration.hours(3),
  });
  for (let at = 0; at < alarms.length; at += alarmsPerWidget) {
    const shown = alarms.slice(at, at + alarmsPerWidget);
    const rows = Math.ceil(shown.length / 4);
    board.addWidgets(
      new aws_cloudwatch.AlarmStatusWidget({
        title: 'Alarms',
        alarms: shown,
        width: width * columns,
        height: Math.min(16, 2 + rows),
      }),
    );
  }
  for (const [component, { widgets }] of observed) {
    const label = architecture.components.get(component)?.label ?? component;
    const graphs = widgets.filter(({ metrics }) => metrics.length > 0).map((widget) => graph(label, widget));
    for (let at = 0; at < graphs.length; at += columns) board.addWidgets(...graphs.slice(at, at + columns));
  }
}

const graph = (label: string, { title, metrics }: WidgetSpec): cloudwatch.GraphWidget =>
  new (cdk().aws_cloudwatch.GraphWidget)({
    title: `${label}: ${withoutName(title, label)}`,
    left: [...metrics],
    width,
    height,
  });

/** Each endpoint begins the traces of what comes through it, so its rate is everybody's. */
function sampleTraces({ handles, scopeOf, settings: { traces } }: Context): void {
  if (traces === undefined) return;
  const { aws_xray, Names } = cdk();
  for (const [component, { endpoint }] of handles) {
    if (endpoint === undefined) continue;
    const scope = scopeOf(component);
    new aws_xray.CfnSamplingRule(scope, 'Traces', {
      samplingRule: {
        ruleName: Names.uniqueResourceName(scope, { maxLength: maxRuleName }),
        version: 1,
        priority: 100,
        fixedRate: traces.value,
        reservoirSize: 0,
        resourceArn: endpoint.api.deploymentStage.stageArn,
        serviceName: '*',
        serviceType: '*',
        host: '*',
        httpMethod: '*',
        urlPath: '*',
      },
    });
  }
}
