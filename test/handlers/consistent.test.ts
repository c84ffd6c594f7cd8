// What a handler decides by, it reads as it stands: a read that may be a moment old would let two be right at a time.
import { expect, it } from 'vitest';
import { createHandler as liveAnalytics } from '../../model/flyhigh/handlers/live-analytics/handler.ts';
import { createHandler as profileBuilder } from '../../model/flyhigh/handlers/profile-builder/handler.ts';
import { changed, detector, now } from './support/demand.ts';
import { inventoryUpdater } from './support/inventory.ts';
import { batch, booking, noon, record, search, segment, sequence, traveller } from './support/records.ts';
import { type World, world } from './support/world.ts';

const reads: Readonly<Record<string, () => Promise<World>>> = {
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

const seen = new Map<World, unknown[]>();

async function watched(w: World, work: () => Promise<unknown>): Promise<void> {
  const inputs: unknown[] = [];
  seen.set(w, inputs);
  w.store.hooks.before = (command, input) => {
    if (command === 'GetItem') inputs.push(input);
  };
  await work();
}

it.each(Object.entries(reads))('%s', async (_name, run) => {
  const inputs = seen.get(await run()) ?? [];
  expect(inputs.length).toBeGreaterThan(0);
  for (const input of inputs) expect(input).toMatchObject({ ConsistentRead: true });
});
