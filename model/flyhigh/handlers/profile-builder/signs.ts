// Events to signs of interest: what, how much, when. Pure.

import type { Booking, Cancellation, Search } from '../../../../output/contracts/events.ts';
import { fading } from '../common/profile.ts';
import type { Accepted } from '../common/stream-record.ts';

export type AnyEvent = Booking | Cancellation | Search;
type Sale = Booking | Cancellation;

export interface Sign {
  readonly eventId: string;
  /** Epoch milliseconds. Never after it arrived: what a clock that runs ahead says would make all else look old, or outlive an erasure. */
  readonly at: number;
  readonly receivedAt: number;
  readonly interests: readonly Weight[];
  readonly cabins: readonly Weight[];
}

export interface Weight {
  readonly of: string;
  /** At the sign's own moment. */
  readonly weight: number;
  /** Of what is taken back: when it was given, epoch milliseconds. An erasure since then has taken it back already. */
  readonly takesBack?: number;
}

const searchWeight = 1;
const saleWeight = 8;

export function signOf({ meta, event }: Accepted<AnyEvent>): Sign {
  const at = Math.min(Date.parse(event.eventTime), meta.receivedAt);
  const common = { eventId: event.eventId, at, receivedAt: meta.receivedAt };
  if (event.eventType === 'FlightSearched') {
    return {
      ...common,
      interests: [{ of: event.destination, weight: searchWeight }],
      cabins: event.cabin === undefined ? [] : [{ of: event.cabin, weight: searchWeight }],
    };
  }
  return {
    ...common,
    interests: weightsOf(
      event,
      at,
      ({ flightId }) => flightId,
      ({ route }) => route.slice(4),
    ),
    cabins: weightsOf(
      event,
      at,
      ({ flightId, cabin }) => `${flightId}#${cabin}`,
      ({ cabin }) => cabin,
    ),
  };
}

type Flight = Sale['added'][number];

/** What the booking did not hold before, and what it holds no more: once each, however many seats. */
function weightsOf(
  event: Sale,
  at: number,
  keyOf: (flight: Omit<Flight, 'seats'>) => string,
  subject: (flight: Flight) => string,
): readonly Weight[] {
  const seats = (flights: readonly Flight[], key: string): number =>
    flights.reduce((sum, flight) => sum + (keyOf(flight) === key ? flight.seats : 0), 0);
  const once = (flights: readonly Flight[]) => [...new Map(flights.map((flight) => [keyOf(flight), flight]))];
  const { segments, added, removed } = event;
  const bookedAt = Date.parse(event.bookedAt);
  // What the sale still weighs: cancelled, it comes to nothing rather than to a penalty.
  const left = saleWeight * fading(Math.max(0, at - bookedAt));
  return [
    ...once(added)
      .filter(([key]) => seats(segments, key) - seats(added, key) + seats(removed, key) === 0)
      .map(([, flight]) => ({ of: subject(flight), weight: saleWeight })),
    ...once(removed)
      .filter(([key]) => seats(segments, key) === 0)
      .map(([, flight]) => ({ of: subject(flight), weight: -left, takesBack: bookedAt })),
  ];
}
