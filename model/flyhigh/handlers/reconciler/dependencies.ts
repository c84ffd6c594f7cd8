// What the reconciler works with.

import type { Report } from '../common/report.ts';
import type { RecountDependencies } from './recount.ts';

export interface Dependencies extends Report, RecountDependencies {
  readonly ledgerTable: string;
  readonly seatTable: string;
}
