import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { DomainEvent } from '../../../model/flyhigh/handlers/common/domain-events.ts';
import type { Booking, Cancellation } from '../../../output/contracts/events.ts';
import { inventoryUpdater } from '../support/inventory.ts';
import {
  batch,
  booking,
  cancellation,
  change,
  iso,
  minute,
  noon,
  record,
  segment,
  sequence,
} from '../support/records.ts';
import { type World, world } from '../support/world.ts';

const flights = ['FH1-2026-12-24-JFK', 'FH2-2026-12-25-LHR', 'FH3-2026-12-26-CDG'];
/** Of each, 95 % and 93 % are no whole seats: a flight is sold out, oversold, or neither. */
const limits = [11, 12, 13];

/** What a booking holds of each flight after each of its versions. */
const versions = fc.array(fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 3, maxLength: 3 }), {
  minLength: 1,
  maxLength: 4,
});

type Sale = Booking | Cancellation;
type Version = readonly number[];
type Said = Pick<Booking, 'eventTime'> & { readonly limit: number };

/** Each says another moment and its own limit of the flights. */
function events(bookingId: string, history: readonly Version[], said: (version: number) => Said): Sale[] {
  return history.map((held, index) => {
    const before = history[index - 1] ?? [0, 0, 0];
    const changes = (grown: boolean) =>
      flights.flatMap((flightId, n) => {
        const difference = (held[n] ?? 0) - (before[n] ?? 0);
        return difference !== 0 && difference > 0 === grown ? [change(Math.abs(difference), { flightId })] : [];
      });
    const { eventTime, limit } = said(index);
    const segments = flights.flatMap((flightId, n) =>
      held[n] ? [segment(held[n], { flightId, capacity: limit, sellLimit: limit })] : [],
    );
    const common = {
      bookingId,
      bookingVersion: index + 1,
      eventTime,
      segments,
      added: changes(true),
      removed: changes(false),
    };
    return segments.length === 0 ? cancellation(common) : booking(common);
  });
}

const histories = fc.record({
  bookings: fc.array(versions, { minLength: 1, maxLength: 5 }),
  /** Which of a booking's versions but the last never arrive. */
  lost: fc.array(fc.boolean(), { minLength: 20, maxLength: 20 }),
  limits: fc.array(fc.constantFrom(...limits), { minLength: 20, maxLength: 20 }),
  order: fc.array(fc.nat(), { minLength: 40, maxLength: 40 }),
  /** Before or after which request a worker is cut off. */
  crashes: fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 6 }),
  workers: fc.integer({ min: 1, max: 3 }),
});

it('counts exactly, whatever is repeated, shuffled, lost, raced or cut off', async () => {
  await fc.assert(
    fc.asyncProperty(histories, async ({ bookings, lost, limits, order, crashes, workers }) => {
      const w = world(noon);
      const sent = bookings.flatMap((history, n) =>
        events(`BOOK0${n}`, history, (version) => ({
          eventTime: iso(noon - (n * 4 + version) * 20 * minute),
          limit: limits[n * 4 + version] ?? 0,
        })).filter((_, index) => index === history.length - 1 || !lost[n * 4 + index]),
      );
      const twice = [...sent, ...sent].map((event, n) => record(event, { sequenceNumber: sequence(n) }));
      const shuffled = twice
        .map((item, n) => ({ item, at: order[n % order.length] ?? 0 }))
        .sort((a, b) => a.at - b.at)
        .map(({ item }) => item);
      await deliver(w, shuffled, crashes, workers);

      const seats = await w.store.items('seats');
      for (const [n, flightId] of flights.entries()) {
        const held = bookings.reduce((sum, history) => sum + (history.at(-1)?.[n] ?? 0), 0);
        const count = seats.find((item) => item.flightId === flightId);
        expect(Number(count?.sold ?? 0)).toBe(held);
        if (count) checkLevel(held, count, w);
      }
      for (const event of w.announced) checkAnnouncement(event);
    }),
    { numRuns: 150, seed: 20261122 },
  );
}, 60_000);

type Records = ReturnType<typeof batch>['Records'];

/** Each worker takes every nth record and is given again what it reports, as Lambda would. */
async function deliver(w: World, records: Records, crashes: readonly number[], workers: number): Promise<void> {
  let requests = 0;
  const due = new Set(crashes);
  const crash = () => {
    requests += 1;
    if (due.delete(requests)) throw new Error('cut off');
  };
  w.store.hooks.before = crash;
  w.store.hooks.after = crash;
  const handle = inventoryUpdater(w, w.store.direct);
  await Promise.all(
    Array.from({ length: workers }, async (_, worker) => {
      let left = records.filter((_record, n) => n % workers === worker);
      while (left.length > 0) {
        const { batchItemFailures } = await handle(batch(...left));
        const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
        const first = left.findIndex(({ kinesis }) => failed.has(kinesis.sequenceNumber));
        left = first < 0 ? [] : left.slice(first);
      }
    }),
  );
}

/** Nothing is announced that was not so when it was seen. */
function checkAnnouncement(event: DomainEvent): void {
  if (event.eventType === 'Oversold') expect(event.sold).toBeGreaterThan(event.sellLimit);
  else if (event.eventType === 'SeatsLow') expect(event.sold).toBe(event.sellLimit);
  else expect(event.eventType).toBe('Oversold or SeatsLow');
}

function checkLevel(sold: number, count: Record<string, unknown>, w: World): void {
  const [level, limit] = [Number(count.alertLevel ?? 0), Number(count.sellLimit)];
  expect(limits).toContain(limit);
  if (sold > limit) expect(level).toBe(2);
  else if (sold === limit) expect(level).toBeGreaterThanOrEqual(1);
  else expect(level).toBe(0);
  if (level === 0) return;
  expect(count.announced).toBe(true);
  const id = `${count.flightId}#Y#${level}#${count.alertSince}`;
  expect(w.announced.map((event) => event.id)).toContain(id);
}
