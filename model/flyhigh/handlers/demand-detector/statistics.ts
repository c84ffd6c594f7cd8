// Searches of past hours to what is usual at a moment, and whether what is seen is far above it. Pure.

import { hourMs } from '../common/clock.ts';

/** One hour of the week. */
export interface Slot {
  /** Searches an hour, smoothed over the weeks. */
  readonly m: number;
  /** Their variance. */
  readonly v: number;
  /** Weeks learned. */
  readonly n: number;
}

/** By hour of the week, 0 to 167, from Monday 00:00 UTC. */
export type Hours = Readonly<Record<string, Slot>>;

export interface Expectation {
  /** Searches in five minutes. */
  readonly lambda: number;
  readonly sigma: number;
  /** Weeks learned for this hour. */
  readonly n: number;
}

const learning = 0.25;
const windowsAnHour = 12;
export const learnedAfter = 3;

/** @param hour hours since 1970, which began on a Thursday. */
export function slotOf(hour: number): string {
  return String((hour + 72) % 168);
}

/** The hour's slot with one week more. A surge teaches a little, never runs away, and what stays becomes normal. */
export function fold(slot: Slot | undefined, searches: number, leased: boolean): Slot {
  if (!slot || slot.n === 0) return { m: searches, v: searches, n: 1 };
  const { m, v, n } = slot;
  // At least 1: an hour that was always empty would learn nothing, and be a surge each week for good.
  const seen = leased && n >= learnedAfter ? Math.min(searches, m + 3 * Math.sqrt(Math.max(v, 1))) : searches;
  const d = seen - m;
  return { m: m + learning * d, v: (1 - learning) * (v + learning * d * d), n: n + 1 };
}

/** Between the middles of two hours: a step at the full hour would make a steep evening look like a surge. */
export function expectation(hours: Hours, now: number): Expectation {
  const here = hours[slotOf(Math.floor(now / hourMs))];
  if (!here) return { lambda: 0, sigma: 1, n: 0 };
  const middle = now / hourMs - 0.5;
  const before = Math.floor(middle);
  const part = middle - before;
  const mean = (hour: number) => (hours[slotOf(hour)] ?? here).m;
  const lambda = ((1 - part) * mean(before) + part * mean(before + 1)) / windowsAnHour;
  // At least 1: a score must stay finite, and below one search in five minutes the floor of 30 decides anyway.
  return { lambda, sigma: Math.sqrt(Math.max(lambda, here.v / windowsAnHour, 1)), n: here.n };
}

/** @param searches in the last five minutes. */
export function isSurge(searches: number, expected: Expectation): boolean {
  return (
    expected.n >= learnedAfter && searches >= 30 && searches >= 2 * expected.lambda && scoreOf(searches, expected) >= 6
  );
}

/** Less than it takes to begin: a demand that wavers does not begin anew each time. Where nobody is usual, nobody is no demand. */
export function goesOn(searches: number, { lambda }: Expectation): boolean {
  return searches >= 10 && searches >= 1.3 * lambda;
}

export function scoreOf(searches: number, { lambda, sigma }: Expectation): number {
  return (searches - lambda) / sigma;
}
