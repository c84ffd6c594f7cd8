// Records of the booking stream to seats held and sold. Wires the real services.

import type { InventoryUpdaterEnvironment } from '../../../../output/contracts/environments.ts';
import { systemClock } from '../common/clock.ts';
import { documentClient } from '../common/document-client.ts';
import type { Bus } from '../common/domain-events.ts';
import { required } from '../common/environment.ts';
import { lambda } from '../common/lambda.ts';
import { lazily } from '../common/sender.ts';
import { createHandler } from './handler.ts';
import type { RejectedStore } from './reject.ts';

export const handler = lambda('inventoryUpdater', ({ logger, metrics, traced }) => {
  const environment: InventoryUpdaterEnvironment = {
    BOOKING_LEDGER_TABLE: required('BOOKING_LEDGER_TABLE'),
    DOMAIN_EVENTS_BUS: required('DOMAIN_EVENTS_BUS'),
    FAILED_EVENTS_BUCKET: required('FAILED_EVENTS_BUCKET'),
    SEAT_INVENTORY_TABLE: required('SEAT_INVENTORY_TABLE'),
  };
  return createHandler({
    logger,
    metrics,
    clock: systemClock,
    db: documentClient({ traced }),
    ledgerTable: environment.BOOKING_LEDGER_TABLE,
    seatTable: environment.SEAT_INVENTORY_TABLE,
    bus: {
      client: lazily(async (): Promise<Bus['client']> => {
        const { EventBridgeClient } = await import('@aws-sdk/client-eventbridge');
        return traced(new EventBridgeClient({}));
      }),
      name: environment.DOMAIN_EVENTS_BUS,
      source: 'flyhigh.inventoryUpdater',
    },
    rejected: {
      client: lazily(async (): Promise<RejectedStore['client']> => {
        const { S3Client } = await import('@aws-sdk/client-s3');
        return traced(new S3Client({}));
      }),
      bucket: environment.FAILED_EVENTS_BUCKET,
    },
  });
});
