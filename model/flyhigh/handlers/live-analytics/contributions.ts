// Events to what each adds to which figure. Pure.

import type { Booking, Cancellation, Search } from '../../../../output/contracts/events.ts';
import { minuteMs } from '../common/clock.ts';
import { allRoutes, type Counts, minuteOf, noCounts, plus, shardKey } from '../common/figures.ts';
import type { RecordIds } from '../common/report.ts';
import { type Accepted, idsOf } from '../common/stream-record.ts';

export type AnyEvent = Booking | Cancellation | Search;

export interface Contribution extends RecordIds {
  readonly route: string;
  readonly minuteKey: string;
  /** Epoch milliseconds of the minute's beginning. */
  readonly minuteStart: number;
  readonly counts: Counts;
}

/** In the order of the records; a sender's repetition within the batch adds nothing but keeps its place in the sequence. */
export function contributions(records: readonly Accepted<AnyEvent>[]): readonly Contribution[] {
  const seen = new Set<string>();
  return records.flatMap((record) => {
    const { meta, event, stream, shard } = record;
    const repeated = seen.has(event.eventId);
    seen.add(event.eventId);
    const at = countedAt(Date.parse(event.eventTime), meta.receivedAt);
    const place = {
      minuteKey: shardKey(minuteOf(at), stream, shard),
      minuteStart: at - (at % minuteMs),
      ...idsOf(record),
    };
    return [...countsOf(event)].map(([route, counts]) => ({ ...place, route, counts: repeated ? noCounts : counts }));
  });
}

/** Devices' clocks lie: an event counts no earlier than 15 minutes before it arrived, and no later than one after. */
export function countedAt(eventTime: number, receivedAt: number): number {
  return Math.min(Math.max(eventTime, receivedAt - 15 * minuteMs), receivedAt + minuteMs);
}

function countsOf(event: AnyEvent): ReadonlyMap<string, Counts> {
  const counts = new Map<string, Counts>();
  const add = (route: string, what: Partial<Counts>) =>
    counts.set(route, plus(counts.get(route) ?? noCounts, { ...noCounts, ...what }));
  if (event.eventType === 'FlightSearched') {
    add(`${event.origin}-${event.destination}`, { searches: 1 });
    add(allRoutes, { searches: 1 });
    return counts;
  }
  for (const { route, seats } of event.added) {
    add(route, { seats });
    add(allRoutes, { seats });
  }
  for (const { route, seats } of event.removed) {
    add(route, { cancelled: seats });
    add(allRoutes, { cancelled: seats });
  }
  if (event.eventType === 'BookingConfirmed') {
    for (const route of new Set([allRoutes, ...event.added.map((flight) => flight.route)])) add(route, { bookings: 1 });
  }
  return counts;
}
