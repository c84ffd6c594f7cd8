// Any split of a stream into batches, with retries wherever a handler is cut off, gives the same figures.

import type { KinesisStreamRecord } from 'aws-lambda';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createHandler } from '../../model/flyhigh/handlers/live-analytics/handler.ts';
import {
  batch,
  booking,
  cancellation,
  change,
  iso,
  minute,
  noon,
  record,
  search,
  sequence,
  uuid7,
} from './support/records.ts';
import { type World, world } from './support/world.ts';

const routes = ['JFK-LHR', 'LHR-CDG', 'SFO-NRT'];
const shards = ['shardId-000000000000', 'shardId-000000000001'];

interface Told {
  readonly kind: 'search' | 'booking' | 'change' | 'cancellation';
  readonly route: number;
  readonly seats: number;
  /** Minutes after noon at which it happened and arrived. */
  readonly at: number;
  readonly shard: number;
}

const told: fc.Arbitrary<Told> = fc.record({
  kind: fc.constantFrom('search', 'search', 'booking', 'change', 'cancellation'),
  route: fc.nat(routes.length - 1),
  seats: fc.integer({ min: 1, max: 9 }),
  at: fc.nat(3),
  shard: fc.nat(shards.length - 1),
});

const streams = fc.record({
  events: fc.array(told, { minLength: 1, maxLength: 30 }),
  /** How long the next batch is, each in turn. */
  sizes: fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 8 }),
  /** At which requests, before or after, the handler is cut off. */
  crashes: fc.array(fc.integer({ min: 1, max: 150 }), { maxLength: 10 }),
  /** After which batches the answer is lost, so that they come again, cut anew. */
  lost: fc.array(fc.nat(20), { maxLength: 4 }),
});

function recordOf({ kind, route, seats, at, shard }: Told, n: number): KinesisStreamRecord {
  const ms = noon + at * minute;
  const [origin = '', destination = ''] = (routes[route] ?? '').split('-');
  const common = { eventId: uuid7(ms, n), eventTime: iso(ms) };
  const changed = [change(seats, { route: `${origin}-${destination}` })];
  const event = {
    search: () => search({ ...common, origin, destination }),
    booking: () => booking({ ...common, added: changed }),
    change: () => booking({ ...common, eventType: 'BookingChanged', added: [], removed: changed }),
    cancellation: () => cancellation({ ...common, removed: changed }),
  }[kind]();
  return record(event, {
    receivedAt: ms,
    stream: kind === 'search' ? 'looks' : 'sales',
    shard: shards[shard] ?? '',
    sequenceNumber: sequence(n + 1),
  });
}

/** Counted here on its own, from what was told. */
function reference(events: readonly Told[]): Readonly<Record<string, readonly number[]>> {
  const figures: Record<string, [number, number, number, number]> = {};
  for (const { kind, route, seats, at } of events) {
    for (const name of ['ALL', routes[route] ?? '']) {
      const key = `${name} ${iso(noon + at * minute).slice(0, 16)}`;
      figures[key] ??= [0, 0, 0, 0];
      const figure = figures[key];
      if (kind === 'search') figure[0] += 1;
      if (kind === 'booking') figure[1] += 1;
      if (kind === 'booking') figure[2] += seats;
      if (kind === 'change' || kind === 'cancellation') figure[3] += seats;
    }
  }
  return figures;
}

/** Searches, bookings, seats and cancelled seats of each route and minute, over all shards. */
async function counted(w: World): Promise<Readonly<Record<string, readonly number[]>>> {
  const figures: Record<string, number[]> = {};
  for (const item of await w.store.items('figures')) {
    const key = `${item.route} ${String(item.minuteKey).slice(0, 16)}`;
    const more = [item.searches, item.bookings, item.seats, item.cancelled].map((value) => Number(value ?? 0));
    figures[key] = more.map((value, n) => value + (figures[key]?.[n] ?? 0));
  }
  return figures;
}

const handlerOf = (w: World) =>
  createHandler({ ...w.said, clock: w.clock, db: w.store.direct, figuresTable: 'figures' });

/** One shard of one stream, as Lambda reads it: on from the first record that is not done, and again what it has no answer to. */
async function deliver(
  handle: ReturnType<typeof handlerOf>,
  records: readonly KinesisStreamRecord[],
  sizes: readonly number[],
  lost: readonly number[],
): Promise<void> {
  let position = 0;
  for (let n = 0; position < records.length; n += 1) {
    const cut = records.slice(position, position + (sizes[n % sizes.length] ?? 1));
    const { batchItemFailures } = await handle(batch(...cut));
    if (lost.includes(n)) continue;
    const failed = batchItemFailures[0]?.itemIdentifier;
    position += failed === undefined ? cut.length : cut.findIndex(({ kinesis }) => kinesis.sequenceNumber === failed);
  }
}

function byShard(records: readonly KinesisStreamRecord[]): readonly (readonly KinesisStreamRecord[])[] {
  const shardOf = ({ eventID, eventSourceARN }: KinesisStreamRecord) => `${eventSourceARN} ${eventID.split(':')[0]}`;
  return [...new Set(records.map(shardOf))].map((shard) => records.filter((each) => shardOf(each) === shard));
}

it('gives the same figures however the shards are cut, retried and cut off', async () => {
  await fc.assert(
    fc.asyncProperty(streams, async ({ events, sizes, crashes, lost }) => {
      const w = world(noon);
      let requests = 0;
      const due = new Set(crashes);
      w.store.hooks.before = w.store.hooks.after = () => {
        requests += 1;
        if (due.delete(requests)) throw new Error('cut off');
      };
      const handle = handlerOf(w);
      await Promise.all(byShard(events.map(recordOf)).map((records) => deliver(handle, records, sizes, lost)));
      expect(await counted(w)).toEqual(reference(events));
    }),
    { numRuns: 200, seed: 53 },
  );
}, 60_000);

it('counts what a sender repeats once in each batch that holds it', async () => {
  const repeats = fc.record({
    events: fc.array(told, { minLength: 1, maxLength: 6 }),
    order: fc.array(fc.nat(), { minLength: 1, maxLength: 20 }),
    size: fc.integer({ min: 1, max: 8 }),
  });
  await fc.assert(
    fc.asyncProperty(repeats, async ({ events, order, size }) => {
      const w = world(noon);
      const sent = order.map((index) => ({ ...(events[index % events.length] ?? events[0]), shard: 0 }) as Told);
      const ids = order.map((index) => index % events.length);
      const records = sent.map((each, n) => {
        const { kinesis, ...rest } = recordOf({ ...each, kind: 'search' }, ids[n] ?? 0);
        const sequenceNumber = sequence(n + 1);
        return { ...rest, eventID: `${shards[0]}:${sequenceNumber}`, kinesis: { ...kinesis, sequenceNumber } };
      });
      const due: Told[] = [];
      for (let from = 0; from < records.length; from += size) {
        await handlerOf(w)(batch(...records.slice(from, from + size)));
        const distinct = new Set(ids.slice(from, from + size));
        due.push(...[...distinct].map((id) => ({ ...(events[id] as Told), kind: 'search' as const, shard: 0 })));
      }
      expect(await counted(w)).toEqual(reference(due));
    }),
    { numRuns: 100, seed: 54 },
  );
}, 60_000);
