// Searches as they arrived, and what was usual before, to the routes whose high demand must be announced, and must not.

import type { SeededRoute } from '../traffic/message.ts';
import { type Arrival, isSale } from './arrivals.ts';

export type DueDemand = 'due' | 'notDue' | 'inDoubt';

export interface RouteDemand {
  readonly due: DueDemand;
  /** The lease that was seeded still holds, and its announcement never came: the old one is due. */
  readonly healed: boolean;
  /** Most searches that any five minutes hold, repetitions counted. */
  readonly most: number;
  /** Searches, each once, that a decision within a minute of the last of them is sure to see. */
  readonly least: number;
  /** The highest that may be said of its searches, in spreads above what is usual; of a route that is unknown, nothing. */
  readonly mostScore: number;
  /** When demand is high; between the two moments it may be either. */
  readonly high: High;
}

/** Epoch milliseconds; long ago where demand is never high. */
export interface High {
  readonly surelyUntil: number;
  readonly atMostUntil: number;
}

const minuteMs = 60_000;
export const leaseMs = 15 * minuteMs;
export const leastScore = 6;
/** A search is among those of five minutes for so long after it arrived: its clock may be a minute ahead. */
const seenForMs = 6 * minuteMs;
/** By then the detector has decided on what has arrived. */
const decidedMs = minuteMs;

/** @param seededAt epoch milliseconds that the seeded leases are relative to. */
export function dueDemand(
  arrivals: readonly Arrival[],
  seeded: readonly SeededRoute[],
  seededAt: number,
): ReadonlyMap<string, RouteDemand> {
  const byRoute = new Map<string, Arrival[]>();
  for (const arrival of arrivals) {
    if (isSale(arrival.event)) continue;
    const route = `${arrival.event.origin}-${arrival.event.destination}`;
    const list = byRoute.get(route);
    if (list) list.push(arrival);
    else byRoute.set(route, [arrival]);
  }
  const known = new Map(seeded.map((route) => [route.route, route]));
  return new Map([...byRoute].map(([route, list]) => [route, demandOf(list, known.get(route), seededAt)]));
}

function demandOf(arrivals: readonly Arrival[], seeded: SeededRoute | undefined, seededAt: number): RouteDemand {
  const most = mostInFiveMinutes(arrivals);
  const least = leastSeen(arrivals);
  const { slot, lease } = seeded ?? {};
  // A fold takes a quarter off what is usual and off how it varies, at most.
  const mostScore = slot === undefined ? 0 : scoreOf(most, (slot.m * 0.75) / 12, (slot.v * 0.75) / 12);
  const until = lease === undefined ? Number.NEGATIVE_INFINITY : seededAt + lease.untilMs;
  const result = (due: DueDemand, healed = false): RouteDemand => {
    const high = highOf(arrivals, due, until);
    return { due, healed, most, least, mostScore, high };
  };
  // An hour without a figure may be folded while the run lasts: a quarter of the weight moves a quarter of the way.
  const folded = slot === undefined ? 0 : slot.m * (1 - 0.25 * 0.25);
  const maySurge = (searches: number): boolean =>
    slot !== undefined && slot.n >= 3 && surges(searches, folded / 12, slot.v / 12);
  if (arrivals.some(({ receivedAt }) => receivedAt + decidedMs < until)) {
    // What is decided while it holds begins nothing; after that nobody knows how often it was renewed.
    const after = arrivals.filter(({ receivedAt }) => receivedAt + decidedMs >= until).map(arrivedIn);
    if (after.length > 0 && maySurge(mostInFiveMinutes(arrivals, Math.min(...after)))) return result('inDoubt');
    return lease?.announced === false ? result('due', true) : result('notDue');
  }
  if (slot && slot.n >= 3 && surges(least, slot.m / 12, slot.v / 12)) return result('due');
  return result(maySurge(most) ? 'inDoubt' : 'notDue');
}

/**
 * A lease lasts a quarter of an hour from when it was acquired or last renewed, which nobody saw: not before the route was
 * searched, and not after the last search has passed from what is looked at. One that was seeded may be all there is.
 *
 * @param seededUntil epoch milliseconds, long ago where no lease held.
 */
function highOf(arrivals: readonly Arrival[], due: DueDemand, seededUntil: number): High {
  const moments = arrivals.map(({ receivedAt }) => receivedAt);
  const [first, last] = [Math.min(...moments), Math.max(...moments)];
  const renewable = last + seenForMs + decidedMs;
  const held = first < seededUntil;
  const acquired = due === 'due' && !held ? first + leaseMs : seededUntil;
  const renewed = due !== 'notDue' || held ? renewable + leaseMs : seededUntil;
  return { surelyUntil: Math.max(seededUntil, acquired), atMostUntil: Math.max(seededUntil, renewed) };
}

/** @param usual searches in five minutes. */
function surges(searches: number, usual: number, variance: number): boolean {
  return searches >= 30 && searches >= 2 * usual && scoreOf(searches, usual, variance) >= leastScore;
}

function scoreOf(searches: number, usual: number, variance: number): number {
  return (searches - usual) / Math.sqrt(Math.max(usual, variance, 1));
}

/** The minute that an event counts in, as minutes since 1970: clocks may be wrong by 15 minutes or ahead by one. */
export function minuteOf({ event, receivedAt }: Arrival): number {
  const happened = Date.parse(event.eventTime);
  const earliest = receivedAt - 15 * minuteMs;
  const latest = receivedAt + minuteMs;
  if (happened < earliest) return Math.floor(earliest / minuteMs);
  return Math.floor((happened > latest ? latest : happened) / minuteMs);
}

const arrivedIn = ({ receivedAt }: Arrival): number => Math.floor(receivedAt / minuteMs);

/** @param from the first minute in which anything is decided. */
function mostInFiveMinutes(arrivals: readonly Arrival[], from = Number.NEGATIVE_INFINITY): number {
  const counts = new Map<number, number>();
  for (const minute of arrivals.map(minuteOf)) counts.set(minute, (counts.get(minute) ?? 0) + 1);
  const sums = [...counts.keys()].map((last) =>
    [0, 1, 2, 3, 4].reduce((sum, before) => sum + (counts.get(Math.max(last, from) - before) ?? 0), 0),
  );
  return Math.max(...sums);
}

function leastSeen(arrivals: readonly Arrival[]): number {
  const seen = arrivals.map((arrival) => ({
    minute: minuteOf(arrival),
    in: arrivedIn(arrival),
    id: arrival.event.eventId,
  }));
  const moments = new Set(seen.map(({ in: minute }) => minute));
  // Four whole minutes, so that they are among the five even if the clock has gone on to the next.
  const seenAt = (now: number): number =>
    new Set(seen.filter((one) => one.minute <= now && one.minute > now - 4 && one.in <= now).map(({ id }) => id)).size;
  return Math.max(...[...moments].map(seenAt));
}
