// Accepted sales to what each booking holds and how many seats are sold: of each booking, its highest version counts.

import { seatKey } from '../traffic/network.ts';
import { type Arrival, isSale } from './arrivals.ts';

export interface ExpectedBooking {
  readonly version: number;
  readonly eventId: string;
  readonly cancelled: boolean;
  /** Seats by `flightId#cabin`, of flights that had not departed. */
  readonly held: ReadonlyMap<string, number>;
}

export interface ExpectedSeats {
  readonly bookings: ReadonlyMap<string, ExpectedBooking>;
  /** By `flightId#cabin`. One that never held a seat is missing. */
  readonly sold: ReadonlyMap<string, number>;
}

export function expectedSeats(arrivals: readonly Arrival[]): ExpectedSeats {
  const bookings = new Map<string, ExpectedBooking>();
  for (const { event, receivedAt } of arrivals) {
    if (!isSale(event)) continue;
    const known = bookings.get(event.bookingId);
    if (known && known.version >= event.bookingVersion) continue;
    const held = new Map<string, number>();
    for (const segment of event.segments) {
      if (departed(segment, receivedAt)) continue;
      held.set(seatKey(segment), (held.get(seatKey(segment)) ?? 0) + segment.seats);
    }
    const { bookingId, bookingVersion: version, eventId, segments } = event;
    bookings.set(bookingId, { version, eventId, cancelled: segments.length === 0, held });
  }
  const sold = new Map<string, number>();
  for (const { held } of bookings.values()) {
    for (const [key, seats] of held) sold.set(key, (sold.get(key) ?? 0) + seats);
  }
  return { bookings, sold };
}

const hourMs = 3_600_000;

/** No flight departs before the day that its id names, which begins fourteen hours ahead of Greenwich. */
function departed({ flightId, departsAt }: { readonly flightId: string; readonly departsAt: string }, at: number) {
  const [, day = ''] = /(\d{4}-\d\d-\d\d)/.exec(flightId) ?? [];
  return Date.parse(departsAt) <= at && Date.parse(`${day}T00:00:00.000Z`) - 14 * hourMs <= at;
}
