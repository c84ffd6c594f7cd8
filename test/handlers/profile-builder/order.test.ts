import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { numbersIn } from '../../../model/flyhigh/handlers/common/attributes.ts';
import { createHandler } from '../../../model/flyhigh/handlers/profile-builder/handler.ts';
import {
  batch,
  booking,
  cancellation,
  change,
  day,
  hour,
  iso,
  noon,
  record,
  search,
  segment,
  traveller,
  uuid7,
} from '../support/records.ts';
import { type World, world } from '../support/world.ts';

let w: World;
let handle: ReturnType<typeof createHandler>;
const begin = () => {
  w = world(noon);
  handle = createHandler({ ...w.said, clock: w.clock, db: w.store.direct, profileTable: 'profiles' });
};
beforeEach(begin);

const profile = async () => (await w.store.items('profiles'))[0];
const interests = async () => numbersIn((await profile()) ?? {}, 'interests');

let n = 0;
/** A search that was made and arrived at that moment. */
function looked(at: number, destination = 'LHR', more: Parameters<typeof search>[0] = {}) {
  n += 1;
  const event = search({ eventId: uuid7(at, n), eventTime: iso(at), destination, ...more });
  return record(event, { travellerRef: traveller, receivedAt: at });
}

function sale(event: Parameters<typeof record>[0], at = noon) {
  return record(event, { receivedAt: at });
}

describe('order and repetition', () => {
  const event = fc.record({
    hoursAgo: fc.integer({ min: 0, max: 71 }),
    to: fc.constantFrom('LHR', 'CDG', 'NRT'),
    kind: fc.constantFrom('search', 'sale', 'cancellation'),
  });
  const many = fc.array(event, { minLength: 1, maxLength: 8 }).chain((events) =>
    fc.record({
      events: fc.constant(events),
      order: fc.shuffledSubarray(
        [...events, ...events].map((_, index) => index),
        { minLength: events.length * 2, maxLength: events.length * 2 },
      ),
      cut: fc.integer({ min: 1, max: 8 }),
    }),
  );

  it('change nothing within 72 hours', async () => {
    await fc.assert(
      fc.asyncProperty(many, async ({ events, order, cut }) => {
        const records = events.map(({ hoursAgo, to, kind }, index) => {
          const at = noon - hoursAgo * hour;
          const common = { eventId: uuid7(at, index), eventTime: iso(at) };
          const route = { route: `JFK-${to}`, flightId: `FH${index}-2026-12-24-JFK` };
          const sold = { ...common, travellerRef: traveller, bookedAt: iso(noon - 100 * hour) };
          if (kind === 'search') return looked(at, to, common);
          if (kind === 'sale')
            return sale(booking({ ...sold, segments: [segment(1, route)], added: [change(1, route)] }), at);
          return sale(cancellation({ ...sold, removed: [change(1, route)] }), at);
        });
        begin();
        await handle(batch(...records));
        const straight = await profile();
        begin();
        const twice = order.flatMap((index) => records[index % records.length] ?? []);
        for (let from = 0; from < twice.length; from += cut) await handle(batch(...twice.slice(from, from + cut)));
        const shuffled = await profile();
        for (const scores of ['interests', 'cabins']) {
          const [a, b] = [numbersIn(straight ?? {}, scores), numbersIn(shuffled ?? {}, scores)];
          expect(Object.keys(b).sort()).toEqual(Object.keys(a).sort());
          for (const [key, score] of Object.entries(a)) expect(Math.abs((b[key] ?? 0) - score)).toBeLessThan(1e-9);
        }
        expect(shuffled?.asOf).toBe(straight?.asOf);
        expect(shuffled?.recent).toEqual(straight?.recent);
      }),
      { numRuns: 150, seed: 14 },
    );
  }, 60_000);

  it('what is older than 72 hours is not counted: nobody could tell whether it was', async () => {
    await handle(batch(looked(noon)));
    await handle(batch(looked(noon - 72 * hour), looked(noon - 72 * hour - 1)));
    expect((await interests()).LHR).toBeCloseTo(1 + 2 ** (-3 / 14), 12);
    expect(w.said.counts.get('SignsTooLate')).toBe(1);
  });

  it('what arrives later than that is not counted either, whatever came before', async () => {
    const late = (ms: number, event = search({ eventId: uuid7(noon, 7), eventTime: iso(noon - ms) })) =>
      record(event, { travellerRef: traveller, receivedAt: noon });
    await handle(batch(late(72 * hour + 1), late(noon - Date.parse('2000-01-01T00:00:00.000Z'))));
    const old = search({ eventId: uuid7(noon - 73 * hour, 8), eventTime: iso(noon) });
    await handle(batch(late(0, old)));
    expect(await profile()).toBeUndefined();
    expect(w.said.counts.get('SignsTooLate')).toBe(3);
    await handle(batch(late(72 * hour, search({ eventId: uuid7(noon, 9), eventTime: iso(noon - 72 * hour) }))));
    expect(await interests()).toEqual({ LHR: 1 });
  });

  it('a profile of many years is still stored: what has faded to nothing is left out', async () => {
    await handle(batch(looked(noon, 'CDG')));
    const years = noon + 20 * 365 * day;
    await handle(batch(looked(years)));
    expect(await interests()).toEqual({ LHR: 1 });
    await handle(batch(looked(years + 14 * day)));
    expect(await interests()).toEqual({ LHR: 1.5 });
  });

  it('forgets ids only when their events would be too late', async () => {
    const first = looked(noon);
    await handle(batch(first, looked(noon + 72 * hour)));
    await handle(batch(first));
    expect((await interests()).LHR).toBeCloseTo(1 + 2 ** (-3 / 14), 12);
    await handle(batch(looked(noon + 72 * hour + 1)));
    expect((await profile())?.recent).toHaveLength(2);
  });

  it('a clock that runs ahead does not make the present look old', async () => {
    const ahead = record(search({ eventTime: iso(noon + 30 * day) }), { travellerRef: traveller });
    await handle(batch(ahead));
    expect((await profile())?.asOf).toBe(noon);
  });

  it('an id from the far future is not believed', async () => {
    const odd = record(search({ eventId: uuid7(noon + 400 * day, 1) }), { travellerRef: traveller });
    await handle(batch(odd));
    expect(w.store.commands).toEqual(['GetItem']);
    expect(w.said.counts.get('SignsImplausible')).toBe(1);
  });

  it('a robot does not outgrow its item', async () => {
    const flood = Array.from({ length: 4_100 }, () => looked(noon));
    await handle(batch(...flood));
    expect(await interests()).toEqual({ LHR: 4_096 });
    expect(w.said.counts.get('SignsTooMany')).toBe(4);
  }, 30_000);
});
