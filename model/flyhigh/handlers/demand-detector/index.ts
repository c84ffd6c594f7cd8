// Changes of the live figures to leases of high demand. Wires the real services.

import type { DemandDetectorEnvironment } from '../../../../output/contracts/environments.ts';
import { systemClock } from '../common/clock.ts';
import { documentClient } from '../common/document-client.ts';
import type { Bus } from '../common/domain-events.ts';
import { required } from '../common/environment.ts';
import { lambda } from '../common/lambda.ts';
import { lazily } from '../common/sender.ts';
import { createHandler } from './handler.ts';

export const handler = lambda('demandDetector', ({ logger, metrics, traced }) => {
  const environment: DemandDetectorEnvironment = {
    DOMAIN_EVENTS_BUS: required('DOMAIN_EVENTS_BUS'),
    LIVE_FIGURES_TABLE: required('LIVE_FIGURES_TABLE'),
    ROUTE_DEMAND_TABLE: required('ROUTE_DEMAND_TABLE'),
  };
  return createHandler({
    logger,
    metrics,
    clock: systemClock,
    db: documentClient({ traced }),
    figuresTable: environment.LIVE_FIGURES_TABLE,
    demandTable: environment.ROUTE_DEMAND_TABLE,
    bus: {
      client: lazily(async (): Promise<Bus['client']> => {
        const { EventBridgeClient } = await import('@aws-sdk/client-eventbridge');
        return traced(new EventBridgeClient({}));
      }),
      name: environment.DOMAIN_EVENTS_BUS,
      source: 'flyhigh.demandDetector',
    },
  });
});
