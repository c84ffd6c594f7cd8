// Rows of the lake's views against the events that were accepted: each once, as it was sent.

import type { Check } from '../../../../local/rehearsal.ts';
import { type Arrival, firstArrivals, isSale } from '../reference/arrivals.ts';
import type { LakeRow } from '../stores/lake.ts';
import { canonical, checkOf, number } from './check.ts';

const dayMs = 86_400_000;
/** The lake's day is that of delivery, a little after arrival. */
const deliveryMs = 60_000;

/** @param foreign ids of events that were put past the API; they may stand in the lake too. */
export function lakeCheck(arrivals: readonly Arrival[], rows: readonly LakeRow[], foreign: ReadonlySet<string>): Check {
  const found = new Map<string, LakeRow[]>();
  for (const row of rows) {
    if (row.eventId === undefined || foreign.has(row.eventId)) continue;
    const list = found.get(row.eventId);
    if (list) list.push(row);
    else found.set(row.eventId, [row]);
  }
  const days = daysOf(arrivals);
  const wrong: string[] = [];
  for (const [eventId, { event }] of firstArrivals(arrivals)) {
    const own = found.get(eventId) ?? [];
    found.delete(eventId);
    // The view keeps a repetition from the other side of midnight: it reads one day at a time.
    const most = days.get(eventId) ?? 1;
    if (own.length === 0) wrong.push(`${eventId} is missing`);
    else if (own.length > most) wrong.push(`${eventId} stands ${own.length} times`);
    const table = isSale(event) ? 'booking' : 'search';
    if (own.some((row) => row.table !== table)) wrong.push(`${eventId} stands in another table`);
    if (own.some((row) => canonical(row.event) !== inLake(event))) wrong.push(`${eventId} is not as it was sent`);
  }
  wrong.push(...[...found.keys()].map((eventId) => `${eventId} was never accepted`));
  return checkOf(
    'Every accepted event stands exactly once in the lake’s own view of events',
    wrong,
    `${number(firstArrivals(arrivals).size)} events`,
  );
}

function daysOf(arrivals: readonly Arrival[]): ReadonlyMap<string, number> {
  const days = new Map<string, Set<number>>();
  for (const { event, receivedAt } of arrivals) {
    const own = days.get(event.eventId) ?? new Set();
    own.add(Math.floor(receivedAt / dayMs)).add(Math.floor((receivedAt + deliveryMs) / dayMs));
    days.set(event.eventId, own);
  }
  return new Map([...days].map(([eventId, own]) => [eventId, own.size]));
}

/** Names in the catalogue are in small letters. */
function inLake(event: unknown): string {
  return canonical(small(event));
}

function small(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(small);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key.toLowerCase(), small(each)]));
}
