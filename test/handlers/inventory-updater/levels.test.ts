import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
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

const count = async () => (await w.store.items('seats'))[0];
const lowest = async () => (await w.store.items('seats')).find(({ flightId }) => flightId === outbound);

const done = failures();

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

  it('are not looked at any more once the flight has departed', async () => {
    await sellMany(94);
    w.store.hooks.after = (command) => {
      if (command === 'TransactWriteItems') throw new Error('cut off');
    };
    const tipping = booking({ bookingId: 'TIP001', segments: [segment(1)] });
    await handle(batch(record(tipping)));
    delete w.store.hooks.after;
    w.clock.at = departure + minute;
    await handle(batch(record(tipping, { receivedAt: departure })));
    expect(await count()).toMatchObject({ sold: 95 });
    expect(await count()).not.toHaveProperty('alertLevel');
    expect(w.announced).toEqual([]);
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

  it('announces again what the bus took the request for, and not the event', async () => {
    await sellMany(94);
    w.outage.refusal = 'ThrottlingException';
    const tipping = record(booking({ bookingId: 'TIP001', segments: [segment(1)] }), { sequenceNumber: sequence(1) });
    expect(await handle(batch(tipping))).toEqual(failures(sequence(1)));
    expect(await count()).toMatchObject({ alertLevel: 1, announced: false });
    expect(await handle(batch(tipping))).toEqual(done);
    expect(w.announced).toHaveLength(1);
    expect(await count()).toMatchObject({ announced: true });
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
    const other = inventoryUpdater(w);
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

  describe('whose sell limit is corrected between a look and what follows from it', () => {
    /** Another worker is told so of the flight, right before the first change of a level. */
    const meanwhile = (sellLimit: number) => {
      const other = inventoryUpdater(w);
      const told = booking({
        bookingId: 'TOLD01',
        eventTime: iso(noon + minute),
        segments: [segment(1, { sellLimit })],
      });
      w.store.hooks.before = async (command, input) => {
        if (command !== 'UpdateItem' || !JSON.stringify(input).includes('alertLevel')) return;
        delete w.store.hooks.before;
        await other(batch(record(told, { receivedAt: noon + minute })));
      };
    };

    it('raise no alert that is no longer due', async () => {
      await sellMany(100);
      meanwhile(200);
      await handle(batch(record(booking({ bookingId: 'TIP001', segments: [segment(1)] }))));
      expect(await count()).toMatchObject({ sold: 102, sellLimit: 200, alertLevel: 0 });
      expect(w.announced.map(({ eventType }) => eventType)).not.toContain('Oversold');
    });

    it('clear none that is', async () => {
      await sellMany(95);
      meanwhile(90);
      await giveBack('MANY010', 5);
      expect(await count()).toMatchObject({ sold: 87, sellLimit: 90, alertLevel: 1 });
    });
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

  it('clears it too when it was cut off before it could look, and even if later versions came between', async () => {
    await sellMany(95);
    const standIn = (bookingVersion: number) =>
      batch(
        record(
          booking({
            bookingId: 'MANY010',
            bookingVersion,
            segments: [segment(1, { flightId: homebound })],
            removed: [],
          }),
        ),
      );
    w.store.hooks.after = (command) => {
      if (command === 'TransactWriteItems') throw new Error('cut off');
    };
    await handle(standIn(3));
    delete w.store.hooks.after;
    await handle(standIn(4));
    expect(await lowest()).toMatchObject({ sold: 86, alertLevel: 1 });
    await handle(standIn(3));
    expect(await lowest()).toMatchObject({ sold: 86, alertLevel: 0 });
  });

  it('announces what another raised who did not live to say so', async () => {
    await sellMany(94);
    const name = { TableName: 'seats', Key: { flightId: outbound, cabin: 'Y' } };
    let raced = false;
    w.store.hooks.before = async (command) => {
      if (command !== 'UpdateItem' || raced) return;
      raced = true;
      await w.store.client.send(
        new UpdateCommand({
          ...name,
          UpdateExpression: 'SET #level = :one, #since = :since, #announced = :no',
          ExpressionAttributeNames: { '#level': 'alertLevel', '#since': 'alertSince', '#announced': 'announced' },
          ExpressionAttributeValues: { ':one': 1, ':since': noon, ':no': false },
        }),
      );
    };
    expect(await handle(batch(record(booking({ bookingId: 'TIP001', segments: [segment(1)] }))))).toEqual(done);
    expect(w.announced.map(({ id }) => id)).toEqual([`${outbound}#Y#1#${noon}`]);
    expect(await count()).toMatchObject({ alertLevel: 1, announced: true });
  });

  it('does not clear on a count that rose meanwhile', async () => {
    await sellMany(95);
    const other = inventoryUpdater(w);
    w.store.hooks.before = async (command) => {
      if (command !== 'UpdateItem') return;
      delete w.store.hooks.before;
      await other(batch(record(booking({ bookingId: 'MORE01', segments: [segment(9)] }))));
    };
    await giveBack('MANY010', 9);
    expect(await count()).toMatchObject({ sold: 95, alertLevel: 1, announced: true });
  });

  it('announces what was raised in the same millisecond by another who did not live to say so', async () => {
    await sellMany(90);
    const other = inventoryUpdater(w);
    const tipping = batch(
      record(booking({ bookingId: 'TIP001', segments: [segment(9)] }), { sequenceNumber: sequence(2) }),
    );
    w.store.hooks.after = async (command) => {
      if (command !== 'UpdateItem') return;
      // The first has raised SeatsLow, and not yet said so: the second raises Oversold and is gone.
      w.store.hooks.after = (next) => {
        if (next === 'UpdateItem') throw new Error('cut off');
      };
      expect(await other(tipping)).toEqual(failures(sequence(2)));
      delete w.store.hooks.after;
    };
    expect(await handle(batch(record(booking({ bookingId: 'TIP002', segments: [segment(5)] }))))).toEqual(done);
    expect(await other(tipping)).toEqual(done);
    expect(await count()).toMatchObject({ sold: 104, alertLevel: 2, announced: true });
    expect(w.announced.map(({ eventType }) => eventType)).toEqual(['SeatsLow', 'Oversold']);
  });

  it('tells what was seen when it was raised, however late it is told', async () => {
    await sellMany(99);
    w.outage.bus = new Error('down');
    const tipping = batch(
      record(booking({ bookingId: 'TIP001', segments: [segment(2)] }), { sequenceNumber: sequence(2) }),
    );
    expect(await handle(tipping)).toEqual(failures(sequence(2)));
    await handle(batch(record(booking({ bookingId: 'MANY010', bookingVersion: 2, segments: [segment(7)] }))));
    expect(w.announced.at(-1)).toMatchObject({ eventType: 'Oversold', sold: 101, sellLimit: 100 });
    expect(await count()).toMatchObject({ sold: 99, alertLevel: 2, announced: true });
  });
});
