// Routes to how often each is searched against what is usual: planted surges, and near misses of every condition.

import { type Chance, chance, zipf } from './chance.ts';
import type { SeededRoute } from './message.ts';

/** What is usual in one hour of the week. */
export interface Slot {
  /** Searches an hour. */
  readonly m: number;
  readonly v: number;
  /** Weeks learned. */
  readonly n: number;
}

export interface RouteTraffic {
  readonly seeded: SeededRoute;
  readonly searches: number;
  /** Between 0 and 1: the part of the traffic in which they come. */
  readonly from: number;
  readonly to: number;
  readonly story: Story;
}

export type Story =
  | 'usual'
  /** Far above what is usual: due. */
  | 'surge'
  /** The same, after a lease that lapsed long ago: due. */
  | 'surgeAgain'
  /** Its lease still holds and is announced: only renewed. */
  | 'goesOn'
  /** Its lease still holds and was never announced: the old announcement is due. */
  | 'unannounced'
  /** Less than twice what is usual, though far beyond its spread. */
  | 'rising'
  /** More than twice what is usual, but within its wide spread. */
  | 'erratic'
  /** Many times what is usual, but fewer than thirty. */
  | 'small'
  /** Known for two weeks only. */
  | 'young'
  /** Not known at all. */
  | 'unknown';

export interface SearchesWanted {
  readonly searches: number;
  readonly surges: number;
  readonly surgeSearches: number;
}

const minuteMs = 60_000;
const perHour = 12;

/** One route each of these, beside the surges: first those whose lease runs while the traffic does. */
const leased: readonly Story[] = ['goesOn', 'unannounced'];
const others: readonly Story[] = ['rising', 'erratic', 'small', 'young', 'unknown'];

/** @param routes busiest first; the special ones are taken from its middle. */
export function routeTraffic(seed: number, routes: readonly string[], wanted: SearchesWanted): readonly RouteTraffic[] {
  const drawn = chance(seed, 'routes');
  const stories: readonly Story[] = [
    ...leased,
    ...Array.from({ length: wanted.surges }, (_, index): Story => (index % 4 === 3 ? 'surgeAgain' : 'surge')),
    ...others,
  ];
  const first = Math.max(0, Math.floor(routes.length / 4));
  const special = stories.map((story, index) => {
    const route = routes[first + index];
    if (route === undefined) throw new RangeError('too few routes for so many surges');
    return specialRoute(drawn, route, story, index, wanted.surgeSearches);
  });
  const taken = special.reduce((sum, { searches }) => sum + searches, 0);
  const usual = routes.filter((_, index) => index < first || index >= first + stories.length);
  const counts = usual.map(() => 0);
  const popular = zipf(usual.length, 0.9);
  for (let count = taken; count < wanted.searches; count += 1) {
    const index = popular(drawn);
    counts[index] = (counts[index] ?? 0) + 1;
  }
  const ordinary = usual.map((route, index) => usualRoute(drawn, route, counts[index] ?? 0));
  return [...special, ...ordinary];
}

/** As many as usual, give or take a quarter. */
function usualRoute(drawn: Chance, route: string, searches: number): RouteTraffic {
  const expected = Math.max(4, searches * (0.8 + drawn.next() * 0.45));
  return {
    seeded: { route, slot: { m: Math.round(expected * perHour), v: Math.round(expected * perHour), n: 6 } },
    searches,
    from: 0,
    to: 1,
    story: 'usual',
  };
}

function specialRoute(drawn: Chance, route: string, story: Story, index: number, surge: number): RouteTraffic {
  // One after the other, each within an eighth of the traffic: the sum of five minutes must hold all of it.
  const from = 0.05 + (index % 7) * 0.12;
  const span = { from, to: from + 0.12, story };
  const slot = (usual: number, spread: number, n = 5): Slot => ({ m: usual * perHour, v: spread * perHour, n });
  const much = surge + drawn.between(0, Math.round(surge / 4));
  switch (story) {
    case 'surge':
      return { ...span, seeded: { route, slot: slot(10, 10, 3) }, searches: much };
    case 'surgeAgain': {
      const lease = { sinceMs: -900 * minuteMs, untilMs: -880 * minuteMs, announced: true };
      return { ...span, seeded: { route, slot: slot(12, 12), lease }, searches: much };
    }
    case 'goesOn': {
      const lease = { sinceMs: -9 * minuteMs, untilMs: 14 * minuteMs, announced: true };
      return { ...span, seeded: { route, slot: slot(10, 10), lease }, searches: much };
    }
    case 'unannounced': {
      const lease = { sinceMs: -2 * minuteMs, untilMs: 13 * minuteMs, announced: false };
      return { ...span, seeded: { route, slot: slot(10, 10), lease }, searches: 40 };
    }
    case 'rising':
      return { ...span, seeded: { route, slot: slot(surge, surge / 20) }, searches: Math.round(surge * 1.5) };
    case 'erratic':
      return { ...span, seeded: { route, slot: slot(20, (surge / 3) ** 2) }, searches: surge };
    case 'small':
      return { ...span, seeded: { route, slot: slot(1, 1) }, searches: 20 };
    case 'young':
      return { ...span, seeded: { route, slot: slot(10, 10, 2) }, searches: much };
    case 'unknown':
      return { ...span, seeded: { route }, searches: much };
    case 'usual':
      return usualRoute(drawn, route, surge);
  }
}
