// Arrivals to what must be counted of each route and minute: at least and at most while live, exactly after a recount.

import type { AnyEvent } from '../traffic/stamp.ts';
import { type Arrival, firstArrivals, isSale } from './arrivals.ts';
import { minuteOf } from './demand.ts';

export interface Counts {
  readonly searches: number;
  readonly bookings: number;
  readonly seats: number;
  readonly cancelled: number;
}

export const none: Counts = { searches: 0, bookings: 0, seats: 0, cancelled: 0 };

export interface Bounds {
  readonly least: Counts;
  readonly most: Counts;
}

/** Which batch a record was counted in; nothing where that is not known. */
export type BatchOf = (record: Pick<Arrival, 'stream' | 'shard' | 'sequenceNumber'>) => string | undefined;

const all = 'ALL';

/**
 * Live figures by `route minute#stream#shard`. A sender's repetition counts once within a batch and again in a later
 * one: where batches are known both bounds are the same, else it may or may not have been counted.
 */
export function liveFigures(
  arrivals: readonly Arrival[],
  batchOf: BatchOf = () => undefined,
): ReadonlyMap<string, Bounds> {
  const figures = new Map<string, { least: Counts; most: Counts }>();
  const seen = new Set<string>();
  for (const arrival of inOrder(arrivals)) {
    const { event, stream, shard } = arrival;
    const batch = batchOf(arrival);
    const repeated = seen.has(`${event.eventId} ${stream} ${shard}`);
    const repeatedHere = batch !== undefined && seen.has(`${event.eventId} ${batch}`);
    seen.add(`${event.eventId} ${stream} ${shard}`);
    if (batch !== undefined) seen.add(`${event.eventId} ${batch}`);
    const surely = batch === undefined ? !repeated : !repeatedHere;
    const minute = `${textOf(minuteOf(arrival))}#${stream}#${shard}`;
    for (const [route, counts] of countsOf(event)) {
      const key = `${route} ${minute}`;
      const { least, most } = figures.get(key) ?? { least: none, most: none };
      figures.set(key, {
        least: surely ? plus(least, counts) : least,
        most: repeatedHere ? most : plus(most, counts),
      });
    }
  }
  return figures;
}

/** Figures by `route minute` of the distinct events, each at its first arrival. */
export function finalFigures(arrivals: readonly Arrival[]): ReadonlyMap<string, Counts> {
  const figures = new Map<string, Counts>();
  for (const arrival of firstArrivals(arrivals).values()) {
    const minute = textOf(minuteOf(arrival));
    for (const [route, counts] of countsOf(arrival.event)) {
      const key = `${route} ${minute}`;
      figures.set(key, plus(figures.get(key) ?? none, counts));
    }
  }
  return figures;
}

/** What one event adds, by route and over all routes. */
function countsOf(event: AnyEvent): ReadonlyMap<string, Counts> {
  if (!isSale(event)) {
    const one = { ...none, searches: 1 };
    return new Map([
      [`${event.origin}-${event.destination}`, one],
      [all, one],
    ]);
  }
  const counts = new Map<string, Counts>();
  const add = (route: string, what: Counts) => counts.set(route, plus(counts.get(route) ?? none, what));
  for (const { route, seats } of event.added) {
    add(route, { ...none, seats });
    add(all, { ...none, seats });
  }
  for (const { route, seats } of event.removed) {
    add(route, { ...none, cancelled: seats });
    add(all, { ...none, cancelled: seats });
  }
  if (event.eventType === 'BookingConfirmed') {
    const routes = new Set(event.added.map(({ route }) => route));
    for (const route of [...routes, all]) add(route, { ...none, bookings: 1 });
  }
  return counts;
}

export function plus(a: Counts, b: Counts): Counts {
  return {
    searches: a.searches + b.searches,
    bookings: a.bookings + b.bookings,
    seats: a.seats + b.seats,
    cancelled: a.cancelled + b.cancelled,
  };
}

/** By place in the stream; sequence numbers are longer than numbers are exact, but compare as text of one length. */
function inOrder(arrivals: readonly Arrival[]): readonly Arrival[] {
  const place = ({ sequenceNumber }: Arrival) => sequenceNumber.padStart(64, '0');
  return [...arrivals].sort((a, b) => (place(a) < place(b) ? -1 : 1));
}

function textOf(minute: number): string {
  return new Date(minute * 60_000).toISOString().slice(0, 16);
}
