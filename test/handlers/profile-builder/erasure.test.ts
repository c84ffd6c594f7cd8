import { beforeEach, describe, expect, it } from 'vitest';
import { createHandler as createInsights } from '../../../model/flyhigh/handlers/insights/handler.ts';
import { createHandler } from '../../../model/flyhigh/handlers/profile-builder/handler.ts';
import { batch, day, hour, iso, minute, noon, record, search, traveller, uuid7 } from '../support/records.ts';
import { proxyRequest } from '../support/requests.ts';
import { type World, world } from '../support/world.ts';

let w: World;
let handle: ReturnType<typeof createHandler>;
const begin = () => {
  w = world(noon);
  handle = createHandler({ ...w.said, clock: w.clock, db: w.store.client, profileTable: 'profiles' });
};
beforeEach(begin);

const profile = async () => (await w.store.items('profiles'))[0];

let n = 0;
/** A search that was made and arrived at that moment. */
function looked(at: number, destination = 'LHR', more: Parameters<typeof search>[0] = {}) {
  n += 1;
  const event = search({ eventId: uuid7(at, n), eventTime: iso(at), destination, ...more });
  return record(event, { travellerRef: traveller, receivedAt: at });
}

describe('erasure', () => {
  const erase = () =>
    createInsights({
      ...w.said,
      clock: w.clock,
      db: w.store.client,
      figuresTable: 'figures',
      demandTable: 'demand',
      seatTable: 'seats',
      profileTable: 'profiles',
    })(proxyRequest('DELETE', '/me/profile', { sub: traveller }));

  it('leaves a tombstone that a late redrive cannot bring back to life', async () => {
    const before = looked(noon - hour);
    await handle(batch(before));
    await erase();
    const tombstone = { travellerRef: traveller, erasedAt: noon, v: 2, expiresAt: (noon + 40 * day) / 1000 };
    expect(await w.store.items('profiles')).toEqual([tombstone]);
    await handle(batch(before, looked(noon - minute)));
    expect(await w.store.items('profiles')).toEqual([tombstone]);
    expect(w.said.counts.get('SignsErased')).toBe(2);
  });

  it('comes before the first event just as well', async () => {
    await erase();
    expect(await profile()).toMatchObject({ erasedAt: noon, v: 1 });
  });

  it('is kept by a profile that grows again', async () => {
    await erase();
    await handle(batch(looked(noon + day)));
    expect(await profile()).toMatchObject({
      interests: { LHR: 1 },
      erasedAt: noon,
      v: 2,
      expiresAt: (noon + 181 * day) / 1000,
    });
  });

  it('wins against a fold under way', async () => {
    await handle(batch(looked(noon - hour)));
    let raced = false;
    w.store.hooks.before = async (command) => {
      if (command !== 'PutItem' || raced) return;
      raced = true;
      await erase();
    };
    await handle(batch(looked(noon - minute)));
    expect(await profile()).toEqual({
      travellerRef: traveller,
      erasedAt: noon,
      v: 2,
      expiresAt: (noon + 40 * day) / 1000,
    });
  });
});
