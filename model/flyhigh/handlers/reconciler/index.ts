// The nightly call to proof that the counts are true. Wires the real services.

import { AthenaClient } from '@aws-sdk/client-athena';
import type { ReconcilerEnvironment } from '../../../../output/contracts/environments.ts';
import { systemClock } from '../common/clock.ts';
import { documentClient } from '../common/document-client.ts';
import { required } from '../common/environment.ts';
import { lambda } from '../common/lambda.ts';
import { athenaLake } from './athena.ts';
import { createHandler } from './handler.ts';

export const handler = lambda('reconciler', ({ logger, metrics, traced }) => {
  const environment: ReconcilerEnvironment = {
    AD_HOC_QUERIES_WORKGROUP: required('AD_HOC_QUERIES_WORKGROUP'),
    BOOKING_LEDGER_TABLE: required('BOOKING_LEDGER_TABLE'),
    EVENT_CATALOGUE_DATABASE: required('EVENT_CATALOGUE_DATABASE'),
    LIVE_FIGURES_TABLE: required('LIVE_FIGURES_TABLE'),
    SEAT_INVENTORY_TABLE: required('SEAT_INVENTORY_TABLE'),
  };
  return createHandler({
    logger,
    metrics,
    clock: systemClock,
    db: documentClient({ traced }),
    lake: athenaLake({
      athena: traced(new AthenaClient({})),
      clock: systemClock,
      workgroup: environment.AD_HOC_QUERIES_WORKGROUP,
      database: environment.EVENT_CATALOGUE_DATABASE,
    }),
    ledgerTable: environment.BOOKING_LEDGER_TABLE,
    seatTable: environment.SEAT_INVENTORY_TABLE,
    figuresTable: environment.LIVE_FIGURES_TABLE,
  });
});
