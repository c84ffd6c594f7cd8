// The one convention between functions that count and the monitor that looks: namespace and dimension of custom metrics.
import type { aws_cloudwatch as cloudwatch, Duration } from 'aws-cdk-lib';
import { cdk } from './cdk.ts';

/** Apart by stage, so that two stages in one account do not add up. `prefix` is "<model>-<stage>". */
export const metricNamespace = (prefix: string): string => prefix;

/** Environment variables that make Powertools write metrics where `customMetric` looks for them. */
export const metricsEnvironment = (prefix: string, component: string): Readonly<Record<string, string>> => ({
  POWERTOOLS_METRICS_NAMESPACE: metricNamespace(prefix),
  POWERTOOLS_SERVICE_NAME: component,
});

interface Asked {
  readonly prefix: string;
  /** Component whose code counts. */
  readonly component: string;
  readonly name: string;
  readonly statistic: string;
  readonly period: Duration;
}

export const customMetric = ({ prefix, component, name, statistic, period }: Asked): cloudwatch.Metric =>
  new (cdk().aws_cloudwatch.Metric)({
    namespace: metricNamespace(prefix),
    metricName: name,
    dimensionsMap: { service: component },
    statistic,
    period,
  });
