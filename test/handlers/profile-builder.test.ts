import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { numbersIn } from '../../model/flyhigh/handlers/common/attributes.ts';
import { createHandler as createInsights } from '../../model/flyhigh/handlers/insights/handler.ts';
import { createHandler } from '../../model/flyhigh/handlers/profile-builder/handler.ts';
import {
  batch,
  booking,
  cancellation,
  change,
  day,
  failures,
  hour,
  iso,
  minute,
  noon,
  rawRecord,
  record,
  search,
  segment,
  sequence,
  traveller,
  uuid7,
} from './support/records.ts';
import { proxyRequest } from './support/requests.ts';
import { type World, world } from './support/world.ts';

let w: World;
let handle: ReturnType<typeof createHandler>;
const begin = () => {
  w = world(noon);
  handle = createHandler({ ...w.said, clock: w.clock, db: w.store.client, profileTable: 'profiles' });
};
beforeEach(begin);

const profile = async () => (await w.store.items('profiles'))[0];
const interests = async () => numbersIn((await profile()) ?? {}, 'interests');
const halfLife = 14 * day;

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

describe('what is learned', () => {
  it('a search weighs 1, for its destination and the cabin it asks for', async () => {
    const event = search({ cabin: 'J' });
    expect(await handle(batch(record(event, { travellerRef: traveller })))).toEqual(failures());
    expect(await w.store.items('profiles')).toEqual([
      {
        travellerRef: traveller,
        asOf: noon,
        interests: { LHR: 1 },
        cabins: { J: 1 },
        recent: new Set([Buffer.from(event.eventId.replaceAll('-', ''), 'hex')]),
        v: 1,
        expiresAt: (noon + 180 * day) / 1000,
      },
    ]);
  });

  it('a flight weighs 8, however many seats', async () => {
    await handle(batch(sale(booking({ travellerRef: traveller }))));
    expect(await interests()).toEqual({ LHR: 8 });
    expect((await profile())?.cabins).toEqual({ Y: 8 });
  });

  it('fades by half in 14 days', async () => {
    await handle(batch(looked(noon)));
    await handle(batch(looked(noon + halfLife, 'CDG')));
    expect(await interests()).toEqual({ LHR: 0.5, CDG: 1 });
    expect((await profile())?.asOf).toBe(noon + halfLife);
  });

  it('what comes late is added as it has faded since', async () => {
    await handle(batch(looked(noon + 2 * day, 'CDG')));
    await handle(batch(looked(noon)));
    const { LHR } = await interests();
    expect(LHR).toBeCloseTo(2 ** (-2 / 14), 12);
  });

  it('a cancelled sale comes to nothing, not to a penalty', async () => {
    await handle(batch(sale(booking({ travellerRef: traveller }))));
    const at = noon + 10 * day;
    const gone = cancellation({
      travellerRef: traveller,
      eventId: uuid7(at, 1),
      eventTime: iso(at),
      bookedAt: iso(noon),
    });
    await handle(batch(sale(gone, at)));
    const { LHR } = await interests();
    expect(LHR).toBeCloseTo(0, 12);
  });

  it('more seats, fewer seats or another cabin on the same flight are no news', async () => {
    const changed = booking({
      travellerRef: traveller,
      eventType: 'BookingChanged',
      segments: [segment(3), segment(1, { cabin: 'J' })],
      added: [change(1, { cabin: 'J' })],
      removed: [change(1)],
    });
    await handle(batch(sale(changed)));
    expect(await interests()).toEqual({});
  });
});

describe('who is remembered', () => {
  it.each([
    ['a guest', record(search())],
    ['a guest that buys', record(booking())],
    ['who refuses', record(search({ consent: false }), { travellerRef: traveller })],
    ['who refuses and buys', record(booking({ consent: false, travellerRef: traveller }))],
  ])('not %s', async (_what, item) => {
    expect(await handle(batch(item))).toEqual(failures());
    expect(w.store.commands).toEqual([]);
  });

  it('not who a body claims to be', async () => {
    await handle(batch(record({ ...search(), travellerRef: traveller })));
    expect(w.store.commands).toEqual([]);
  });
});

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
      { numRuns: 80, seed: 14 },
    );
  }, 60_000);

  it('what is older than 72 hours is not counted: nobody could tell whether it was', async () => {
    await handle(batch(looked(noon)));
    await handle(batch(looked(noon - 72 * hour), looked(noon - 72 * hour - 1)));
    expect((await interests()).LHR).toBeCloseTo(1 + 2 ** (-3 / 14), 12);
    expect(w.said.counts.get('SignsTooLate')).toBe(1);
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
    expect((await profile())?.asOf).toBe(noon + minute);
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
  });
});

describe('what goes wrong', () => {
  it('folds anew over what another worker wrote meanwhile', async () => {
    let raced = false;
    w.store.hooks.before = async (command) => {
      if (command !== 'PutItem' || raced) return;
      raced = true;
      await handle(batch(looked(noon, 'CDG')));
    };
    await handle(batch(looked(noon)));
    expect(await interests()).toEqual({ LHR: 1, CDG: 1 });
    expect(await profile()).toMatchObject({ v: 2 });
  });

  it('names the first record of a traveller that failed, and never the traveller', async () => {
    w.store.hooks.before = (command) => {
      if (command === 'PutItem') throw new Error('down');
    };
    const other = record(search(), { sequenceNumber: sequence(1) });
    const bad = record(search(), { sequenceNumber: sequence(2), travellerRef: traveller });
    const next = record(search(), { sequenceNumber: sequence(3), travellerRef: traveller });
    expect(await handle(batch(other, bad, next))).toEqual(failures(sequence(2)));
    expect(w.said.lines.join()).not.toContain(traveller);
  });

  it('skips what is malformed', async () => {
    expect(await handle(batch(rawRecord('{'), looked(noon)))).toEqual(failures());
    expect(await interests()).toEqual({ LHR: 1 });
    expect(w.said.counts.get('EventsMalformed')).toBe(1);
  });
});

describe('erasure', () => {
  const erase = () =>
    createInsights({
      ...w.said,
      clock: w.clock,
      db: w.store.client,
      figuresTable: 'figures',
      demandTable: 'demand',
      seatTable: 'seats',
      profileTable: 'profiles',
    })(proxyRequest('DELETE', '/me/profile', { sub: traveller }));

  it('leaves a tombstone that a late redrive cannot bring back to life', async () => {
    const before = looked(noon - hour);
    await handle(batch(before));
    await erase();
    const tombstone = { travellerRef: traveller, erasedAt: noon, v: 2, expiresAt: (noon + 40 * day) / 1000 };
    expect(await w.store.items('profiles')).toEqual([tombstone]);
    await handle(batch(before, looked(noon - minute)));
    expect(await w.store.items('profiles')).toEqual([tombstone]);
    expect(w.said.counts.get('SignsErased')).toBe(2);
  });

  it('comes before the first event just as well', async () => {
    await erase();
    expect(await profile()).toMatchObject({ erasedAt: noon, v: 1 });
  });

  it('is kept by a profile that grows again', async () => {
    await erase();
    await handle(batch(looked(noon + day)));
    expect(await profile()).toMatchObject({
      interests: { LHR: 1 },
      erasedAt: noon,
      v: 2,
      expiresAt: (noon + 181 * day) / 1000,
    });
  });

  it('wins against a fold under way', async () => {
    await handle(batch(looked(noon - hour)));
    let raced = false;
    w.store.hooks.before = async (command) => {
      if (command !== 'PutItem' || raced) return;
      raced = true;
      await erase();
    };
    await handle(batch(looked(noon - minute)));
    expect(await profile()).toEqual({
      travellerRef: traveller,
      erasedAt: noon,
      v: 2,
      expiresAt: (noon + 40 * day) / 1000,
    });
  });
});
