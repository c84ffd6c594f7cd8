// What a handler says of its work: structured logs and metrics. Nothing personal is ever said.

import type { Logger } from '@aws-lambda-powertools/logger';
import type { Metrics } from '@aws-lambda-powertools/metrics';

export interface Report {
  readonly logger: Pick<Logger, 'info' | 'warn' | 'error'>;
  readonly metrics: Pick<Metrics, 'addMetric'>;
}

/** Adds to a count of this invocation. */
export function count(report: Report, name: string, value = 1): void {
  if (value !== 0) report.metrics.addMetric(name, 'Count', value);
}
