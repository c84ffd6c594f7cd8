import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type RebuildOptions, rebuild } from '../../model/flyhigh/operations/rebuild.ts';
import { type InventoryHandler, inventoryUpdater } from '../handlers/support/inventory.ts';
import {
  batch,
  booking,
  cancellation,
  change,
  day,
  failures,
  hour,
  iso,
  minute,
  rawRecord,
  record,
  segment,
} from '../handlers/support/records.ts';
import { type World, world } from '../handlers/support/world.ts';
import { chance, type Happened, history } from './support/history.ts';
import { type Arrival, duckDB, lakeOf, type TestLake } from './support/lake.ts';

const from = Date.parse('2026-11-01T00:00:00.000Z');
const until = from + 3 * day;
const now = until + hour;
const span: RebuildOptions = { arrivedFrom: from, arrivedUntil: now };

const dependencies = (w: World, { lake }: TestLake) => ({
  ...w.said,
  clock: w.clock,
  db: w.store.direct,
  ledgerTable: 'ledger',
  seatTable: 'seats',
  bus: w.bus,
  rejected: { client: w.s3, bucket: 'failed' },
  lake,
});

/** Seats sold by flight and cabin. */
const sold = async (w: World) =>
  Object.fromEntries(
    (await w.store.items('seats')).map(({ flightId, cabin, sold: seats }) => [`${flightId}#${cabin}`, seats]),
  );
const holdings = async (w: World) =>
  (await w.store.items('ledger')).map(({ bookingId, version, held, status }) => ({ bookingId, version, held, status }));

/** What the latest sound version of each booking holds, added up; by code of its own. */
function heldSeats(happened: readonly Happened[]): Record<string, number> {
  const latest = new Map<
    string,
    { bookingVersion: number; segments: readonly { flightId: string; cabin: string; seats: number }[] }
  >();
  for (const { table, event, malformed } of happened) {
    if (table !== 'booking' || malformed) continue;
    const told = event as ReturnType<typeof booking>;
    if (told.bookingVersion > (latest.get(told.bookingId)?.bookingVersion ?? 0)) latest.set(told.bookingId, told);
  }
  const seats: Record<string, number> = {};
  for (const { segments } of latest.values()) {
    for (const { flightId, cabin, seats: taken } of segments) {
      seats[`${flightId}#${cabin}`] = (seats[`${flightId}#${cabin}`] ?? 0) + taken;
    }
  }
  return seats;
}

const withoutZeros = (seats: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(seats).filter(([, n]) => n !== 0));

async function live(handle: InventoryHandler, events: readonly Arrival[]): Promise<void> {
  for (let at = 0; at < events.length; at += 25) {
    const records = events.slice(at, at + 25).map(({ event, receivedAt }) => record(event, { receivedAt }));
    expect(await handle(batch(...records))).toEqual(failures());
  }
}

async function empty({ store }: World): Promise<void> {
  for (const { bookingId } of await store.items('ledger'))
    await store.direct.send(new DeleteCommand({ TableName: 'ledger', Key: { bookingId } }));
  for (const { flightId, cabin } of await store.items('seats'))
    await store.direct.send(new DeleteCommand({ TableName: 'seats', Key: { flightId, cabin } }));
}

describe.skipIf(!duckDB)('inventory from the lake', () => {
  const happened = history({ seed: 7, bookings: 200, searches: 0, from, until });
  const sales = happened.filter(({ table }) => table === 'booking');
  let test: TestLake;
  let w: World;
  beforeAll(async () => {
    test = await lakeOf(happened);
  }, 60_000);
  afterAll(() => test.close());
  beforeEach(() => {
    w = world(now);
  });

  it('holds what the live one holds, seat by seat', async () => {
    const other = world(now);
    await live(inventoryUpdater(other), sales);
    const result = await rebuild(dependencies(w, test), span);
    expect(result).toMatchObject({ bookings: 200 + result.failed.length, applied: 200, known: 0 });
    expect(withoutZeros(await sold(w))).toEqual(withoutZeros(heldSeats(happened)));
    expect(withoutZeros(await sold(w))).toEqual(withoutZeros(await sold(other)));
    expect(await holdings(w)).toEqual(await holdings(other));
  }, 60_000);

  it('changes nothing when run again', async () => {
    await rebuild(dependencies(w, test), span);
    const [seats, ledger] = [await w.store.items('seats'), await w.store.items('ledger')];
    expect(await rebuild(dependencies(w, test), span)).toMatchObject({ applied: 0, known: 200 });
    expect([await w.store.items('seats'), await w.store.items('ledger')]).toEqual([seats, ledger]);
  }, 60_000);

  it.each([1, 2, 3])(
    'is the same beside live traffic, in whatever order: %i',
    async (seed) => {
      const random = chance(seed);
      const shuffled = sales
        .map((event) => ({ event, place: random() }))
        .sort((a, b) => a.place - b.place)
        .map(({ event }) => event);
      const before = shuffled.slice(0, 100);
      const beside = shuffled.slice(100, 250);
      await live(inventoryUpdater(w), before);
      // Half of the answers come late: what runs beside each other is mixed well.
      w.store.hooks.after = () => (random() < 0.5 ? new Promise((resolve) => setImmediate(resolve)) : undefined);
      await Promise.all([live(inventoryUpdater(w), beside), rebuild(dependencies(w, test), span)]);
      await live(inventoryUpdater(w), shuffled.slice(200));
      expect(withoutZeros(await sold(w))).toEqual(withoutZeros(heldSeats(happened)));
    },
    60_000,
  );

  it.each([0, minute])(
    'fills tables again that were emptied %i ms after all was counted live',
    async (laterMs) => {
      await live(inventoryUpdater(w), sales);
      await empty(w);
      w.clock.at += laterMs;
      expect(await rebuild(dependencies(w, test), span)).toMatchObject({ applied: 200, known: 0 });
      expect(withoutZeros(await sold(w))).toEqual(withoutZeros(heldSeats(happened)));
    },
    60_000,
  );

  it('writes nothing when it is only to count', async () => {
    const { bookings } = await rebuild(dependencies(w, test), { ...span, write: false });
    expect(bookings).toBeGreaterThanOrEqual(200);
    expect(new Set(w.store.commands)).toEqual(new Set());
  }, 60_000);
});

describe.skipIf(!duckDB)('one booking', () => {
  const arrival = (event: object, receivedAt = from): Arrival => ({ table: 'booking', receivedAt, event });
  const rebuilt = async (w: World, arrivals: readonly Arrival[], options: Partial<RebuildOptions> = {}) => {
    const test = await lakeOf(arrivals);
    try {
      return await rebuild(dependencies(w, test), { ...span, ...options });
    } finally {
      await test.close();
    }
  };

  it('counts by its latest version that keeps its contract', async () => {
    const w = world(now);
    const result = await rebuilt(w, [
      arrival(booking({ bookingVersion: 1, segments: [segment(2)] })),
      arrival(booking({ bookingVersion: 2, eventType: 'BookingChanged', segments: [segment(3)] })),
      arrival(booking({ bookingVersion: 3, eventType: 'BookingChanged', segments: [segment(0)] })),
    ]);
    expect(result).toEqual({ bookings: 1, applied: 1, known: 0, failed: [], malformed: 1 });
    expect(await sold(w)).toEqual({ 'FH123-2026-12-24-JFK#Y': 3 });
  });

  it.each([
    ['came at no time that a clock shows', { receivedAt: 1e17 }],
    ['came at no time at all', { receivedAt: null }],
    ['has no id of a request', { requestId: null }],
    ['has an id of a request without end', { requestId: 'x'.repeat(257) }],
  ])('counts as it does live where a later version %s', async (_what, meta) => {
    const arrivals = [
      arrival(booking({ bookingVersion: 1, segments: [segment(2)] })),
      { ...arrival(booking({ bookingVersion: 2, eventType: 'BookingChanged', segments: [segment(9)] })), meta },
    ];
    const other = world(now);
    const records = arrivals.map(({ event, receivedAt, meta: said }: Arrival) =>
      rawRecord(JSON.stringify({ meta: { receivedAt, requestId: 'r', ...said }, event })),
    );
    expect(await inventoryUpdater(other)(batch(...records))).toEqual(failures());
    expect(other.objects.size).toBe(1);
    const w = world(now);
    expect(await rebuilt(w, arrivals)).toMatchObject({ applied: 1, failed: [], malformed: 1 });
    expect(await sold(w)).toEqual({ 'FH123-2026-12-24-JFK#Y': 2 });
    expect(await sold(w)).toEqual(await sold(other));
  });

  const same = { eventId: booking().eventId };
  const together: readonly (readonly [string, readonly object[], object])[] = [
    ['two sound ones', [{ segments: [segment(2)] }, { segments: [segment(3)] }], { malformed: 0 }],
    ['a sound one and one that is not', [{ segments: [segment(3)] }, { party: 0 }], { malformed: 1 }],
    ['one that is not, twice', [{}, { party: 0, ...same }, { party: 0, ...same }], { malformed: 1 }],
    ['sound and not, of an earlier version too', [{ bookingVersion: 1, party: 0 }, { party: 0 }, {}], { malformed: 2 }],
  ];
  describe.each(['each with an id of its own', 'all with one id'])('by versions that arrived together, %s', (ids) => {
    it.each(together)('counts %s the same in whatever order they lie', async (_what, fields, expected) => {
      const { eventId } = booking();
      const events = fields.map((some) => ({
        ...booking({ bookingVersion: 2, ...some }),
        ...(ids === 'all with one id' ? { eventId } : {}),
      }));
      const reports = [];
      for (const ordered of [events, events.toReversed()]) {
        const w = world(now);
        const report = await rebuilt(
          w,
          ordered.map((event) => arrival(event)),
        );
        expect(report).toMatchObject({ bookings: 1, applied: 1, failed: [], ...expected });
        reports.push({ report, sold: await sold(w) });
      }
      expect(reports[1]).toEqual(reports[0]);
    });
  });

  it('is named when no version keeps its contract', async () => {
    const result = await rebuilt(world(now), [arrival(booking({ party: 12 }))]);
    expect(result).toMatchObject({ failed: [{ bookingId: 'ABC123', why: 'breaks its contract' }], malformed: 1 });
  });

  it('is named when it cannot be written, and the others are fed', async () => {
    const w = world(now);
    w.store.hooks.before = (command, input) => {
      if (command === 'TransactWriteItems' && JSON.stringify(input).includes('ABC123')) throw new Error('down');
    };
    const result = await rebuilt(w, [arrival(booking()), arrival(booking({ bookingId: 'ABC124' }))]);
    expect(result).toMatchObject({ applied: 1, failed: [{ bookingId: 'ABC123', why: 'down' }] });
  });

  it('that is cancelled keeps a sale that comes late from counting', async () => {
    const w = world(now);
    await rebuilt(w, [arrival(cancellation())]);
    await live(inventoryUpdater(w), [arrival(booking())]);
    expect(withoutZeros(await sold(w))).toEqual({});
  });

  it('counts no flight that departed before the six days that counts outlive', async () => {
    const w = world(now);
    const flown = { flightId: 'FH7-2026-10-20-JFK', departsAt: iso(now - 7 * day) };
    const justFlown = { flightId: 'FH8-2026-10-30-JFK', departsAt: iso(now - 5 * day) };
    const sale = booking({ segments: [segment(1), segment(2, flown), segment(3, justFlown)] });
    const long = { arrivedFrom: now - 30 * day };
    await rebuilt(w, [arrival(sale, now - 20 * day)], long);
    expect(await sold(w)).toEqual({ 'FH123-2026-12-24-JFK#Y': 1, 'FH8-2026-10-30-JFK#Y': 3 });
  });

  it.each([
    ['stays silent of a flight that is nearly full', {}, []],
    ['announces a flight that is nearly full when told to', { alerts: true }, ['SeatsLow']],
  ])('%s', async (_what, options, announced) => {
    const w = world(now);
    const sales = Array.from({ length: 11 }, (_, n) =>
      arrival(booking({ bookingId: `ABC${100 + n}`, segments: [segment(9)], added: [change(9)] })),
    );
    await rebuilt(w, sales, options);
    expect(w.announced.map(({ eventType }) => eventType)).toEqual(announced);
  });

  it('is read from the days asked for alone', async () => {
    const { bookings } = await rebuilt(world(now), [arrival(booking(), from - day)]);
    expect(bookings).toBe(0);
  });
});
