// What the demand detector works with.

import type { Clock } from '../common/clock.ts';
import type { Bus } from '../common/domain-events.ts';
import type { DocumentClient } from '../common/dynamo.ts';
import type { Report } from '../common/report.ts';

export interface Dependencies extends Report {
  readonly clock: Clock;
  readonly db: DocumentClient;
  readonly figuresTable: string;
  readonly demandTable: string;
  readonly bus: Bus;
}
