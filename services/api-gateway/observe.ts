// What to watch of an API: requests answered with an error of ours, and slow integrations.
import type { BuildContext, Observed } from '../kit/build.ts';
import { cdk } from '../kit/cdk.ts';
import { apiName } from './api.ts';
import type { Settings } from './settings.ts';

/** Below this many requests in five minutes one error would be a percentage. */
const enoughRequests = 100;
const usualSlowSeconds = 0.3;
const usualFailingShare = 0.01;

export function observe({ component, prefix, settings, stage }: BuildContext<Settings>): Observed {
  const { aws_cloudwatch, Duration } = cdk();
  const metric = (metricName: string, statistic: string, minutes: number) =>
    new aws_cloudwatch.Metric({
      namespace: 'AWS/ApiGateway',
      metricName,
      dimensionsMap: { ApiName: apiName(prefix, component.id), Stage: stage.id },
      statistic,
      period: Duration.minutes(minutes),
    });
  const failing = settings.failing?.value ?? usualFailingShare;
  const slowMs = (settings.slow?.value ?? usualSlowSeconds) * 1000;
  const failed = new aws_cloudwatch.MathExpression({
    expression: `IF(requests >= ${enoughRequests}, 100 * failed / requests, 0)`,
    usingMetrics: { failed: metric('5XXError', 'Sum', 5), requests: metric('Count', 'Sum', 5) },
    label: 'Requests answered with 5xx (%)',
    period: Duration.minutes(5),
  });
  return {
    alarms: [
      {
        id: 'Failing',
        label: `${component.label}: requests fail`,
        metric: failed,
        threshold: failing * 100,
        evaluationPeriods: 1,
        comparison: 'above',
        missing: 'notBreaching',
        severity: 'page',
        action: `More than this share of at least ${enoughRequests} requests in five minutes was answered with a 5xx. Look at the access log by route; senders keep what was not accepted and send it again.`,
      },
      {
        id: 'Slow',
        label: `${component.label}: slow to store or answer`,
        metric: metric('IntegrationLatency', 'p99', 1),
        threshold: slowMs,
        unit: 'ms',
        evaluationPeriods: 5,
        comparison: 'above',
        missing: 'notBreaching',
        severity: 'ticket',
        action:
          'The 99th percentile of five minutes is above what is usual. Look at the stream, then at the function behind the API.',
      },
    ],
    widgets: [
      {
        title: `${component.label}: requests and errors`,
        metrics: [metric('Count', 'Sum', 1), metric('4XXError', 'Sum', 1), metric('5XXError', 'Sum', 1)],
      },
      {
        title: `${component.label}: time, p50 and p99`,
        metrics: [metric('Latency', 'p50', 1), metric('Latency', 'p99', 1), metric('IntegrationLatency', 'p99', 1)],
      },
    ],
  };
}
