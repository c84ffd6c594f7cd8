// What the insight API works with, and the shape of its answers.

import type { Clock } from '../common/clock.ts';
import type { DocumentClient } from '../common/dynamo.ts';
import type { Report } from '../common/report.ts';

export interface Dependencies extends Report {
  readonly clock: Clock;
  readonly db: DocumentClient;
  readonly figuresTable: string;
  readonly demandTable: string;
  readonly seatTable: string;
  readonly profileTable: string;
}

export interface Answer {
  readonly status: 200 | 204 | 400 | 401 | 404 | 500;
  readonly body?: object;
}
