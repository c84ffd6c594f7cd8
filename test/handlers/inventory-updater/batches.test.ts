// What a batch does once for all of its events, and what that means for each of them.
import { beforeEach, describe, expect, it } from 'vitest';
import { leavingOut } from '../support/hot-keys.ts';
import { type InventoryHandler, inventoryUpdater } from '../support/inventory.ts';
import {
  batch,
  booking,
  cancellation,
  change,
  departure,
  failures,
  homebound,
  iso,
  minute,
  noon,
  outbound,
  record,
  segment,
  sequence,
} from '../support/records.ts';
import { type World, world } from '../support/world.ts';

let w: World;
let handle: InventoryHandler;
beforeEach(() => {
  w = world(noon);
  handle = inventoryUpdater(w);
});

const place = (n: number) => ({ sequenceNumber: sequence(n) });
const sale = (n: number, seats: number, more = {}) =>
  record(booking({ bookingId: `ABC${100 + n}`, segments: [segment(seats, more)], party: 9 }), place(n));
const counts = async () =>
  Object.fromEntries((await w.store.items('seats')).map(({ flightId, ...count }) => [flightId, count]));
const announced = (field: string) =>
  w.announced.map((event) => [event.eventType, Object.entries(event).find(([name]) => name === field)?.[1]]);
const times = (command: string) => w.store.commands.filter((each) => each === command).length;

describe('a batch', () => {
  it('reads all that it needs of the ledger at once, and all counts at once', async () => {
    await handle(batch(sale(1, 2), sale(2, 3), sale(3, 1, { flightId: homebound })));
    expect(w.store.commands).toEqual(['BatchGetItem', ...Array(3).fill('TransactWriteItems'), 'BatchGetItem']);
    expect(await counts()).toMatchObject({ [outbound]: { sold: 5 }, [homebound]: { sold: 1 } });
  });

  it('reads a booking again for its next event, and after a lost race', async () => {
    const first = booking({ bookingId: 'ABC101', segments: [segment(2)] });
    const second = booking({ bookingId: 'ABC101', bookingVersion: 2, segments: [segment(5)] });
    await handle(batch(record(first, place(1)), record(second, place(2))));
    expect(await counts()).toMatchObject({ [outbound]: { sold: 5 } });
    expect(times('BatchGetItem')).toBe(3);
    const third = booking({ bookingId: 'ABC101', bookingVersion: 3, segments: [segment(7)] });
    const other = inventoryUpdater(w);
    w.store.hooks.before = async (command) => {
      if (command !== 'TransactWriteItems') return;
      delete w.store.hooks.before;
      await other(batch(record(booking({ bookingId: 'ABC101', bookingVersion: 4, segments: [segment(9)] }))));
    };
    expect(await handle(batch(record(third, place(3))))).toEqual(failures());
    expect(await counts()).toMatchObject({ [outbound]: { sold: 9 } });
  });

  it('looks at a flight once, when all of its sales are settled', async () => {
    const [most, back] = [sale(12, 9), record(cancellation({ bookingId: 'ABC112', removed: [change(9)] }), place(13))];
    await handle(batch(...Array.from({ length: 10 }, (_, n) => sale(n, 9)), sale(10, 1), most, back));
    expect(await counts()).toMatchObject({ [outbound]: { sold: 91 } });
    expect(w.announced).toEqual([]);
    await handle(batch(sale(20, 4), sale(21, 9)));
    expect(announced('sold')).toEqual([['Oversold', 104]]);
  });

  it('is not done with whoever touched a flight that could not be looked at, and is with the others', async () => {
    w.outage.bus = new Error('down');
    const full = { sellLimit: 3, capacity: 3 };
    const both = record(
      booking({ bookingId: 'ABC103', segments: [segment(1, full), segment(1, { flightId: homebound })], party: 9 }),
      place(3),
    );
    const given = batch(
      sale(1, 2, full),
      sale(2, 1, { flightId: homebound }),
      both,
      sale(4, 1, { flightId: homebound }),
    );
    expect(await handle(given)).toEqual(failures(sequence(1), sequence(3)));
    const line = w.said.lines.find((each) => each.includes('look at a flight failed')) ?? '';
    expect(JSON.parse(line)[1]).toMatchObject({ sequenceNumber: sequence(1), records: 2, cause: 'Error' });
    expect(await handle(given)).toEqual(failures());
    expect(announced('flightId')).toEqual([['SeatsLow', outbound]]);
    expect(await counts()).toMatchObject({ [outbound]: { sold: 3 }, [homebound]: { sold: 3 } });
  });

  it('is done with all but those of whom nothing can be read', async () => {
    const given = batch(sale(1, 2), sale(2, 1), sale(3, 1, { flightId: homebound }));
    w.store.hooks.before = (command, input) => {
      if (command === 'BatchGetItem' && JSON.stringify(input).includes('ABC102')) throw new Error('down');
    };
    expect(await handle(given)).toEqual(failures(sequence(1), sequence(2), sequence(3)));
    const hot = inventoryUpdater(
      w,
      leavingOut(w.store.direct, ({ bookingId }) => bookingId === 'ABC102'),
    );
    delete w.store.hooks.before;
    expect(await hot(given)).toEqual(failures(sequence(2)));
    const full = inventoryUpdater(
      w,
      leavingOut(w.store.direct, ({ flightId }) => flightId === homebound),
    );
    expect(await full(given)).toEqual(failures(sequence(3)));
    expect(await handle(given)).toEqual(failures());
    expect(await counts()).toMatchObject({ [outbound]: { sold: 3 }, [homebound]: { sold: 1 } });
  });

  it('looks again after it has corrected a limit: who sold meanwhile saw the old one', async () => {
    for (let n = 0; n < 9; n += 1) await handle(batch(sale(n, 9)));
    const told = record(
      booking({
        bookingId: 'ABC120',
        eventTime: iso(noon + minute),
        segments: [segment(1, { sellLimit: 95 })],
      }),
      { ...place(20), receivedAt: noon + minute },
    );
    const other = inventoryUpdater(w);
    w.store.hooks.before = async (command) => {
      if (command !== 'UpdateItem') return;
      delete w.store.hooks.before;
      expect(await other(batch(sale(30, 9)))).toEqual(failures());
    };
    expect(await handle(batch(told))).toEqual(failures());
    expect(await counts()).toMatchObject({ [outbound]: { sold: 91, sellLimit: 95, alertLevel: 1, announced: true } });
    expect(announced('sold')).toEqual([['SeatsLow', 91]]);
  });

  it('waits for a read that never comes back until its time is up, and is then not done with anybody', async () => {
    const given = batch(sale(1, 2), sale(2, 1));
    for (const hangs of [1, 2]) {
      let reads = 0;
      w.store.hooks.before = (command) => {
        if (command === 'BatchGetItem') reads += 1;
        return reads === hangs && command === 'BatchGetItem' ? new Promise(() => {}) : undefined;
      };
      const until = performance.now() + 100;
      const answer = await handle(given, { leftMs: () => until - performance.now() });
      expect(answer).toEqual(failures(sequence(1), sequence(2)));
    }
    delete w.store.hooks.before;
    expect(await handle(given)).toEqual(failures());
    expect(await counts()).toMatchObject({ [outbound]: { sold: 3 } });
  });

  it('looks at a flight for the sale that came before it departed', async () => {
    w.clock.at = departure + minute;
    const late = { sellLimit: 2, capacity: 2 };
    const [before, after] = [departure - minute, departure + minute].map((receivedAt, n) =>
      record(booking({ bookingId: `ABC10${n}`, segments: [segment(2, late)] }), { ...place(n), receivedAt }),
    );
    if (!before || !after) throw new Error('two were made');
    await handle(batch(after, before));
    expect(announced('sold')).toEqual([['SeatsLow', 2]]);
  });

  it('believes of a flight whoever spoke last, wherever it stands in the batch', async () => {
    await handle(batch(sale(1, 1)));
    const told = (n: number, at: number, capacity: number) =>
      record(
        booking({
          bookingId: `ABC20${n}`,
          eventTime: iso(noon + at),
          segments: [segment(1, { capacity, sellLimit: capacity })],
        }),
        { ...place(n), receivedAt: noon + 9 * minute },
      );
    await handle(batch(told(1, 2 * minute, 120), told(2, 3 * minute, 130), told(3, minute, 110)));
    expect(await counts()).toMatchObject({ [outbound]: { sold: 4, capacity: 130, sellLimit: 130 } });
  });
});
