import { beforeEach, describe, expect, it } from 'vitest';
import { numbersIn } from '../../../model/flyhigh/handlers/common/attributes.ts';
import { createHandler } from '../../../model/flyhigh/handlers/profile-builder/handler.ts';
import {
  batch,
  booking,
  cancellation,
  change,
  day,
  failures,
  iso,
  noon,
  rawRecord,
  record,
  search,
  segment,
  sequence,
  traveller,
  uuid7,
} from '../support/records.ts';
import { type World, world } from '../support/world.ts';

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

  const sold = (more: object) => booking({ travellerRef: traveller, ...more });
  const cancelled = (more: object) => cancellation({ travellerRef: traveller, ...more });
  const toJ = { segments: [segment(2, { cabin: 'J' })], added: [change(2, { cabin: 'J' })], removed: [change(2)] };
  const both = [change(2), change(1, { cabin: 'J' })];

  it.each<readonly [string, readonly object[]]>([
    [
      'in another cabin than it was sold',
      [
        sold({}),
        sold({ eventType: 'BookingChanged', bookingVersion: 2, ...toJ }),
        cancelled({ bookingVersion: 3, removed: [change(2, { cabin: 'J' })] }),
      ],
    ],
    [
      'of two cabins of one flight, named in the other order',
      [
        sold({ segments: [segment(2), segment(1, { cabin: 'J' })], added: both }),
        cancelled({ removed: both.toReversed() }),
      ],
    ],
  ])('nor one that is cancelled %s', async (_what, events) => {
    for (const event of events) await handle(batch(sale(event)));
    for (const scores of ['interests', 'cabins'])
      for (const score of Object.values(numbersIn((await profile()) ?? {}, scores))) expect(score).toBeCloseTo(0, 12);
  });

  it('another cabin on the same flight is news for cabins only', async () => {
    await handle(batch(sale(sold({}))));
    await handle(batch(sale(sold({ eventType: 'BookingChanged', bookingVersion: 2, ...toJ }))));
    expect(await interests()).toEqual({ LHR: 8 });
    expect((await profile())?.cabins).toEqual({ Y: 0, J: 8 });
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

  it('names the records of a traveller whose profile failed, and never the traveller', async () => {
    w.store.hooks.before = (command) => {
      if (command === 'PutItem') throw new Error('down');
    };
    const other = record(search(), { sequenceNumber: sequence(1) });
    const bad = record(search(), { sequenceNumber: sequence(2), travellerRef: traveller });
    const next = record(search(), { sequenceNumber: sequence(3), travellerRef: traveller });
    expect(await handle(batch(other, bad, next))).toEqual(failures(sequence(2), sequence(3)));
    expect(w.said.lines.join()).not.toContain(traveller);
  });

  it('skips what is malformed', async () => {
    expect(await handle(batch(rawRecord('{'), looked(noon)))).toEqual(failures());
    expect(await interests()).toEqual({ LHR: 1 });
    expect(w.said.counts.get('EventsMalformed')).toBe(1);
  });
});
