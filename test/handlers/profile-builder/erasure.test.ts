import { beforeEach, describe, expect, it } from 'vitest';
import { createHandler as createInsights } from '../../../model/flyhigh/handlers/insights/handler.ts';
import { createHandler } from '../../../model/flyhigh/handlers/profile-builder/handler.ts';
import {
  batch,
  booking,
  cancellation,
  day,
  hour,
  iso,
  minute,
  noon,
  record,
  search,
  traveller,
  uuid7,
} from '../support/records.ts';
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
    await handle(batch(before, looked(noon - minute), looked(noon)));
    expect(await w.store.items('profiles')).toEqual([tombstone]);
    expect(w.said.counts.get('SignsErased')).toBe(3);
  });

  it('covers what a clock that runs ahead has dated after it', async () => {
    const ahead = search({ eventTime: iso(noon + 10 * minute) });
    const item = record(ahead, { travellerRef: traveller, receivedAt: noon - minute });
    await handle(batch(item));
    await erase();
    await handle(batch(item));
    expect(await profile()).not.toHaveProperty('interests');
  });

  it('keeps no ids, by which alone a repetition would be known whose clock ran ahead', async () => {
    const ahead = search({ eventTime: iso(noon + 10 * minute) });
    const arrives = (receivedAt: number) => batch(record(ahead, { travellerRef: traveller, receivedAt }));
    await handle(arrives(noon - minute));
    await erase();
    expect(await profile()).not.toHaveProperty('recent');
    await handle(arrives(noon + minute));
    expect(await profile()).toMatchObject({ interests: { LHR: 1 } });
  });

  it('has taken back what a cancellation would take back after it', async () => {
    await handle(batch(record(booking({ travellerRef: traveller }), { receivedAt: noon - hour })));
    await erase();
    const at = noon + hour;
    const gone = { travellerRef: traveller, eventTime: iso(at), bookedAt: iso(noon - hour) };
    await handle(batch(record(cancellation(gone), { receivedAt: at })));
    expect(await profile()).toMatchObject({ asOf: at, interests: {}, cabins: {} });
    // What was sold since then is taken back.
    const since = { travellerRef: traveller, bookingId: 'SINCE1', bookedAt: iso(at), eventTime: iso(at) };
    await handle(batch(record(booking(since), { receivedAt: at }), record(cancellation(since), { receivedAt: at })));
    expect(await profile()).toMatchObject({ interests: { LHR: 0 }, cabins: { Y: 0 } });
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
