// What a handler decides by, it reads as it stands, but for figures of demand: a read that may be a moment old would let two be
// right at a time.
import { expect, it } from 'vitest';
import { createHandler as liveAnalytics } from '../../model/flyhigh/handlers/live-analytics/handler.ts';
import { createHandler as profileBuilder } from '../../model/flyhigh/handlers/profile-builder/handler.ts';
import { changed, detector, now } from './support/demand.ts';
import { inventoryUpdater } from './support/inventory.ts';
import { batch, booking, noon, record, search, segment, sequence, traveller } from './support/records.ts';
import { type World, world } from './support/world.ts';

const handlers: Readonly<Record<string, () => Promise<World>>> = {
  'inventory-updater': async () => {
    const w = world(noon);
    await watched(w, () => inventoryUpdater(w)(batch(record(booking({ segments: [segment(9, { sellLimit: 8 })] })))));
    return w;
  },
  'live-analytics': async () => {
    const w = world(noon);
    const handle = liveAnalytics({ ...w.said, clock: w.clock, db: w.store.client, figuresTable: 'figures' });
    const [first, second] = [1, 2].map((n) => record(search(), { sequenceNumber: sequence(n) }));
    if (!first || !second) throw new Error('no records');
    await handle(batch(first));
    // Cut anew: what of it is counted has to be looked up.
    await watched(w, () => handle(batch(first, second)));
    return w;
  },
  'profile-builder': async () => {
    const w = world(noon);
    const handle = profileBuilder({ ...w.said, clock: w.clock, db: w.store.client, profileTable: 'profiles' });
    await watched(w, () => handle(batch(record(search(), { travellerRef: traveller }))));
    return w;
  },
  'demand-detector': async () => {
    const { w, handle, usual, figure } = detector();
    await usual();
    await figure(now, 60);
    await watched(w, () => handle({ Records: [changed()] }));
    return w;
  },
};

/**
 * The detector sums up figures that go on changing: what a read has missed is told by its own change, and looked at again. What
 * two could be right about, the lease, it reads as it stands.
 */
const mayBeOld: Readonly<Record<string, string>> = { 'demand-detector': 'figures' };

interface Read {
  readonly TableName: string;
  readonly ConsistentRead?: boolean;
}

const seen = new Map<World, Read[]>();

async function watched(w: World, work: () => Promise<unknown>): Promise<void> {
  const reads: Read[] = [];
  seen.set(w, reads);
  w.store.hooks.before = (command, input) => {
    const { RequestItems = {}, ...alone } = input as Read & {
      readonly RequestItems?: Readonly<Record<string, object>>;
    };
    if (command === 'BatchGetItem')
      reads.push(...Object.entries(RequestItems).map(([TableName, asked]) => ({ TableName, ...asked })));
    else if (/^(Get|Query|Scan|Batch|TransactGet)/.test(command)) reads.push(alone);
  };
  await work();
}

it.each(Object.entries(handlers))('%s', async (name, run) => {
  const reads = (seen.get(await run()) ?? []).filter(({ TableName }) => TableName !== mayBeOld[name]);
  expect(reads.length).toBeGreaterThan(0);
  expect(reads.filter(({ ConsistentRead }) => ConsistentRead !== true)).toEqual([]);
});
