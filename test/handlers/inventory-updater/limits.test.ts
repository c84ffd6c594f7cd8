// What events say of a flight: whoever speaks of the later moment is believed, in whatever order they come.
import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { whenKnown } from '../../../model/flyhigh/handlers/inventory-updater/limits.ts';
import { type InventoryHandler, inventoryUpdater } from '../support/inventory.ts';
import {
  batch,
  booking,
  cancellation,
  change,
  day,
  departure,
  failures,
  homebound,
  hour,
  iso,
  minute,
  noon,
  outbound,
  record,
  segment,
} from '../support/records.ts';
import { type World, world } from '../support/world.ts';

let w: World;
let handle: InventoryHandler;
beforeEach(() => {
  w = world(noon);
  handle = inventoryUpdater(w);
});

const limitOf = async (flight: string) => (await w.store.items('seats')).find(({ flightId }) => flightId === flight);
const count = async () => (await w.store.items('seats'))[0];
const done = failures();
type Says = Parameters<typeof segment>[1];

let bookings = 0;
/** A booking of its own, that says so of the flight as of so many minutes after noon. */
const says = (minutes: number, flight: Says, seats = 1) => {
  bookings += 1;
  const bookingId = `SAYS${String(bookings).padStart(4, '0')}`;
  const at = iso(noon + minutes * minute);
  return record(booking({ bookingId, eventTime: at, segments: [segment(seats, flight)] }), {
    receivedAt: noon + minutes * minute,
  });
};

describe('limits', () => {
  it('are those of the later moment, in any order, also where what was said before is said again', async () => {
    const moments = [0, 10, 20, 30, 40];
    const said = fc.tuple(...moments.map(() => fc.constantFrom(100, 120)));
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(moments, { minLength: 5 }), said, async (order, limits) => {
        w = world(noon);
        handle = inventoryUpdater(w);
        for (const minutes of order) {
          await handle(batch(says(minutes, { sellLimit: limits[minutes / 10] ?? 0 })));
        }
        const latest = { sellLimit: limits[4], limitsAt: noon + 40 * minute };
        expect(await count()).toMatchObject({ sold: 5, ...latest });
      }),
      { numRuns: 30, seed: 20261128 },
    );
  });

  it('are not those of a moment between two that say the same, though it comes last', async () => {
    for (const [minutes, sellLimit] of [
      [0, 100],
      [10, 100],
      [9, 120],
    ] as const)
      await handle(batch(says(minutes, { sellLimit })));
    expect(await count()).toMatchObject({ sellLimit: 100, limitsAt: noon + 10 * minute });
  });

  it('of before an aircraft was changed raise no alert', async () => {
    for (let n = 0; n < 13; n += 1) await handle(batch(says(10, { capacity: 200, sellLimit: 200 }, 9)));
    await handle(batch(says(0, { capacity: 100, sellLimit: 100 })));
    expect(await count()).toMatchObject({ sold: 118, capacity: 200, sellLimit: 200 });
    expect(await count()).not.toHaveProperty('alertLevel');
    expect(w.announced).toEqual([]);
  });

  it('that fall raise the alert that is then due, those that rise clear it', async () => {
    for (let n = 0; n < 11; n += 1) await handle(batch(says(0, { sellLimit: 200 }, 9)));
    await handle(batch(says(1, { sellLimit: 99 })));
    expect(await count()).toMatchObject({ sold: 100, sellLimit: 99, alertLevel: 2 });
    expect(w.announced.map(({ eventType }) => eventType)).toEqual(['Oversold']);
    await handle(batch(says(2, { sellLimit: 200 })));
    expect(await count()).toMatchObject({ sold: 101, sellLimit: 200, alertLevel: 0 });
  });

  it('of a clock that runs ahead can still be corrected', async () => {
    const ahead = booking({ eventTime: '2099-01-01T00:00:00.000Z', segments: [segment(1, { sellLimit: 1 })] });
    await handle(batch(record(ahead, { receivedAt: noon })));
    await handle(batch(says(1, { sellLimit: 100 })));
    expect(await count()).toMatchObject({ sellLimit: 100, limitsAt: noon + minute });
  });

  it('are written when they change, where they do not once in ten minutes, and at no other time', async () => {
    await handle(batch(says(1, {})));
    const updates: unknown[] = [];
    w.store.hooks.before = (command, input) => {
      if (command === 'UpdateItem') updates.push(input);
    };
    await handle(batch(says(0, { capacity: 90 }), says(1, {}), says(10, {})));
    expect(updates).toEqual([]);
    await handle(batch(says(11, {})));
    expect(updates).toHaveLength(1);
    const later = says(12, { capacity: 120 });
    await handle(batch(later));
    await handle(batch(later));
    expect(updates).toHaveLength(2);
  });

  it('lose nothing when they are corrected by two at once', async () => {
    await handle(batch(says(0, {})));
    const later = says(2, { sellLimit: 120 });
    w.store.hooks.before = async (command, input) => {
      if (command !== 'UpdateItem' || !JSON.stringify(input).includes('"limitsAt"')) return;
      delete w.store.hooks.before;
      await handle(batch(later));
    };
    expect(await handle(batch(says(1, { sellLimit: 110 })))).toEqual(done);
    expect(await count()).toMatchObject({ sold: 3, sellLimit: 120 });
  });
});

describe('a wrong moment of departure', () => {
  /** When it is the flight's day first, on islands fourteen hours ahead of Greenwich. */
  const dayBegins = Date.parse('2026-12-23T10:00:00.000Z');
  const tomorrow = { departsAt: iso(noon + day) };
  const wrong = () => record(booking({ segments: [segment(2, tomorrow)] }));

  it('keeps a flight that is long to depart from being counted twice once its booking is forgotten', async () => {
    const far = { flightId: 'FH123-2027-06-10-JFK' };
    await handle(batch(record(booking({ segments: [segment(2, { ...far, ...tomorrow })] }))));
    w.clock.at = noon + 60 * day;
    // As DynamoDB removes what has expired.
    const [entry] = await w.store.items('ledger');
    if (Number(entry?.expiresAt) * 1000 < w.clock.at) {
      await w.store.client.send(new DeleteCommand({ TableName: 'ledger', Key: { bookingId: 'ABC123' } }));
    }
    const right = segment(2, { ...far, departsAt: '2027-06-10T18:00:00.000Z' });
    const changed = { bookingVersion: 2, eventType: 'BookingChanged', eventTime: iso(w.clock.at) } as const;
    const again = booking({ ...changed, segments: [right], added: [] });
    await handle(batch(record(again, { receivedAt: w.clock.at })));
    expect(await count()).toMatchObject({ sold: 2, departsAt: Date.parse('2027-06-10T18:00:00.000Z') });
  });

  it.each([
    ['takes', 'before the flight’s day, what is given back', dayBegins - minute, 0],
    ['leaves', 'once the flight’s day has begun, what is given back', dayBegins, 2],
  ])('%s, %s', async (_takes, _what, at, sold) => {
    await handle(batch(wrong()));
    w.clock.at = at;
    await handle(batch(record(cancellation(), { receivedAt: at })));
    expect(await count()).toMatchObject({ sold });
  });

  it('forgets no booking before the counts that it changed', async () => {
    await handle(batch(wrong()));
    const [entry] = await w.store.items('ledger');
    expect(Number(entry?.expiresAt)).toBeGreaterThan(Number((await count())?.expiresAt));
  });

  it('does not end the count before the flight', async () => {
    await handle(batch(says(0, {})));
    await handle(batch(says(1, { departsAt: iso(noon + hour) })));
    expect(await count()).toMatchObject({ departsAt: dayBegins });
    expect(Number((await count())?.expiresAt) * 1000).toBeGreaterThan(departure + 7 * day);
    await handle(batch(says(2, {})));
    expect(await count()).toMatchObject({ departsAt: departure, sold: 3 });
  });

  it.each([
    ['FH1-2026-12-24-JFK', '2026-12-24T18:00:00.000Z', '2027-01-01T12:00:00.000Z'],
    // West of Greenwich the day ends there on the next.
    ['FH1-2026-12-24-HNL', '2026-12-25T09:00:00.000Z', '2027-01-01T12:00:00.000Z'],
    ['FH1-2026-12-24-JFK', '2026-12-01T13:00:00.000Z', '2027-01-01T12:00:00.000Z'],
    ['FH1-2026-12-24-JFK', '2026-12-28T18:00:00.000Z', '2027-01-04T18:00:00.000Z'],
  ])('%s, said to depart at %s, is kept until %s', (flightId, departsAt, until) => {
    expect(whenKnown(flightId, Date.parse(departsAt)).expiresAt).toBe(Date.parse(until) / 1000);
  });
});

it('a count that was deleted is begun anew by what is given back, and no reader stumbles over it', async () => {
  const sale = booking({ bookingId: 'GONE01', segments: [segment(2)] });
  await handle(batch(record(sale)));
  await w.store.client.send(new DeleteCommand({ TableName: 'seats', Key: { flightId: outbound, cabin: 'Y' } }));
  const back = cancellation({ bookingId: 'GONE01', removed: [change(2)] });
  expect(await handle(batch(record(back)))).toEqual(done);
  expect(await count()).toMatchObject({ sold: -2, departsAt: departure });
  expect(await count()).not.toHaveProperty('sellLimit');
  const delayed = departure + hour;
  expect(await handle(batch(says(1, { departsAt: iso(delayed) })))).toEqual(done);
  expect(await count()).toMatchObject({ sold: -1, sellLimit: 100, limitsAt: noon + minute, departsAt: delayed });
});

it('the latest word on a flight is believed also where it came stale, before anything was counted', async () => {
  const elsewhere = booking({
    bookingId: 'LATE01',
    bookingVersion: 2,
    segments: [segment(2, { flightId: homebound })],
  });
  const stale = booking({
    bookingId: 'LATE01',
    eventTime: iso(noon + 4 * minute),
    segments: [segment(2, { sellLimit: 90 })],
  });
  const receivedAt = noon + 6 * minute;
  await handle(batch(record(elsewhere, { receivedAt }), record(stale, { receivedAt })));
  expect(await limitOf(outbound)).toMatchObject({ sold: 0, sellLimit: 90 });
  await handle(batch(says(0, { sellLimit: 100 }, 2)));
  expect(await limitOf(outbound)).toMatchObject({ sold: 2, sellLimit: 90 });
});

it('no count is begun of what has departed', async () => {
  const elsewhere = booking({
    bookingId: 'LATE01',
    bookingVersion: 2,
    segments: [segment(2, { flightId: homebound })],
  });
  const stale = booking({ bookingId: 'LATE01', segments: [segment(2)] });
  await handle(batch(record(elsewhere), record(stale, { receivedAt: departure + minute })));
  expect(await limitOf(outbound)).toBeUndefined();
});
