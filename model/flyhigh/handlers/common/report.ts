// What a handler says of its work: structured logs and metrics. Nothing personal is ever said.

import type { Logger } from '@aws-lambda-powertools/logger';

export interface Report {
  readonly logger: Pick<Logger, 'info' | 'warn' | 'error'>;
  /** Powertools' Metrics, as far as it is needed. */
  readonly metrics: { addMetric(name: string, unit: 'Count', value: number): unknown };
}

/** Adds to a count of this invocation. */
export function count(report: Report, name: string, value = 1): void {
  if (value !== 0) report.metrics.addMetric(name, 'Count', value);
}
