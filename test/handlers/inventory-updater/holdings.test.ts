import { beforeEach, describe, expect, it } from 'vitest';
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

const sold = async (flightId = outbound, cabin = 'Y') =>
  (await w.store.items('seats')).find((item) => item.flightId === flightId && item.cabin === cabin)?.sold;

const done = failures();

describe('what a booking holds', () => {
  it('is written to ledger and counts as one', async () => {
    const back = segment(2, { flightId: homebound, route: 'LHR-JFK', departsAt: iso(departure + 7 * day) });
    const sale = booking({ segments: [segment(2), back], added: [change(2), change(2, { flightId: homebound })] });
    expect(await handle(batch(record(sale)))).toEqual(done);
    expect(await w.store.items('ledger')).toEqual([
      {
        bookingId: 'ABC123',
        version: 1,
        held: {
          [`${outbound}#Y`]: { seats: 2, departsAt: departure },
          [`${homebound}#Y`]: { seats: 2, departsAt: departure + 7 * day },
        },
        touched: [`${outbound}#Y`, `${homebound}#Y`],
        status: 'booked',
        lastEventId: sale.eventId,
        // A month after the day of the last flight is over everywhere.
        expiresAt: (departure + 7 * day + 18 * hour + 30 * day) / 1000,
      },
    ]);
    expect(await w.store.items('seats')).toEqual([
      {
        flightId: outbound,
        cabin: 'Y',
        sold: 2,
        capacity: 100,
        sellLimit: 100,
        updatedAt: noon,
        departsAt: departure,
        // A week after the flight's day is over everywhere.
        expiresAt: (departure + 18 * hour + 7 * day) / 1000,
        limitsAt: noon,
      },
      expect.objectContaining({ flightId: homebound, sold: 2, departsAt: departure + 7 * day }),
    ]);
  });

  it('is added up where one cabin of one flight comes twice', async () => {
    await handle(batch(record(booking({ segments: [segment(2), segment(1)], party: 3 }))));
    expect(await sold()).toBe(3);
  });

  it('moves from one flight to another with a change', async () => {
    const moved = booking({
      bookingVersion: 2,
      eventType: 'BookingChanged',
      segments: [segment(2, { flightId: homebound })],
      removed: [change(2)],
    });
    await handle(batch(record(booking()), record(moved)));
    expect([await sold(outbound), await sold(homebound)]).toEqual([0, 2]);
  });

  it('counts once however often it is delivered', async () => {
    const sale = record(booking());
    await handle(batch(sale, sale));
    await handle(batch(sale));
    expect(await sold()).toBe(2);
    expect(w.said.counts).toEqual(
      new Map([
        ['EventsApplied', 1],
        ['StaleEvents', 2],
      ]),
    );
  });

  it('comes to nothing when the cancellation is first', async () => {
    await handle(batch(record(cancellation()), record(booking())));
    expect(await sold()).toBe(0);
    expect(await w.store.items('ledger')).toEqual([
      expect.objectContaining({ version: 2, held: {}, status: 'cancelled', expiresAt: (noon + 400 * day) / 1000 }),
    ]);
  });

  it('is healed by the next version when one was lost', async () => {
    const third = booking({ bookingVersion: 3, segments: [segment(1, { flightId: homebound })], removed: [] });
    await handle(batch(record(booking()), record(third)));
    expect([await sold(outbound), await sold(homebound)]).toEqual([0, 1]);
  });

  it('is the same for bookings beside each other', async () => {
    const ids = Array.from({ length: 30 }, (_, n) => `BOOK${String(n).padStart(2, '0')}`);
    await handle(batch(...ids.map((bookingId) => record(booking({ bookingId, segments: [segment(1)] })))));
    expect(await sold()).toBe(30);
  });
});

describe('a flight that has departed', () => {
  it('is never counted up', async () => {
    const late = record(booking(), { receivedAt: departure });
    w.clock.at = departure;
    expect(await handle(batch(late))).toEqual(done);
    expect(await w.store.items('seats')).toEqual([]);
    expect((await w.store.items('ledger'))[0]).toMatchObject({ version: 1, held: {} });
  });

  it('is never counted down', async () => {
    await handle(batch(record(booking())));
    w.clock.at = departure + minute;
    await handle(batch(record(cancellation(), { receivedAt: departure + minute })));
    expect(await sold()).toBe(2);
    expect((await w.store.items('ledger'))[0]).toMatchObject({
      version: 2,
      held: { [`${outbound}#Y`]: { seats: 2, departsAt: departure } },
    });
  });

  it('has departed when the event arrived, not when it is redriven', async () => {
    w.clock.at = departure + 2 * day;
    await handle(batch(record(booking(), { receivedAt: departure - minute })));
    expect(await sold()).toBe(2);
  });

  it('has departed for good six days later, lest a count that expired begin anew', async () => {
    w.clock.at = departure + 6 * day;
    await handle(batch(record(booking(), { receivedAt: departure - minute })));
    expect(await w.store.items('seats')).toEqual([]);
  });

  it('departs when the latest event says', async () => {
    await handle(batch(record(booking())));
    const delayed = cancellation({ segments: [segment(1, { departsAt: iso(departure + day) })], removed: [change(1)] });
    await handle(batch(record(delayed, { receivedAt: departure + minute })));
    expect(await sold()).toBe(1);
  });
});
