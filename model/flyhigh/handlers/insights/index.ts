// Requests of the apps to figures and offers. Wires the real services.

import type { InsightsEnvironment } from '../../../../output/contracts/environments.ts';
import { systemClock } from '../common/clock.ts';
import { documentClient } from '../common/document-client.ts';
import { required } from '../common/environment.ts';
import { lambda } from '../common/lambda.ts';
import { createHandler } from './handler.ts';

export const handler = lambda('insights', ({ logger, metrics, traced }) => {
  const environment: InsightsEnvironment = {
    LIVE_FIGURES_TABLE: required('LIVE_FIGURES_TABLE'),
    ROUTE_DEMAND_TABLE: required('ROUTE_DEMAND_TABLE'),
    SEAT_INVENTORY_TABLE: required('SEAT_INVENTORY_TABLE'),
    TRAVELLER_PROFILES_TABLE: required('TRAVELLER_PROFILES_TABLE'),
  };
  return createHandler({
    logger,
    metrics,
    clock: systemClock,
    db: documentClient({ traced }),
    figuresTable: environment.LIVE_FIGURES_TABLE,
    demandTable: environment.ROUTE_DEMAND_TABLE,
    seatTable: environment.SEAT_INVENTORY_TABLE,
    profileTable: environment.TRAVELLER_PROFILES_TABLE,
  });
});
