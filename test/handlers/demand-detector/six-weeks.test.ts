// Six weeks of a thousand routes on simulated time: what is quiet stays unannounced, and every planted surge is found.
//
// Driven are the functions that decide, as they are: expectation, fold, verdictOn and newLease, for every route at the
// end of every minute that may end in a verdict, when its five minutes have seen the most they will. Not driven are
// tables, bus and batches: so many decisions would not fit a test. That they carry out each verdict once is shown by
// leases.test.ts and episodes.test.ts, on the handler itself.
import { beforeAll, describe, expect, it } from 'vitest';
import type { Lease } from '../../../model/flyhigh/handlers/common/demand.ts';
import { newLease, untilFrom, verdictOn } from '../../../model/flyhigh/handlers/demand-detector/lease.ts';
import { expectation, fold, type Slot, slotOf } from '../../../model/flyhigh/handlers/demand-detector/statistics.ts';
import { hour, minute } from '../support/records.ts';
import { hoursAWeek, routeHours, type Surge, zipf } from '../support/searches.ts';

const weeks = 6;
const routes = 1_000;
const monday = Date.parse('2026-01-05T00:00:00.000Z');
const minutesADay = 24 * 60;
const seed = 100_000;

/** In the three weeks that may alert, at all hours, from the most searched route to one that few search. */
const surges: readonly Surge[] = [
  { rank: 1, from: 22 * minutesADay + 18 * 60 + 40, minutes: 45 },
  { rank: 4, from: 24 * minutesADay + 3 * 60 + 7, minutes: 30 },
  { rank: 20, from: 29 * minutesADay + 11 * 60 + 59, minutes: 60 },
  { rank: 100, from: 33 * minutesADay + 23 * 60 + 40, minutes: 40 },
  { rank: 500, from: 40 * minutesADay + 5 * 60, minutes: 30 },
];

interface Episode {
  readonly rank: number;
  /** Minutes since the simulation began. */
  readonly from: number;
}

/** Below this many searches in five minutes, or in two hours, no verdict but "leave" is possible where no lease holds. */
const hardlyAny = 30;

/** When a lease was acquired for one route. */
function episodesOf(rank: number, share: number, seed: number): readonly Episode[] {
  const slots: Record<string, Slot> = {};
  const episodes: Episode[] = [];
  const latest = [0, 0, 0, 0];
  let lease: Lease | undefined;
  let before = 0;
  let index = 0;
  const own = surges.filter((surge) => surge.rank === rank);
  for (const { searches, byMinute } of routeHours(share, weeks * hoursAWeek, own, seed + rank)) {
    const start = monday + index * hour;
    let leased = lease !== undefined && lease.highUntil > start;
    if (searches + before >= hardlyAny || leased) {
      for (let n = 0; n < 60; n += 1) {
        const now = start + (n + 1) * minute - 1;
        const seen = (byMinute[n] ?? 0) + latest.reduce((sum, each) => sum + each, 0);
        if (seen >= hardlyAny || leased) {
          const expected = expectation(slots, now);
          const verdict = verdictOn(lease, seen, expected, now);
          if (verdict === 'acquire') {
            lease = newLease(seen, expected, now);
            leased = true;
            episodes.push({ rank, from: index * 60 + n });
          }
          if (verdict === 'renew' && lease) lease = { ...lease, highUntil: untilFrom(now), renewedAt: now };
        }
        latest.shift();
        latest.push(byMinute[n] ?? 0);
      }
    } else {
      latest.splice(0, 4, ...byMinute.subarray(56));
    }
    // The handler does so a quarter of an hour later, and looks at this hour's slot again no sooner than in a week.
    const slot = slotOf(start / hour);
    slots[slot] = fold(slots[slot], searches, leased);
    before = searches;
    index += 1;
  }
  return episodes;
}

const found = (surge: Surge, { rank, from }: Episode) =>
  rank === surge.rank && from >= surge.from && from < surge.from + surge.minutes;

let episodes: readonly Episode[];
beforeAll(() => {
  episodes = zipf(routes, 0.9).flatMap((share, n) => episodesOf(n + 1, share, seed));
}, 180_000);

it('what hardly anybody searches is left alone, whatever was expected of it, so that it need not be asked', () => {
  for (let searches = 0; searches < hardlyAny; searches += 1) {
    for (const lambda of [0, 0.01, 1, 12])
      expect(verdictOn(undefined, searches, { lambda, sigma: 1, n: 6 }, monday)).toBe('leave');
  }
});

describe('six weeks', () => {
  it.each(surges)('the surge of route $rank is found within ten minutes, once', (surge) => {
    const of = episodes.filter((episode) => found(surge, episode));
    expect(of).toHaveLength(1);
    expect((of[0]?.from ?? Number.NaN) - surge.from).toBeLessThan(10);
  });

  it('raises at most one false episode on any day', () => {
    const others = episodes.filter((episode) => !surges.some((surge) => found(surge, episode)));
    const days = others.map(({ from }) => Math.floor(from / minutesADay));
    for (const day of new Set(days)) expect(days.filter((each) => each === day).length).toBeLessThanOrEqual(1);
  });

  it('says nothing in the three weeks that it learns', () => {
    expect(episodes.filter(({ from }) => from < 3 * 7 * minutesADay)).toEqual([]);
  });
});
