// Made-up sales and searches as they might arrive: repeated, over midnight too, out of order, by clocks that lie, malformed.
import type { Booking, Cancellation } from '../../../output/contracts/events.ts';
import {
  booking,
  cancellation,
  change,
  day,
  hour,
  iso,
  minute,
  search,
  segment,
} from '../../handlers/support/records.ts';
import type { Arrival } from './lake.ts';

/** The same numbers for the same seed: at least 0, below 1. */
export function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface Happened extends Arrival {
  /** Nobody may count it. */
  readonly malformed: boolean;
}

export interface HistoryOptions {
  readonly seed: number;
  readonly bookings: number;
  readonly searches: number;
  /** Epoch milliseconds. */
  readonly from: number;
  readonly until: number;
}

type Sale = Booking | Cancellation;
type Flight = Pick<Booking['segments'][number], 'flightId' | 'route' | 'cabin' | 'departsAt'>;

/** By time of arrival. */
export function history({ seed, bookings, searches, from, until }: HistoryOptions): readonly Happened[] {
  const random = chance(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  const flights = flightsAfter(until);
  const all: Happened[] = [];
  const arrive = (table: Arrival['table'], event: object, at: number): void => {
    all.push({ table, receivedAt: at, event, malformed: false });
    if (random() < 0.15) all.push({ table, receivedAt: at + below(2 * hour), event, malformed: false });
    if (random() < 0.05) all.push({ table, receivedAt: at + below(20 * hour), event, malformed: false });
  };
  for (let n = 0; n < bookings; n += 1) {
    let at = from + below(until - from);
    for (const event of versions(`BK${String(n).padStart(6, '0')}`, flights, random)) {
      arrive('booking', { ...event, eventTime: iso(at + lie(random)) }, at + below(3 * minute));
      at += below(3 * hour);
    }
  }
  const routes = ['JFK', 'LHR', 'CDG', 'NRT'];
  for (let n = 0; n < searches; n += 1) {
    const at = from + below(until - from);
    const origin = routes[below(4)] ?? 'JFK';
    const destination = routes[below(4)] ?? 'LHR';
    arrive('search', search({ origin, destination, eventTime: iso(at + lie(random)) }), at);
  }
  for (let n = 0; n < (bookings + searches) / 20; n += 1) {
    const at = from + below(until - from);
    all.push({ ...malformed(n, at), receivedAt: at, malformed: true });
  }
  return all.sort((a, b) => a.receivedAt - b.receivedAt);
}

/** Most clocks are right, some are minutes off and some hours. */
function lie(random: () => number): number {
  const kind = random();
  if (kind < 0.6) return 0;
  const most = kind < 0.8 ? 30 * minute : 5 * hour;
  return Math.floor((random() - 0.5) * 2 * most);
}

function flightsAfter(until: number): readonly Flight[] {
  const routes = ['JFK-LHR', 'LHR-JFK', 'CDG-NRT'];
  return Array.from({ length: 12 }, (_, n) => {
    const departsAt = until + (n + 1) * day;
    const route = routes[n % 3] ?? 'JFK-LHR';
    const cabin = n % 4 === 0 ? ('J' as const) : ('Y' as const);
    const flightId = `FH${n + 1}-${iso(departsAt).slice(0, 10)}-${route.slice(0, 3)}`;
    return { flightId, route, cabin, departsAt: iso(departsAt) };
  });
}

/** One booking's life: made, maybe changed, maybe cancelled in part or whole. */
function versions(bookingId: string, flights: readonly Flight[], random: () => number): readonly Sale[] {
  const pick = () => flights[Math.floor(random() * flights.length)] ?? flights[0];
  const seats = 1 + Math.floor(random() * 4);
  let held = new Map([pick(), pick()].flatMap((flight) => (flight ? [[flight.flightId, flight]] : [])));
  const told: Sale[] = [];
  const tell = (next: typeof held, kind: Sale['eventType']): void => {
    const flightsOf = (some: typeof held, without: typeof held) =>
      [...some.values()].filter(({ flightId }) => !without.has(flightId));
    const previous = told.length === 0 ? new Map() : held;
    const common = {
      bookingId,
      bookingVersion: told.length + 1,
      party: seats,
      segments: [...next.values()].map((flight) => segment(seats, flight)),
      added: flightsOf(next, previous).map(({ departsAt: _, ...flight }) => change(seats, flight)),
      removed: flightsOf(previous, next).map(({ departsAt: _, ...flight }) => change(seats, flight)),
    };
    if (kind === 'BookingCancelled') {
      const { party: _, ...rest } = common;
      told.push(cancellation(rest));
    } else told.push(booking({ ...common, eventType: kind }));
    held = next;
  };
  tell(held, 'BookingConfirmed');
  const other = pick();
  if (other && random() < 0.4) tell(new Map([[other.flightId, other], ...[...held].slice(0, 1)]), 'BookingChanged');
  if (random() < 0.3) tell(random() < 0.3 ? new Map([...held].slice(0, 1)) : new Map(), 'BookingCancelled');
  return told;
}

/** Breaks its contract by a field that stands in a column of its own. */
function malformed(n: number, at: number): Pick<Happened, 'table' | 'event'> {
  const eventTime = iso(at);
  const { visitorId: _, ...anonymous } = search({ eventTime });
  const kinds: readonly Pick<Happened, 'table' | 'event'>[] = [
    { table: 'search', event: anonymous },
    { table: 'search', event: { ...search({ eventTime }), origin: 'jfk' } },
    { table: 'search', event: { ...search(), eventTime: 'yesterday' } },
    { table: 'search', event: { ...search({ eventTime }), party: 0 } },
    { table: 'search', event: { ...search({ eventTime }), eventType: 'FlightLost' } },
    { table: 'booking', event: { ...booking({ eventTime, bookingId: `BAD${n}${n}${n}` }), channel: 'pigeon' } },
    { table: 'booking', event: { ...cancellation({ eventTime, bookingId: `BAD${n}${n}${n}` }), reason: 'boredom' } },
    { table: 'booking', event: { ...booking({ eventTime, bookingId: `BAD${n}${n}${n}` }), fare: { currency: 'USD' } } },
  ];
  return kinds[n % kinds.length] ?? { table: 'search', event: {} };
}
