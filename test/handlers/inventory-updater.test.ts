import type { TransactWriteItemsCommandInput } from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { createHandler } from '../../model/flyhigh/handlers/inventory-updater/handler.ts';
import { cancelled } from '../support/dynamodb-double.ts';
import {
  batch,
  booking,
  cancellation,
  change,
  day,
  departure,
  failures,
  homebound,
  iso,
  minute,
  noon,
  outbound,
  rawRecord,
  record,
  segment,
  sequence,
  traveller,
} from './support/records.ts';
import { type World, world } from './support/world.ts';

let w: World;
let handle: ReturnType<typeof createHandler>;
beforeEach(() => {
  w = world(noon);
  handle = handlerOf(w);
});

function handlerOf(of: World) {
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

const sold = async (flightId = outbound, cabin = 'Y') =>
  (await w.store.items('seats')).find((item) => item.flightId === flightId && item.cabin === cabin)?.sold;
const count = async () => (await w.store.items('seats'))[0];

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
        status: 'booked',
        lastEventId: sale.eventId,
        expiresAt: (departure + 37 * day) / 1000,
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
        expiresAt: (departure + 7 * day) / 1000,
      },
      expect.objectContaining({ flightId: homebound, sold: 2, expiresAt: (departure + 14 * day) / 1000 }),
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
    expect(await w.store.items('seats')).toEqual([]);
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

describe('what goes wrong', () => {
  const conflict = () => cancelled([{ Code: 'None' }, { Code: 'TransactionConflict' }]);

  it('names the first record of a booking that failed, and does the others', async () => {
    w.store.hooks.before = (command, input) => {
      if (command !== 'TransactWriteItems') return;
      const [ledger] = (input as TransactWriteItemsCommandInput).TransactItems ?? [];
      if (ledger?.Put?.Item?.bookingId?.S === 'BAD001') throw new Error('down');
    };
    const response = await handle(
      batch(
        record(booking({ bookingId: 'GOOD01' }), { sequenceNumber: sequence(1) }),
        record(booking({ bookingId: 'BAD001' }), { sequenceNumber: sequence(2) }),
        record(cancellation({ bookingId: 'BAD001' }), { sequenceNumber: sequence(3) }),
        record(booking({ bookingId: 'GOOD02' }), { sequenceNumber: sequence(4) }),
      ),
    );
    expect(response).toEqual(failures(sequence(2)));
    expect(await sold()).toBe(4);
  });

  it('tries again where transactions meet, with the same request', async () => {
    const requests: unknown[] = [];
    let conflicts = 5;
    w.store.hooks.before = (command, input) => {
      if (command !== 'TransactWriteItems') return;
      requests.push(input);
      conflicts -= 1;
      if (conflicts >= 0) throw conflict();
    };
    expect(await handle(batch(record(booking())))).toEqual(done);
    expect(await sold()).toBe(2);
    expect(requests).toHaveLength(6);
    expect(new Set(requests.map((request) => JSON.stringify(request))).size).toBe(1);
  });

  it('gives a record back that meets others without end', async () => {
    w.store.hooks.before = (command) => {
      if (command === 'TransactWriteItems') throw conflict();
    };
    const sale = record(booking(), { sequenceNumber: sequence(7) });
    expect(await handle(batch(sale))).toEqual(failures(sequence(7)));
    delete w.store.hooks.before;
    expect(await handle(batch(sale))).toEqual(done);
    expect(await sold()).toBe(2);
  });

  it('reads again when another worker settled the same booking meanwhile', async () => {
    const other = handlerOf(w);
    let raced = false;
    w.store.hooks.before = async (command) => {
      if (command !== 'TransactWriteItems' || raced) return;
      raced = true;
      await other(batch(record(booking({ bookingVersion: 2, segments: [segment(5)] }))));
    };
    await handle(batch(record(booking({ bookingVersion: 3, segments: [segment(4)] }))));
    expect(await sold()).toBe(4);
    expect((await w.store.items('ledger'))[0]).toMatchObject({ version: 3 });
  });

  it('takes a transaction whose answer was lost for done', async () => {
    w.store.hooks.after = (command) => {
      if (command !== 'TransactWriteItems') return;
      delete w.store.hooks.after;
      throw new Error('cut off');
    };
    const sale = record(booking(), { sequenceNumber: sequence(1) });
    expect(await handle(batch(sale))).toEqual(failures(sequence(1)));
    w.clock.at += minute;
    expect(await handle(batch(sale))).toEqual(done);
    expect(await sold()).toBe(2);
  });

  it.each([
    ['no JSON', 'not JSON', 'not JSON'],
    ['no envelope', '{"event":{"eventType":"BookingConfirmed"}}', "/ must have required property 'meta'"],
    ['another event', envelope({ eventType: 'FlightSearched' }), '/event/eventType is of no contract'],
    [
      'a field of another shape',
      envelope({ ...booking(), bookingId: 'lower' }),
      expect.stringMatching(/^\/event\/bookingId must match pattern/),
    ],
  ])('sets %s aside with its reason, and says nothing of what it held', async (_what, text, reason) => {
    const bad = rawRecord(text, { sequenceNumber: sequence(5) });
    expect(await handle(batch(bad, record(booking())))).toEqual(done);
    expect(await handle(batch(bad))).toEqual(done);
    expect([...w.objects.keys()]).toEqual([`rejected/sales/shardId-000000000000/${sequence(5)}.json`]);
    const object = JSON.parse([...w.objects.values()][0] ?? '');
    expect(object).toEqual({
      reason,
      stream: 'sales',
      shard: 'shardId-000000000000',
      sequenceNumber: sequence(5),
      data: bad.kinesis.data,
    });
    expect(await sold()).toBe(2);
    expect(w.said.counts.get('EventsRejected')).toBe(2);
    expect(w.said.lines.join()).not.toContain('lower');
  });

  it('keeps a malformed record that could not be set aside', async () => {
    w.outage.s3 = new Error('down');
    expect(await handle(batch(rawRecord('{', { sequenceNumber: sequence(5) })))).toEqual(failures(sequence(5)));
  });

  it('accepts a field that a later version of the contract added', async () => {
    expect(await handle(batch(record({ ...booking(), loyaltyTier: 'gold' })))).toEqual(done);
    expect(await sold()).toBe(2);
  });

  it('never says who travels', async () => {
    w.store.hooks.before = (command) => {
      if (command === 'TransactWriteItems') throw new Error('down');
    };
    const sale = booking({ travellerRef: traveller });
    await handle(batch(record(sale)));
    delete w.store.hooks.before;
    await handle(batch(record(sale)));
    expect(w.said.lines.join()).toContain(sale.eventId);
    expect(w.said.lines.join()).not.toContain(traveller);
  });
});

function envelope(event: object): string {
  return JSON.stringify({ meta: { receivedAt: noon, requestId: 'r', source: 's', principal: 'p' }, event });
}

describe('levels', () => {
  const sellMany = (seats: number, bookingId = 'MANY01', more = {}) =>
    handle(
      batch(
        ...Array.from({ length: Math.ceil(seats / 9) }, (_, n) =>
          record(
            booking({ bookingId: `${bookingId}${n}`, segments: [segment(Math.min(9, seats - 9 * n), more)], party: 9 }),
          ),
        ),
      ),
    );
  const giveBack = (bookingId: string, seats: number, bookingVersion = 2) =>
    handle(batch(record(cancellation({ bookingId, bookingVersion, removed: [change(seats)] }))));

  it.each([
    [94, undefined, undefined],
    [95, 1, 'SeatsLow'],
    [100, 1, 'SeatsLow'],
    [101, 2, 'Oversold'],
  ])('%i of 100 sold is level %s', async (seats, level, event) => {
    await sellMany(seats);
    expect((await count())?.alertLevel).toBe(level);
    expect(w.announced.at(-1)?.eventType).toBe(event);
  });

  it('rises step by step, and says each step', async () => {
    await sellMany(95);
    await sellMany(6, 'MORE0');
    expect(w.announced.map(({ eventType }) => eventType)).toEqual(['SeatsLow', 'Oversold']);
  });

  it('announces with what listeners need, and once', async () => {
    await sellMany(95);
    await sellMany(96);
    expect(w.announced).toEqual([
      {
        id: `${outbound}#Y#1#${noon}`,
        eventType: 'SeatsLow',
        schemaVersion: 1,
        eventTime: iso(noon),
        flightId: outbound,
        cabin: 'Y',
        sold: 95,
        capacity: 100,
        sellLimit: 100,
      },
    ]);
    expect(await count()).toMatchObject({ alertSince: noon, announced: true });
  });

  it('clears as a whole, but only well below', async () => {
    await sellMany(101);
    await giveBack('MANY010', 8); // the first booking holds 9: 92 remain
    expect(await count()).toMatchObject({ sold: 92, alertLevel: 0 });
    expect(await count()).not.toHaveProperty('alertSince');
    expect(await count()).not.toHaveProperty('announced');
  });

  it('holds while it wavers', async () => {
    await sellMany(95);
    const two = cancellation({ bookingId: 'MANY0110', segments: [segment(3)], removed: [change(2)] });
    await handle(batch(record(two)));
    expect(await count()).toMatchObject({ sold: 93, alertLevel: 1, announced: true });
    await sellMany(2, 'MORE0');
    expect(await count()).toMatchObject({ sold: 95, alertLevel: 1, alertSince: noon });
    expect(w.announced).toHaveLength(1);
  });

  it('does not look at what is not there or has departed', async () => {
    await sellMany(101);
    const before = w.announced.length;
    w.clock.at = departure + minute;
    const again = record(booking({ bookingId: 'MANY010', segments: [segment(9)] }), { receivedAt: departure + minute });
    await handle(batch(again));
    expect(w.announced).toHaveLength(before);
  });

  it('announces what a crash left unannounced when the event comes again', async () => {
    await sellMany(94);
    w.outage.bus = new Error('down');
    const tipping = record(booking({ bookingId: 'TIP001', segments: [segment(1)] }), { sequenceNumber: sequence(1) });
    expect(await handle(batch(tipping))).toEqual(failures(sequence(1)));
    expect(await count()).toMatchObject({ sold: 95, alertLevel: 1, announced: false });
    w.clock.at += minute;
    expect(await handle(batch(tipping))).toEqual(done);
    expect(w.announced.map(({ id }) => id)).toEqual([`${outbound}#Y#1#${noon}`]);
    expect(await count()).toMatchObject({ announced: true, alertSince: noon });
  });

  it('looks again after a crash between commit and level', async () => {
    await sellMany(94);
    w.store.hooks.after = (command) => {
      if (command === 'TransactWriteItems') throw new Error('cut off');
    };
    const tipping = record(booking({ bookingId: 'TIP001', segments: [segment(1)] }));
    await handle(batch(tipping));
    expect((await count())?.alertLevel).toBeUndefined();
    delete w.store.hooks.after;
    await handle(batch(tipping));
    expect(w.announced.map(({ eventType }) => eventType)).toEqual(['SeatsLow']);
  });

  it('does not raise on a count that fell meanwhile', async () => {
    await sellMany(95);
    await giveBack('MANY0110', 5);
    expect(await count()).toMatchObject({ sold: 90, alertLevel: 0 });
    const other = handlerOf(w);
    let raced = false;
    w.store.hooks.before = async (command) => {
      if (command !== 'UpdateItem' || raced) return;
      raced = true;
      await other(batch(record(cancellation({ bookingId: 'TIP001', removed: [change(6)] }))));
    };
    await handle(batch(record(booking({ bookingId: 'TIP001', segments: [segment(6)] }))));
    expect(await count()).toMatchObject({ sold: 90, alertLevel: 0 });
    expect(w.announced).toHaveLength(1);
  });

  it('clears a flight that only a lost event gave back', async () => {
    await sellMany(95);
    const third = booking({
      bookingId: 'MANY010',
      bookingVersion: 3,
      segments: [segment(1, { flightId: homebound })],
      removed: [],
    });
    await handle(batch(record(third)));
    expect((await w.store.items('seats')).find(({ flightId }) => flightId === outbound)).toMatchObject({
      sold: 86,
      alertLevel: 0,
    });
  });
});
