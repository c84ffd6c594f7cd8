// What the inventory updater works with.

import type { Booking, Cancellation } from '../../../../output/contracts/events.ts';
import type { Clock } from '../common/clock.ts';
import type { Bus } from '../common/domain-events.ts';
import type { DocumentClient } from '../common/dynamo.ts';
import type { Report } from '../common/report.ts';
import type { RejectedStore } from './reject.ts';

export type Sale = Booking | Cancellation;

export interface Dependencies extends Report {
  readonly clock: Clock;
  readonly db: DocumentClient;
  readonly ledgerTable: string;
  readonly seatTable: string;
  readonly bus: Bus;
  readonly rejected: RejectedStore;
}
