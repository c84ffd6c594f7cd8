// What the reconciler works with.

import type { AthenaClient } from '@aws-sdk/client-athena';
import type { Clock } from '../common/clock.ts';
import type { DocumentClient } from '../common/dynamo.ts';
import type { Report } from '../common/report.ts';

export interface Dependencies extends Report {
  readonly clock: Clock;
  readonly db: DocumentClient;
  readonly athena: Pick<AthenaClient, 'send'>;
  readonly ledgerTable: string;
  readonly seatTable: string;
  readonly figuresTable: string;
  readonly workgroup: string;
  readonly database: string;
}
