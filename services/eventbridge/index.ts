// A model's event bus to an EventBridge bus with archive, rules and dead letters.
import { secondsPerDay } from '../../compiler/time.ts';
import type { BuildContext, Handles, Observed } from '../kit/build.ts';
import { cdk } from '../kit/cdk.ts';
import { defineService } from '../service.ts';
import { facts } from './facts.ts';
import { deadLetter, routes, rulesOf, sourcePattern } from './routes.ts';
import { check, type EventBridgeSettings, settings } from './settings.ts';
import { size } from './size.ts';

export const eventbridge = defineService<EventBridgeSettings>({
  id: 'eventbridge',
  title: 'Amazon EventBridge',
  short: 'EventBridge',
  icon: 'AmazonEventBridge',
  // With an archive it keeps what it delivers.
  stores: ({ settings: own }) => 'archive' in own && own.archive !== undefined,
  settings,
  facts,
  sla: 'monthlyUptimePercent',
  scales:
    'AWS scales the bus by itself. Above the quota of PutEvents senders are throttled and repeat; above that of deliveries they are late, not lost.',
  offers: ['bus'],
  moves: [...routes, deadLetter],
  check,
  size,
  hop: ({ fact }) => ({ label: 'event bus', p50: fact('deliveryP50'), p99: fact('deliveryP99') }),
  construct,
  observe,
});

function construct({ scope, component, settings, stage, architecture }: BuildContext<EventBridgeSettings>): Handles {
  const { aws_events, RemovalPolicy } = cdk();
  const bus = new aws_events.EventBus(scope, 'Bus', { description: component.purpose.slice(0, 512) });
  const archive = new aws_events.CfnArchive(scope, 'Archive', {
    sourceArn: bus.eventBusArn,
    description: `${component.label}: kept for a replay`.slice(0, 512),
    eventPattern: { source: sourcePattern(architecture.name) },
    retentionDays: settings.archive.value / secondsPerDay,
  });
  archive.applyRemovalPolicy(stage.protect ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY);
  return { bus };
}

function observe({ own }: BuildContext<EventBridgeSettings>): Observed {
  const { aws_cloudwatch, Duration, Fn } = cdk();
  const bus = own('bus');
  const rules = rulesOf(bus).map((rule) => {
    const metric = (metricName: string) =>
      new aws_cloudwatch.Metric({
        namespace: 'AWS/Events',
        metricName,
        // The ARN of a rule on a bus of one's own ends with bus and name.
        dimensionsMap: { EventBusName: bus.eventBusName, RuleName: Fn.select(2, Fn.split('/', rule.attrArn)) },
        statistic: 'Sum',
        period: Duration.minutes(1),
      });
    return { route: rule.node.scope?.node.id ?? rule.node.id, metric };
  });
  return {
    alarms: rules.map(({ route, metric }) => ({
      id: `FailedInvocations-${route}`,
      label: `deliveries fail (${route})`,
      metric: metric('FailedInvocations'),
      threshold: 0,
      evaluationPeriods: 1,
      comparison: 'above',
      missing: 'notBreaching',
      severity: 'ticket',
      action:
        "A rule could not reach its target. Look at the target's policy and key first; what was not delivered waits in the dead-letter queue, or is replayed from the archive.",
    })),
    widgets: [
      {
        title: 'Deliveries',
        metrics: rules.flatMap(({ metric }) => [metric('Invocations'), metric('FailedInvocations')]),
      },
    ],
  };
}
