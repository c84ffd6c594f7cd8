// The inventory updater at work in a world of its own.

import type { DocumentClient } from '../../../model/flyhigh/handlers/common/dynamo.ts';
import { createHandler } from '../../../model/flyhigh/handlers/inventory-updater/handler.ts';
import type { World } from './world.ts';

export type InventoryHandler = ReturnType<typeof createHandler>;

/** @param db the world's tables; the `direct` way to them skips the SDK, for tests of many histories. */
export function inventoryUpdater(of: World, db: DocumentClient = of.store.client): InventoryHandler {
  return createHandler({
    ...of.said,
    clock: of.clock,
    db,
    ledgerTable: 'ledger',
    seatTable: 'seats',
    bus: of.bus,
    rejected: { client: of.s3, bucket: 'failed' },
  });
}
