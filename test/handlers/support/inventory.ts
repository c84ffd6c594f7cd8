// The inventory updater at work in a world of its own.

import { createHandler } from '../../../model/flyhigh/handlers/inventory-updater/handler.ts';
import type { World } from './world.ts';

export type InventoryHandler = ReturnType<typeof createHandler>;

export function inventoryUpdater(of: World): InventoryHandler {
  return createHandler({
    ...of.said,
    clock: of.clock,
    db: of.store.client,
    ledgerTable: 'ledger',
    seatTable: 'seats',
    bus: of.bus,
    rejected: { client: of.s3, bucket: 'failed' },
  });
}
