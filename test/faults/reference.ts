// Records to what the stores must say, computed plainly and by nothing of the handlers' own.
import type { Booking, Cancellation } from '../../output/contracts/events.ts';
import type { Kept } from './schedule.ts';
import type { Event } from './traffic.ts';

const minuteMs = 60_000;
const halfLifeMs = 14 * 24 * 60 * minuteMs;

export type Sale = Booking | Cancellation;
export const isSale = (event: Event): event is Sale => event.eventType !== 'FlightSearched';

/** Distinct events, each as it was sent first. */
export function distinct(kept: readonly Kept[]): readonly (Kept & { readonly event: Event })[] {
  const seen = new Map<string, Kept & { readonly event: Event }>();
  for (const record of kept) {
    const { event } = record;
    if (event && !seen.has(event.eventId)) seen.set(event.eventId, { ...record, event });
  }
  return [...seen.values()];
}

/** Seats by `flight#cabin`: of each booking, what its latest version holds. */
export function seatsSold(kept: readonly Kept[]): ReadonlyMap<string, number> {
  const latest = new Map<string, Sale>();
  for (const { event } of distinct(kept)) {
    if (!isSale(event)) continue;
    const known = latest.get(event.bookingId);
    if (!known || known.bookingVersion < event.bookingVersion) latest.set(event.bookingId, event);
  }
  const sold = new Map<string, number>();
  for (const { segments } of latest.values()) {
    for (const { flightId, cabin, seats } of segments) add(sold, `${flightId}#${cabin}`, seats);
  }
  return sold;
}

/** What one record adds, by `route minute#stream#shard name`. */
export function figuresOf({ event, stream, shardId, receivedAt }: Kept): ReadonlyMap<string, number> {
  const figures = new Map<string, number>();
  if (!event) return figures;
  const at = Math.min(Math.max(Date.parse(event.eventTime), receivedAt - 15 * minuteMs), receivedAt + minuteMs);
  const place = `${new Date(at).toISOString().slice(0, 16)}#${stream}#${shardId}`;
  const both = (route: string, name: string, by: number) => {
    for (const counted of [route, 'ALL']) add(figures, `${counted} ${place} ${name}`, by);
  };
  if (!isSale(event)) {
    both(`${event.origin}-${event.destination}`, 'searches', 1);
    return figures;
  }
  for (const { route, seats } of event.added) both(route, 'seats', seats);
  for (const { route, seats } of event.removed) both(route, 'cancelled', seats);
  if (event.eventType === 'BookingConfirmed') {
    for (const route of new Set(event.added.map((flight) => flight.route)))
      add(figures, `${route} ${place} bookings`, 1);
    add(figures, `ALL ${place} bookings`, 1);
  }
  return figures;
}

export interface Interests {
  readonly asOf: number;
  readonly interests: ReadonlyMap<string, number>;
  readonly cabins: ReadonlyMap<string, number>;
}

/** Whose profile a record may touch; undefined for guests, for refusers and for what is malformed. */
export function remembered({ event, travellerRef }: Kept): string | undefined {
  if (!event?.consent) return undefined;
  return isSale(event) ? event.travellerRef : travellerRef;
}

/** Profiles by traveller, as of each one's last event. */
export function profiles(kept: readonly Kept[]): ReadonlyMap<string, Interests> {
  const byTraveller = new Map<string, Event[]>();
  for (const record of distinct(kept)) {
    const traveller = remembered(record);
    if (traveller !== undefined) byTraveller.set(traveller, [...(byTraveller.get(traveller) ?? []), record.event]);
  }
  return new Map([...byTraveller].map(([traveller, events]) => [traveller, interestsOf(events)]));
}

function interestsOf(events: readonly Event[]): Interests {
  const asOf = Math.max(...events.map(({ eventTime }) => Date.parse(eventTime)));
  const interests = new Map<string, number>();
  const cabins = new Map<string, number>();
  for (const event of events) {
    const at = Date.parse(event.eventTime);
    const left = 2 ** (-(asOf - at) / halfLifeMs);
    if (!isSale(event)) {
      add(interests, event.destination, left);
      if (event.cabin !== undefined) add(cabins, event.cabin, left);
      continue;
    }
    const holds = (flightId: string) => event.segments.some((segment) => segment.flightId === flightId);
    for (const { flightId, route, cabin, seats } of event.added) {
      const seatsNow = event.segments.find((segment) => segment.flightId === flightId)?.seats ?? 0;
      if (seatsNow > seats) continue;
      add(interests, route.slice(4), 8 * left);
      add(cabins, cabin, 8 * left);
    }
    // What the sale still weighs when it is taken back.
    const weight = -8 * 2 ** (-(at - Date.parse(event.bookedAt)) / halfLifeMs) * left;
    for (const { flightId, route, cabin } of event.removed) {
      if (holds(flightId)) continue;
      add(interests, route.slice(4), weight);
      add(cabins, cabin, weight);
    }
  }
  return { asOf, interests, cabins };
}

function add(sums: Map<string, number>, key: string, by: number): void {
  sums.set(key, (sums.get(key) ?? 0) + by);
}
