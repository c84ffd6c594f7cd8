// Events to signs of interest: what, how much, when. Pure.

import type { Booking, Cancellation, Search } from '../../../../output/contracts/events.ts';
import { minuteMs } from '../common/clock.ts';
import { fading } from '../common/profile.ts';
import type { Accepted } from '../common/stream-record.ts';

export type AnyEvent = Booking | Cancellation | Search;
type Sale = Booking | Cancellation;

export interface Sign {
  readonly eventId: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly receivedAt: number;
  readonly interests: readonly Weight[];
  readonly cabins: readonly Weight[];
}

export interface Weight {
  readonly of: string;
  /** At the sign's own moment. */
  readonly weight: number;
}

const searchWeight = 1;
const flightWeight = 8;

export function signOf({ meta, event }: Accepted<AnyEvent>): Sign {
  // A clock that runs ahead would make all that follows look too old to count.
  const at = Math.min(Date.parse(event.eventTime), meta.receivedAt + minuteMs);
  const common = { eventId: event.eventId, at, receivedAt: meta.receivedAt };
  if (event.eventType === 'FlightSearched') {
    return {
      ...common,
      interests: [{ of: event.destination, weight: searchWeight }],
      cabins: event.cabin === undefined ? [] : [{ of: event.cabin, weight: searchWeight }],
    };
  }
  // What the sale still weighs: cancelled, it comes to nothing rather than to a penalty.
  const left = -flightWeight * fading(Math.max(0, at - Date.parse(event.bookedAt)));
  const flights = [
    ...oncePerFlight(event.added.filter(({ flightId }) => seatsBefore(event, flightId) === 0)).map((flight) => ({
      flight,
      weight: flightWeight,
    })),
    ...oncePerFlight(event.removed.filter(({ flightId }) => seatsOf(event.segments, flightId) === 0)).map((flight) => ({
      flight,
      weight: left,
    })),
  ];
  return {
    ...common,
    interests: flights.map(({ flight, weight }) => ({ of: flight.route.slice(4), weight })),
    cabins: flights.map(({ flight, weight }) => ({ of: flight.cabin, weight })),
  };
}

function seatsBefore({ segments, added, removed }: Sale, flightId: string): number {
  return seatsOf(segments, flightId) - seatsOf(added, flightId) + seatsOf(removed, flightId);
}

function seatsOf(flights: readonly { readonly flightId: string; readonly seats: number }[], flightId: string): number {
  return flights.reduce((sum, flight) => sum + (flight.flightId === flightId ? flight.seats : 0), 0);
}

function oncePerFlight<T extends { readonly flightId: string }>(flights: readonly T[]): readonly T[] {
  return [...new Map(flights.map((flight) => [flight.flightId, flight])).values()];
}
