// What a handler says of its work: structured logs and metrics. Nothing personal is ever said.

import type { Logger } from '@aws-lambda-powertools/logger';

export interface Report {
  readonly logger: Pick<Logger, 'info' | 'warn' | 'error'>;
  /** Powertools' Metrics, as far as it is needed. */
  readonly metrics: { addMetric(name: string, unit: 'Count', value: number): unknown };
}

/** How a log line names a record: never by what it says of anybody. */
export interface RecordIds {
  readonly eventId?: string | undefined;
  /** Of the request that the API took it by. */
  readonly requestId?: string | undefined;
  readonly sequenceNumber: string;
}

/** Adds to a count of this invocation. */
export function count(report: Report, name: string, value = 1): void {
  if (value !== 0) report.metrics.addMetric(name, 'Count', value);
}
