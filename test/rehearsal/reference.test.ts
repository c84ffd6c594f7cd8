import { describe, expect, it } from 'vitest';
import type { Arrival } from '../../model/flyhigh/rehearsal/reference/arrivals.ts';
import { batchesOf } from '../../model/flyhigh/rehearsal/reference/batches.ts';
import { dueDemand, minuteOf } from '../../model/flyhigh/rehearsal/reference/demand.ts';
import { finalFigures, liveFigures } from '../../model/flyhigh/rehearsal/reference/figures.ts';
import { dueLevels } from '../../model/flyhigh/rehearsal/reference/levels.ts';
import { expectedProfiles } from '../../model/flyhigh/rehearsal/reference/profiles.ts';
import { expectedSeats } from '../../model/flyhigh/rehearsal/reference/seats.ts';
import type { Step } from '../../model/flyhigh/rehearsal/traffic/message.ts';
import type { Flight } from '../../model/flyhigh/rehearsal/traffic/network.ts';
import type { Search } from '../../output/contracts/events.ts';
import {
  booking,
  cancellation,
  change,
  iso,
  minute,
  noon,
  outbound,
  search,
  segment,
} from '../handlers/support/records.ts';

let serial = 0;
const arrival = (event: Arrival['event'], more: Partial<Arrival> = {}): Arrival => {
  serial += 1;
  return { stream: 's', shard: '0', sequenceNumber: String(serial), receivedAt: noon, event, ...more };
};

const flight: Flight = {
  flightId: outbound,
  route: 'JFK-LHR',
  departsAt: iso(noon),
  departed: false,
  cabins: [{ cabin: 'Y', capacity: 100, sellLimit: 100 }],
};
const cabin = `${outbound}#Y`;

/** Seats of one booking's versions, in phases divided by waits. */
const sold = (...phases: readonly (readonly [booking: string, version: number, seats: number])[][]): readonly Step[] =>
  phases.flatMap((phase, index): Step[] => [
    ...(index === 0 ? [] : [{ do: 'await' as const, seats: [] }]),
    ...phase.map(([bookingId, bookingVersion, seats]): Step => {
      const {
        eventId: _id,
        eventTime: _time,
        bookedAt: _at,
        ...draft
      } = booking({
        bookingId,
        bookingVersion,
        segments: seats === 0 ? [] : [segment(seats)],
      });
      return {
        do: 'send',
        message: { key: `${bookingId}${bookingVersion}`, chain: bookingId, path: '/bookings', agoMs: 0, at: 0, draft },
      };
    }),
  ]);

describe('alerts that are due for a cabin', () => {
  it.each([
    ['nothing below 95 in a hundred', sold([['A', 1, 94]]), [], 0, undefined],
    ['low from 95', sold([['A', 1, 95]]), ['SeatsLow'], 1, undefined],
    ['low when just full', sold([['A', 1, 100]]), ['SeatsLow'], 1, undefined],
    ['oversold after low', sold([['A', 1, 100]], [['B', 1, 1]]), ['SeatsLow', 'Oversold'], 2, undefined],
    ['no second alert while nothing falls', sold([['A', 1, 95]], [['B', 1, 3]]), ['SeatsLow'], 1, undefined],
    ['still low at 93', sold([['A', 1, 95]], [['A', 2, 93]]), ['SeatsLow'], 1, undefined],
    ['cleared below 93', sold([['A', 1, 95]], [['A', 2, 92]]), ['SeatsLow'], 0, undefined],
    [
      'low anew when cleared before',
      sold([['A', 1, 95]], [['A', 2, 92]], [['B', 1, 3]]),
      ['SeatsLow', 'SeatsLow'],
      1,
      undefined,
    ],
    [
      'oversold still, at its limit again',
      sold([['A', 1, 100]], [['B', 1, 1]], [['B', 2, 0]]),
      ['SeatsLow', 'Oversold'],
      2,
      undefined,
    ],
    ['a stale version says nothing', sold([['A', 2, 50]], [['A', 1, 100]]), [], 0, undefined],
    ['doubt past both levels at once', sold([['A', 1, 101]]), [], 0, 'goes past both levels at once'],
    [
      'doubt when it may have been full between',
      sold([
        ['A', 1, 96],
        ['A', 2, 10],
      ]),
      [],
      0,
      'goes up and down to 96',
    ],
    [
      'no doubt when it cannot have been',
      sold([
        ['A', 1, 94],
        ['A', 2, 10],
      ]),
      [],
      0,
      undefined,
    ],
  ] as const)('%s', (_name, steps, alerts, level, doubt) => {
    const due = dueLevels(steps, [flight], new Set([cabin])).get(cabin);
    const said = alerts.map(() => expect.anything());
    expect(due).toEqual({ alerts, said, level, ...(doubt === undefined ? {} : { doubt }) });
  });

  it('may say as many seats as are sold from its threshold to the end of its phase', () => {
    const steps = sold([['A', 1, 96]], [['B', 1, 7]], [['A', 2, 50]]);
    expect(dueLevels(steps, [flight], new Set([cabin])).get(cabin)?.said).toEqual([
      { least: 95, most: 96 },
      { least: 101, most: 103 },
    ]);
  });

  it('knows no phases of a cabin that nobody waits for', () => {
    const steps = sold([['A', 1, 95]], [['A', 2, 92]]);
    expect(dueLevels(steps, [flight], new Set()).get(cabin)?.doubt).toBe('goes up and down to 95');
  });
});

describe('seats that are due', () => {
  it('are those of the highest version, whatever came when', () => {
    const third = booking({ bookingVersion: 3, segments: [segment(4)] });
    const { bookings, sold: due } = expectedSeats([
      arrival(third),
      arrival(booking({ bookingVersion: 1, segments: [segment(2)] })),
      arrival(cancellation({ bookingVersion: 2 })),
      arrival(third),
    ]);
    expect(due).toEqual(new Map([[cabin, 4]]));
    const { eventId } = third;
    const held = new Map([[cabin, 4]]);
    expect(bookings.get('ABC123')).toEqual({ version: 3, eventId, cancelled: false, held });
    const gone = cancellation({ bookingVersion: 4 });
    expect(expectedSeats([arrival(gone), arrival(third)]).bookings.get('ABC123')).toEqual({
      version: 4,
      eventId: gone.eventId,
      cancelled: true,
      held: new Map(),
    });
  });

  it('are none of a flight that had departed when it was reported', () => {
    const flown = { flightId: 'FH123-2026-12-01-JFK', departsAt: iso(noon) };
    expect(expectedSeats([arrival(booking({ segments: [segment(2, flown)] }))]).sold).toEqual(new Map());
  });

  it('are those of a flight whose day has not begun anywhere, whatever is said of its departure', () => {
    const at = (receivedAt: number) => {
      const sale = booking({ segments: [segment(2, { departsAt: iso(noon) })] });
      return expectedSeats([arrival(sale, { receivedAt })]).sold.get(cabin);
    };
    expect(at(Date.parse('2026-12-23T09:59:59.999Z'))).toBe(2);
    expect(at(Date.parse('2026-12-23T10:00:00.000Z'))).toBeUndefined();
  });
});

describe('minutes', () => {
  it.each([
    ['as it happened', 0, 0],
    ['fifteen minutes back at most', -16 * 60_000, -15],
    ['exactly fifteen back', -15 * 60_000, -15],
    ['one ahead at most', 5 * 60_000, 1],
  ])('count %s', (_name, happened, minutes) => {
    const event = search({ eventTime: iso(noon + happened) });
    expect(minuteOf(arrival(event))).toBe(noon / 60_000 + minutes);
  });
});

describe('figures that are due', () => {
  const twice = search();
  const first = arrival(twice);
  const second = arrival(twice, { receivedAt: noon + 90_000 });
  const key = 'JFK-LHR 2026-12-01T12:00#s#0';

  it('count a repetition once in a batch, twice in two, and either where batches are not known', () => {
    const searches = (...args: Parameters<typeof liveFigures>) => {
      const { least, most } = liveFigures(...args).get(key) ?? {};
      return [least?.searches, most?.searches];
    };
    expect(searches([first, second], () => 'one batch')).toEqual([1, 1]);
    expect(searches([first, second], ({ sequenceNumber }) => sequenceNumber)).toEqual([2, 2]);
    expect(searches([first, second])).toEqual([1, 2]);
    expect(searches([second, first])).toEqual([1, 2]);
  });

  it('are, after a recount, those of the first arrival alone', () => {
    const late = search({ eventTime: iso(noon - 3_600_000) });
    const figures = finalFigures([arrival(late, { receivedAt: noon + 60_000 }), arrival(late), first, second]);
    expect(figures.get('JFK-LHR 2026-12-01T11:45')?.searches).toBe(1);
    expect(figures.get('JFK-LHR 2026-12-01T11:46')).toBeUndefined();
    expect(figures.get('ALL 2026-12-01T12:00')?.searches).toBe(1);
  });

  it('count a booking once a route and once over all, its seats by route', () => {
    const there = change(2);
    const back = change(2, { flightId: 'FH124-2026-12-31-LHR', route: 'LHR-JFK' });
    const figures = finalFigures([arrival(booking({ added: [there, back, { ...there, cabin: 'J' }] }))]);
    expect(figures.get('JFK-LHR 2026-12-01T12:00')).toEqual({ searches: 0, bookings: 1, seats: 4, cancelled: 0 });
    expect(figures.get('ALL 2026-12-01T12:00')).toEqual({ searches: 0, bookings: 1, seats: 6, cancelled: 0 });
  });
});

describe('batches', () => {
  const streams = new Map([['sales.feed.counter', 'sales']]);
  const call = (sequenceNumbers: readonly string[], connection = 'sales.feed.counter') => ({
    connection,
    shard: '0',
    sequenceNumbers,
  });
  const of = (...calls: readonly ReturnType<typeof call>[]) => {
    const batchOf = batchesOf(calls, streams);
    return ['1', '2', '3'].map((sequenceNumber) => batchOf({ stream: 'sales', shard: '0', sequenceNumber }));
  };

  it('hold what was given together', () => {
    const [first, second, third] = of(call(['1', '2']), call(['3']));
    expect(first).toBeDefined();
    expect(second).toBe(first);
    expect(third).not.toBe(first);
  });

  it('are the same when given again as they were, and nobody knows when cut differently', () => {
    expect(of(call(['1', '2']), call(['1', '2']))).toEqual(of(call(['1', '2'])));
    const [first, second] = of(call(['1', '2']), call(['2']));
    expect(first).toBeDefined();
    expect(second).toBeUndefined();
    expect(of(call(['1', '2']), call(['2']), call(['1', '2']))[1]).toBeUndefined();
  });

  it('of other connections are none', () => {
    expect(of(call(['1'], 'sales.feed.other'))[0]).toBeUndefined();
  });
});

describe('demand that is due', () => {
  const many = (count: number, more: Partial<Search> = {}) =>
    Array.from({ length: count }, () => arrival(search(more)));
  const route = 'JFK-LHR';
  const of = (arrivals: readonly Arrival[], m: number, v = 0, n = 3) =>
    dueDemand(arrivals, [{ route, slot: { m: m * 12, v: v * 12, n } }], noon).get(route)?.due;

  it.each([
    ['thirty, where hardly any are usual', of(many(30), 1), 'due'],
    ['one fewer', of(many(29), 1), 'notDue'],
    ['twice as many as usual', of(many(200), 100), 'due'],
    ['fewer than twice, by less than a fold may move', of(many(190), 100), 'inDoubt'],
    ['far fewer than twice', of(many(180), 100), 'notDue'],
    ['less than six spreads', of(many(60), 20, 49), 'notDue'],
    ['two weeks only', of(many(60), 1, 1, 2), 'notDue'],
  ])('%s', (_name, due, expected) => {
    expect(due).toBe(expected);
  });

  it('may be said to be as high as the most searches are above what a fold leaves of what is usual', () => {
    const { mostScore } = dueDemand(many(39), [{ route, slot: { m: 144, v: 0, n: 3 } }], noon).get(route) ?? {};
    expect(mostScore).toBeCloseTo((39 - 9) / 3, 12);
    expect(dueDemand(many(39), [], noon).get(route)?.mostScore).toBe(0);
  });

  it('is high for a quarter of an hour at least, and no longer than its last search can renew it', () => {
    const later = arrival(search(), { receivedAt: noon + minute });
    const high = (lease?: { sinceMs: number; untilMs: number; announced: boolean }, searches = 30) => {
      const slot = { m: 12, v: 0, n: 3 };
      const seeded = [{ route, slot, ...(lease ? { lease } : {}) }];
      const { surelyUntil, atMostUntil } = dueDemand([...many(searches), later], seeded, noon).get(route)?.high ?? {};
      return [surelyUntil, atMostUntil].map((at) => (Number(at) - noon) / minute);
    };
    const lease = { sinceMs: -minute, untilMs: 4 * minute, announced: true };
    expect(high()).toEqual([15, 1 + 7 + 15]);
    expect(high(undefined, 3)).toEqual([Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY]);
    expect(high(lease)).toEqual([4, 1 + 7 + 15]);
    expect(high({ ...lease, untilMs: -minute }, 3)).toEqual([-1, -1]);
  });

  it('is not certain where only repetitions make it so', () => {
    const once = many(20);
    expect(of([...once, ...once], 1)).toBe('inDoubt');
  });

  it('is not seen in searches that count in a quarter of an hour ago', () => {
    expect(of([...many(20), ...many(20, { eventTime: iso(noon - 3_600_000) })], 1)).toBe('notDue');
  });
});

describe('profiles that are due', () => {
  const ref = '6f2c1f0e-5d2b-4c1a-9a53-0c7a4f1e2d3c';
  const own = (event: Arrival['event'], more: Partial<Arrival> = {}) => arrival(event, { travellerRef: ref, ...more });
  const halfLife = 14 * 86_400_000;

  it('fade by half in a fortnight, and come to nothing with a cancelled sale', () => {
    const sale = booking({ travellerRef: ref });
    const gone = cancellation({ travellerRef: ref, bookedAt: sale.bookedAt, eventTime: iso(noon + halfLife) });
    const profile = expectedProfiles([own(sale), own(gone, { receivedAt: noon + halfLife })], []).get(ref);
    expect(profile?.asOf).toBe(noon + halfLife);
    expect(profile?.interests.get('LHR')).toBeCloseTo(0, 12);
    const searched = expectedProfiles(
      [
        own(search()),
        own(search({ destination: 'CDG', eventTime: iso(noon + halfLife) }), { receivedAt: noon + halfLife }),
      ],
      [],
    );
    expect(searched.get(ref)?.interests).toEqual(
      new Map([
        ['LHR', 0.5],
        ['CDG', 1],
      ]),
    );
  });

  it('hold nothing of whom does not consent, and nothing from before an erasure', () => {
    const erasure = { travellerRef: ref, sentAt: noon + 1_000, answeredAt: noon + 1_100 };
    const later = own(search({ eventTime: iso(noon + 2_000) }), { receivedAt: noon + 2_000 });
    expect(expectedProfiles([own(search({ consent: false }))], []).size).toBe(0);
    expect(expectedProfiles([own(search())], [erasure]).size).toBe(0);
    expect(expectedProfiles([own(search()), later], [erasure]).get(ref)?.interests).toEqual(new Map([['LHR', 1]]));
    const within = own(search({ eventTime: iso(noon + 1_050) }), { receivedAt: noon + 1_060 });
    expect(() => expectedProfiles([within], [erasure])).toThrow('not certain');
    const ahead = own(search({ eventTime: iso(noon + 600_000) }), { receivedAt: noon });
    expect(expectedProfiles([ahead], [erasure]).size).toBe(0);
  });

  it('take back what was sold since an erasure, and nothing that it has taken back', () => {
    const erasure = { travellerRef: ref, sentAt: noon + 1_000, answeredAt: noon + 1_100 };
    const gone = (bookedAt: number) =>
      own(cancellation({ travellerRef: ref, bookedAt: iso(bookedAt), eventTime: iso(noon + 2_000) }), {
        receivedAt: noon + 2_000,
      });
    expect(expectedProfiles([gone(noon)], [erasure]).get(ref)).toMatchObject({
      interests: new Map(),
      asOf: noon + 2_000,
    });
    expect(expectedProfiles([gone(noon + 2_000)], [erasure]).get(ref)?.interests).toEqual(new Map([['LHR', -8]]));
  });

  it('hold nothing that arrived more than three days after it happened', () => {
    const days = (ms: number) => own(search({ eventTime: iso(noon - ms) }));
    expect(expectedProfiles([days(3 * 86_400_000 + 1)], []).size).toBe(0);
    expect(expectedProfiles([days(3 * 86_400_000)], []).size).toBe(1);
  });

  it('count an event once, and a change of cabin among cabins only', () => {
    const once = search();
    const upgrade = booking({
      travellerRef: ref,
      bookingVersion: 2,
      eventType: 'BookingChanged',
      segments: [segment(2, { cabin: 'J' })],
      added: [change(2, { cabin: 'J' })],
      removed: [change(2)],
    });
    const profile = expectedProfiles([own(once), own(once, { receivedAt: noon + 5 }), own(upgrade)], []).get(ref);
    expect(profile?.interests).toEqual(new Map([['LHR', 1]]));
    expect(profile?.cabins).toEqual(
      new Map([
        ['J', 8],
        ['Y', -8],
      ]),
    );
    expect(profile?.counted.size).toBe(2);
  });
});
