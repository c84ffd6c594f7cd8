import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { createHandler } from '../../model/flyhigh/handlers/live-analytics/handler.ts';
import {
  batch,
  booking,
  cancellation,
  change,
  failures,
  iso,
  minute,
  noon,
  rawRecord,
  record,
  search,
  second,
  sequence,
} from './support/records.ts';
import { type World, world } from './support/world.ts';

let w: World;
let handle: ReturnType<typeof createHandler>;
beforeEach(() => {
  w = world(noon);
  handle = createHandler({ ...w.said, clock: w.clock, db: w.store.client, figuresTable: 'figures' });
});

const shard = 'shardId-000000000000';
const at = (n: number) => ({ sequenceNumber: sequence(n) });
const searches = async (route = 'JFK-LHR') =>
  (await w.store.items('figures'))
    .filter((item) => item.route === route)
    .reduce((sum, item) => sum + Number(item.searches), 0);

describe('what is counted', () => {
  it('a search: its route and all routes, in its minute, until it expires', async () => {
    await handle(batch(record(search(), { ...at(1), stream: 'looks' })));
    const item = {
      minuteKey: `2026-12-01T12:00#looks#${shard}`,
      searches: 1,
      lastSeq: sequence(1).padStart(60, '0'),
      expiresAt: (noon + 48 * 60 * minute) / 1000,
    };
    expect(await w.store.items('figures')).toEqual([
      { route: 'ALL', ...item },
      { route: 'JFK-LHR', ...item },
    ]);
  });

  it('a sale: only what its version changed, a booking once per route', async () => {
    const added = [change(2), change(1, { cabin: 'J' }), change(3, { route: 'LHR-JFK' })];
    await handle(batch(record(booking({ added }))));
    const items = await w.store.items('figures');
    expect(items.map(({ route, bookings, seats }) => [route, bookings, seats])).toEqual([
      ['ALL', 1, 6],
      ['JFK-LHR', 1, 3],
      ['LHR-JFK', 1, 3],
    ]);
  });

  it('a change: seats, but no booking', async () => {
    const changed = booking({
      eventType: 'BookingChanged',
      bookingVersion: 2,
      added: [change(1, { route: 'JFK-CDG' })],
      removed: [change(2)],
    });
    await handle(batch(record(changed)));
    const items = await w.store.items('figures');
    expect(items.map(({ route, bookings, seats, cancelled }) => [route, bookings, seats, cancelled])).toEqual([
      ['ALL', undefined, 1, 2],
      ['JFK-CDG', undefined, 1, undefined],
      ['JFK-LHR', undefined, undefined, 2],
    ]);
  });

  it('a cancellation: the seats it took away', async () => {
    await handle(batch(record(cancellation())));
    expect((await w.store.items('figures')).map(({ route, cancelled }) => [route, cancelled])).toEqual([
      ['ALL', 2],
      ['JFK-LHR', 2],
    ]);
  });

  it.each([
    ['an hour slow', -60 * minute, '2026-12-01T11:45'],
    ['a little slow', -2 * minute, '2026-12-01T11:58'],
    ['a day fast', 24 * 60 * minute, '2026-12-01T12:01'],
  ])('a clock %s: no further off than it may be', async (_what, off, minuteKey) => {
    await handle(batch(record(search({ eventTime: iso(noon + off) }))));
    expect((await w.store.items('figures'))[0]?.minuteKey).toBe(`${minuteKey}#sales#${shard}`);
  });

  it('shards and streams apart, since their sequences have nothing to do with each other', async () => {
    await handle(batch(record(search(), { ...at(9), stream: 'looks' })));
    await handle(batch(record(search(), { ...at(1), stream: 'looks', shard: 'shardId-000000000001' })));
    await handle(batch(record(search(), { ...at(1), stream: 'sales' })));
    expect(await searches()).toBe(3);
  });
});

describe('what is not counted twice', () => {
  const stream = Array.from({ length: 6 }, (_, n) => record(search(), at(n + 1)));

  it('a batch that comes again', async () => {
    await handle(batch(...stream));
    await handle(batch(...stream));
    expect(await searches()).toBe(6);
  });

  it('a shard cut into batches anew, any way', async () => {
    const cuts = fc.array(fc.tuple(fc.nat(5), fc.integer({ min: 1, max: 6 })), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(cuts, async (earlier) => {
        w = world(noon);
        handle = createHandler({ ...w.said, clock: w.clock, db: w.store.client, figuresTable: 'figures' });
        // A shard moves on from a checkpoint, so that a batch begins no later than after what was counted.
        let counted = 0;
        for (const [start, length] of [...earlier, [0, 6] as const]) {
          const from = Math.min(start, counted);
          await handle(batch(...stream.slice(from, from + length)));
          counted = Math.max(counted, Math.min(6, from + length));
        }
        expect(await searches()).toBe(6);
        expect(await searches('ALL')).toBe(6);
      }),
      { numRuns: 60, seed: 7 },
    );
  });

  it('an update whose answer was lost', async () => {
    w.store.hooks.after = (command) => {
      if (command !== 'UpdateItem') return;
      delete w.store.hooks.after;
      throw new Error('cut off');
    };
    expect((await handle(batch(...stream))).batchItemFailures[0]).toEqual({ itemIdentifier: sequence(1) });
    expect(await handle(batch(...stream))).toEqual(failures());
    expect(await searches()).toBe(6);
    expect(await searches('ALL')).toBe(6);
  });

  it('what a sender repeats within a batch, even when the batch is cut between the two', async () => {
    const event = search();
    const pair = [record(event, at(1)), record(event, at(2))];
    await handle(batch(...pair));
    await handle(batch(...pair.slice(1)));
    expect(await searches()).toBe(1);
  });
});

describe('what goes wrong', () => {
  it('names the records of the figure that failed', async () => {
    w.store.hooks.before = (_command, input) => {
      if (JSON.stringify(input).includes('CDG')) throw new Error('down');
    };
    const response = await handle(
      batch(
        record(search(), at(1)),
        record(search({ destination: 'CDG' }), at(2)),
        record(search({ destination: 'CDG' }), at(3)),
        record(search(), at(4)),
      ),
    );
    expect(response).toEqual(failures(sequence(2), sequence(3)));
    expect(await searches()).toBe(2);
  });

  it('fails rather than guess when somebody else counts the same shard', async () => {
    await handle(batch(record(search(), at(5))));
    w.store.hooks.after = async (command) => {
      if (command !== 'GetItem') return;
      delete w.store.hooks.after;
      await handle(batch(record(search(), at(7))));
    };
    const response = await handle(batch(record(search(), at(5)), record(search(), at(6))));
    expect(response.batchItemFailures).toContainEqual({ itemIdentifier: sequence(5) });
  });

  it('skips what is malformed, and says how many', async () => {
    expect(await handle(batch(rawRecord('{'), record(search())))).toEqual(failures());
    expect(await searches()).toBe(1);
    expect(w.said.counts.get('EventsMalformed')).toBe(1);
  });

  it.each([1e17, 9_223_372_036_854_775_000, -1, 0])(
    'skips what came at %d, which no clock shows',
    async (receivedAt) => {
      expect(await handle(batch(record(search(), { receivedAt }), record(search())))).toEqual(failures());
      expect(await searches()).toBe(1);
      expect(w.said.counts.get('EventsMalformed')).toBe(1);
    },
  );

  it('leaves a figure alone that expired meanwhile', async () => {
    w.store.hooks.before = (command) => {
      if (command !== 'UpdateItem') return;
      throw Object.assign(new Error('no'), { name: 'ConditionalCheckFailedException' });
    };
    expect(await handle(batch(record(search(), at(1))))).toEqual(failures());
    expect(w.clock.at).toBeLessThan(noon + second);
  });
});
