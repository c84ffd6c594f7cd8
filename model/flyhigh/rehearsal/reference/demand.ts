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
}

const minuteMs = 60_000;

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
  const most = mostInFiveMinutes(arrivals.map(minuteOf));
  const least = leastSeen(arrivals);
  const { slot, lease } = seeded ?? {};
  const holds = lease !== undefined && seededAt + lease.untilMs > Math.max(...arrivals.map((a) => a.receivedAt));
  const healed = holds && !lease.announced;
  const result = (due: DueDemand): RouteDemand => ({ due, healed, most, least });
  if (healed) return result('due');
  if (holds || !slot || slot.n < 3) return result('notDue');
  // An hour without a figure may be folded while the run lasts: a quarter of the weight moves a quarter of the way.
  const folded = slot.m * (1 - 0.25 * 0.25);
  if (surges(least, slot.m / 12, slot.v / 12)) return result('due');
  return result(surges(most, folded / 12, slot.v / 12) ? 'inDoubt' : 'notDue');
}

/** @param usual searches in five minutes. */
function surges(searches: number, usual: number, variance: number): boolean {
  const spread = Math.sqrt(Math.max(usual, variance, 1));
  return searches >= 30 && searches >= 2 * usual && searches - usual >= 6 * spread;
}

/** The minute that an event counts in, as minutes since 1970: clocks may be wrong by 15 minutes or ahead by one. */
export function minuteOf({ event, receivedAt }: Arrival): number {
  const happened = Date.parse(event.eventTime);
  const earliest = receivedAt - 15 * minuteMs;
  const latest = receivedAt + minuteMs;
  if (happened < earliest) return Math.floor(earliest / minuteMs);
  return Math.floor((happened > latest ? latest : happened) / minuteMs);
}

function mostInFiveMinutes(minutes: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const minute of minutes) counts.set(minute, (counts.get(minute) ?? 0) + 1);
  const sums = [...counts.keys()].map((last) =>
    [0, 1, 2, 3, 4].reduce((sum, before) => sum + (counts.get(last - before) ?? 0), 0),
  );
  return Math.max(...sums);
}

function leastSeen(arrivals: readonly Arrival[]): number {
  const moments = new Set(arrivals.map(({ receivedAt }) => Math.floor(receivedAt / minuteMs)));
  // Four whole minutes, so that they are among the five even if the clock has gone on to the next.
  return Math.max(...[...moments].map((now) => seenAt(arrivals, now)));
}

function seenAt(arrivals: readonly Arrival[], now: number): number {
  const seen = arrivals.filter((arrival) => {
    const minute = minuteOf(arrival);
    return minute <= now && minute > now - 4 && Math.floor(arrival.receivedAt / minuteMs) <= now;
  });
  return new Set(seen.map(({ event }) => event.eventId)).size;
}
