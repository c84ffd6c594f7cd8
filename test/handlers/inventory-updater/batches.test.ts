// What a batch does once for all of its events, and what that means for each of them.
import { beforeEach, describe, expect, it } from 'vitest';
import { type InventoryHandler, inventoryUpdater } from '../support/inventory.ts';
import {
  batch,
  booking,
  cancellation,
  change,
  departure,
  failures,
  homebound,
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

  it('is not done with anybody when nothing can be read', async () => {
    w.store.hooks.before = (command) => {
      if (command === 'BatchGetItem') throw new Error('down');
    };
    expect(await handle(batch(sale(1, 2), sale(2, 1)))).toEqual(failures(sequence(1), sequence(2)));
    expect(times('TransactWriteItems')).toBe(0);
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
          eventTime: new Date(noon + at).toISOString(),
          segments: [segment(1, { capacity, sellLimit: capacity })],
        }),
        { ...place(n), receivedAt: noon + 9 * minute },
      );
    await handle(batch(told(1, 2 * minute, 120), told(2, 3 * minute, 130), told(3, minute, 110)));
    expect(await counts()).toMatchObject({ [outbound]: { sold: 4, capacity: 130, sellLimit: 130 } });
  });
});
