// Chances to what senders put into the two streams and when: histories of bookings, searches, repeated, late and broken.
import type { Booking, Cancellation, Search } from '../../output/contracts/events.ts';
import {
  booking,
  cancellation,
  change,
  day,
  iso,
  minute,
  search,
  second,
  segment,
  uuid7,
} from '../handlers/support/records.ts';
import type { Chance } from './chance.ts';

export type Event = Booking | Cancellation | Search;
export type StreamName = 'bookingStream' | 'searchStream';

export interface Sent {
  readonly stream: StreamName;
  readonly key: string;
  /** Milliseconds after the beginning. */
  readonly at: number;
  /** Nothing for what is malformed. */
  readonly event?: Event;
  /** The token's, of a search. */
  readonly travellerRef?: string;
  /** What the record holds, once it is known when it arrived. */
  readonly text: (receivedAt: number) => string;
}

export const begin = Date.parse('2026-12-01T12:00:00.000Z');
export const seatLimit = 12;
const size = 300;

const routes = ['JFK-LHR', 'LHR-JFK', 'JFK-CDG', 'CDG-JFK', 'LHR-NRT'] as const;
export const flights = routes.map((route, n) => ({ flightId: `FH${n + 1}-2026-12-24-${route.slice(0, 3)}`, route }));
const travellers = [1, 2, 3, 4, 5].map((n) => `6f2c1f0e-5d2b-4c1a-9a53-00000000000${n}`);
const visitors = Array.from({ length: 20 }, (_, n) => `0b9f6a52-9e3a-4f4b-8a44-0000000000${10 + n}`);

/** 300 records, oldest first. */
export function traffic(chances: Chance): readonly Sent[] {
  const spanMs = chances.int(20, 240) * second;
  const sales = Array.from({ length: 42 }, (_, n) => history(chances, n, spanMs)).flat();
  const looks = Array.from({ length: 2 * size }, (_, n) => look(chances, n, spanMs));
  const sent = [...sales, ...looks.slice(0, Math.max(0, Math.ceil(size * 0.93) - sales.length))];
  const repeated = sent
    .filter(() => chances.of(0.06))
    .map((one) => ({ ...one, at: one.at + chances.int(0, 90 * second) }));
  const broken = Array.from({ length: chances.int(2, 6) }, () => malformed(chances, spanMs));
  const all = [...sent, ...repeated, ...broken];
  const filling = looks.slice(-Math.max(1, size - all.length));
  return [...all, ...(all.length < size ? filling : [])].slice(0, size).sort((a, b) => a.at - b.at);
}

/** Versions of one booking, as they are sent: some late, some never. */
function history(chances: Chance, n: number, spanMs: number): readonly Sent[] {
  const bookingId = `BOOK${String(n).padStart(2, '0')}`;
  const first = chances.int(0, Math.floor(spanMs * 0.6));
  const common = {
    bookingId,
    consent: chances.of(0.8),
    bookedAt: iso(begin + first - chances.int(0, 10 * day)),
    ...(chances.of(0.5) ? { travellerRef: chances.pick(travellers) } : {}),
  };
  const cabin = chances.pick(['Y', 'J'] as const);
  const versions = chances.int(1, 4);
  const sent: Sent[] = [];
  let before: readonly number[] = flights.map(() => 0);
  for (let version = 1; version <= versions; version += 1) {
    const held = flights.map((_, flight) => (version === 1 && flight === n % flights.length ? 2 : seats(chances)));
    const at = first + Math.floor(((version - 1) * spanMs * 0.4) / versions);
    const limit = chances.of(0.8) ? seatLimit : chances.int(seatLimit - 1, seatLimit + 1);
    const event = sale(
      { ...common, bookingVersion: version },
      begin + at,
      n * 10 + version,
      before,
      held,
      cabin,
      limit,
    );
    const lost = version < versions && chances.of(0.1);
    const late = chances.of(0.1) ? chances.int(second, 5 * minute) : 0;
    if (!lost) sent.push(whole('bookingStream', bookingId, at + late, event));
    before = held;
    if (event.eventType === 'BookingCancelled') break;
  }
  return sent;
}

const seats = (chances: Chance) => (chances.of(0.7) ? 0 : chances.int(1, 4));

function sale(
  common: Pick<Booking, 'bookingId' | 'bookingVersion' | 'consent' | 'bookedAt'> & { readonly travellerRef?: string },
  at: number,
  serial: number,
  before: readonly number[],
  held: readonly number[],
  cabin: 'Y' | 'J',
  limit: number,
): Booking | Cancellation {
  const changed = (sign: 1 | -1) =>
    flights.flatMap((flight, n) => {
      const by = sign * ((held[n] ?? 0) - (before[n] ?? 0));
      return by > 0 ? [change(by, { ...flight, cabin })] : [];
    });
  const limits = { capacity: limit, sellLimit: limit };
  const segments = flights.flatMap((flight, n) => (held[n] ? [segment(held[n], { ...flight, cabin, ...limits })] : []));
  const event = {
    ...common,
    ...{ eventId: uuid7(at, serial), eventTime: iso(at), segments, added: changed(1), removed: changed(-1) },
  };
  if (segments.length === 0) return cancellation(event);
  return booking({ ...event, eventType: common.bookingVersion === 1 ? 'BookingConfirmed' : 'BookingChanged' });
}

function look(chances: Chance, n: number, spanMs: number): Sent {
  const at = chances.int(0, spanMs);
  const signedIn = chances.of(0.4);
  const key = signedIn ? chances.pick(travellers) : chances.pick(visitors);
  const route = chances.pick(routes);
  // Whose profile is kept is taken at their word; a guest's clock may lie.
  const off = signedIn || chances.of(0.9) ? 0 : chances.int(-40, 20) * minute;
  const event = search({
    eventId: uuid7(begin + at, 1_000 + n),
    searchId: uuid7(begin + at, 1_000 + n),
    eventTime: iso(begin + at + off),
    visitorId: signedIn ? (visitors[0] ?? '') : key,
    origin: route.slice(0, 3),
    destination: route.slice(4),
    consent: chances.of(0.85),
    ...(chances.of(0.3) ? { cabin: 'J' as const } : {}),
  });
  const late = chances.of(0.06) ? chances.int(second, 3 * minute) : 0;
  return whole('searchStream', key, at + late, event, signedIn ? key : undefined);
}

function whole(stream: StreamName, key: string, at: number, event: Event, travellerRef?: string): Sent {
  const own = travellerRef === undefined ? {} : { travellerRef };
  const meta = { requestId: `${event.eventId.slice(-4)}`, source: 'api', principal: 'p', ...own };
  const text = (receivedAt: number) => JSON.stringify({ meta: { receivedAt, ...meta }, event });
  return { stream, key, at, event, text, ...own };
}

function malformed(chances: Chance, spanMs: number): Sent {
  const kind = chances.int(0, 2);
  const text = (receivedAt: number) => {
    if (kind === 0) return '{"meta":';
    const event = {
      ...booking({ bookingId: 'NEVER1', eventId: uuid7(begin, 0) }),
      ...(kind === 1 ? { bookingId: 'lower' } : { eventType: 'Else' }),
    };
    return JSON.stringify({ meta: { receivedAt, requestId: 'm', source: 'api', principal: 'p' }, event });
  };
  const stream = chances.pick(['bookingStream', 'searchStream'] as const);
  return { stream, key: `odd-${chances.int(1, 9)}`, at: chances.int(0, spanMs), text };
}
