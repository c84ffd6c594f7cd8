// The handler itself through surges, with batches repeated, raced and cut off: one episode a surge, told under one id.
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createHandler } from '../../../model/flyhigh/handlers/demand-detector/handler.ts';
import { hour, iso, minute, noon, second } from '../support/records.ts';
import { type World, world } from '../support/world.ts';

const routes = ['JFK-LHR', 'SFO-NRT'];
/** Ten in five minutes are usual. */
const usualAnHour = 120;
const batchEvery = 30 * second;

const schedules = fc.record({
  /** For each route, after how many minutes a surge begins, and for how many it lasts. */
  surges: fc.array(fc.tuple(fc.integer({ min: 0, max: 15 }), fc.integer({ min: 4, max: 12 })), {
    minLength: routes.length,
    maxLength: routes.length,
  }),
  /** How many handlers look at each batch at the same time, in turn. */
  lookers: fc.array(fc.integer({ min: 1, max: 2 }), { minLength: 1, maxLength: 5 }),
  /** At which requests to DynamoDB, and which announcements, the handler is cut off. */
  crashes: fc.array(fc.integer({ min: 1, max: 600 }), { maxLength: 8 }),
  busDown: fc.array(fc.integer({ min: 0, max: 90 }), { maxLength: 3 }),
});

it('tells each surge once, whoever looks, however often, and wherever it is cut off', async () => {
  await fc.assert(
    fc.asyncProperty(schedules, async ({ surges, lookers, crashes, busDown }) => {
      const w = world(noon + 30 * minute);
      await learned(w);
      let requests = 0;
      const due = new Set(crashes);
      w.store.hooks.before = w.store.hooks.after = () => {
        requests += 1;
        if (due.delete(requests)) throw new Error('cut off');
      };
      const began = w.clock.at;
      // On beyond the end of the last surge, by more than a lease: what lapses has lapsed.
      for (let batch = 0; batch < (45 * minute) / batchEvery; batch += 1) {
        w.clock.at = began + batch * batchEvery;
        await figures(w, surges, began);
        if (busDown.includes(batch)) w.outage.bus = new Error('down');
        await look(w, lookers[batch % lookers.length] ?? 1);
      }
      const told = w.announced.map(({ id }) => id);
      // Repeated under the same id at most, which is how listeners know it.
      expect([...new Set(told)].map((id) => id.split('#')[0]).sort()).toEqual([...routes].sort());
      for (const item of await w.store.items('demand')) {
        if (item.item === 'lease') expect(item).toMatchObject({ announced: true });
      }
      for (const event of w.announced) {
        const [from = 0, lasts = 0] = surges[routes.indexOf('route' in event ? event.route : '')] ?? [];
        const since = (Date.parse(event.eventTime) - began) / minute;
        expect(since).toBeGreaterThanOrEqual(from);
        expect(since).toBeLessThan(from + lasts);
      }
    }),
    { numRuns: 10, seed: 20261130 },
  );
}, 120_000);

async function learned({ store, clock }: World): Promise<void> {
  const hours = Object.fromEntries(
    Array.from({ length: 168 }, (_, slot) => [slot, { m: usualAnHour, v: usualAnHour, n: 5 }]),
  );
  const foldedHour = Math.floor(clock.at / hour) - 1;
  for (const route of routes) {
    await store.client.send(
      new PutCommand({ TableName: 'demand', Item: { route, item: 'baseline', hours, foldedHour } }),
    );
  }
}

/** Two searches a minute, twenty in a surge, as they have come in so far in this minute. */
async function figures(
  { store, clock }: World,
  surges: readonly (readonly [number, number])[],
  began: number,
): Promise<void> {
  const { before, after } = store.hooks;
  store.hooks.before = store.hooks.after = () => {};
  for (const [n, route] of routes.entries()) {
    const [from = 0, lasts = 0] = surges[n] ?? [];
    const at = Math.floor((clock.at - began) / minute);
    const rate = at >= from && at < from + lasts ? 20 : 2;
    const searches = Math.ceil((rate * ((clock.at % minute) + batchEvery)) / minute);
    const minuteKey = `${iso(clock.at).slice(0, 16)}#looks#shard-1`;
    await store.client.send(new PutCommand({ TableName: 'figures', Item: { route, minuteKey, searches } }));
  }
  if (before) store.hooks.before = before;
  if (after) store.hooks.after = after;
}

/** Lambda sends a batch again until nothing of it is left; the copies do not wait for each other. */
async function look(w: World, lookers: number): Promise<void> {
  // Machines' clocks never quite agree.
  const handlerOf = (looker: number) =>
    createHandler({
      ...w.said,
      clock: { ...w.clock, now: () => w.clock.at + 7 * looker },
      db: w.store.direct,
      figuresTable: 'figures',
      demandTable: 'demand',
      bus: w.bus,
    });
  const minuteKey = { S: `${iso(w.clock.at).slice(0, 16)}#looks#shard-1` };
  const Records = routes.map((route, n) => ({
    eventName: 'MODIFY' as const,
    dynamodb: { Keys: { route: { S: route }, minuteKey }, SequenceNumber: String(n + 1) },
  }));
  await Promise.all(
    Array.from({ length: lookers }, async (_, looker) => {
      const handle = handlerOf(looker);
      let left: DynamoDBStreamEvent['Records'] = Records;
      while (left.length > 0) {
        const first = (await handle({ Records: left })).batchItemFailures[0]?.itemIdentifier;
        left =
          first === undefined ? [] : left.filter(({ dynamodb }) => Number(dynamodb?.SequenceNumber) >= Number(first));
      }
    }),
  );
}
