// How many seats of each cabin bookings could come to hold at once, in whatever order they are applied.

import { type Cabin, type Flight, seatKey } from './network.ts';

interface Wish {
  readonly flight: Flight;
  readonly cabin: Cabin;
  readonly seats: number;
}

export interface Stock {
  /** Whether so many more seats stay below what would raise an alert. */
  hasRoom(wish: Wish): boolean;
  /** Takes, for one booking, the most that it ever holds of each cabin. */
  reserve(states: readonly (readonly Wish[])[]): void;
}

/** @param kept `flightId#cabin` of cabins that ordinary bookings leave alone. */
export function stockOf(kept: ReadonlySet<string>): Stock {
  const reserved = new Map<string, number>();
  return {
    hasRoom({ flight, cabin, seats }) {
      const key = seatKey({ flightId: flight.flightId, cabin });
      const limit = flight.cabins.find((seatsOf) => seatsOf.cabin === cabin)?.sellLimit;
      if (limit === undefined || kept.has(key)) return false;
      // Alerts begin at 95 in a hundred: ordinary traffic stays clear of them.
      return (reserved.get(key) ?? 0) + seats < Math.floor(limit * 0.9);
    },
    reserve(states) {
      const most = new Map<string, number>();
      for (const { flight, cabin, seats } of states.flat()) {
        const key = seatKey({ flightId: flight.flightId, cabin });
        most.set(key, Math.max(most.get(key) ?? 0, seats));
      }
      for (const [key, seats] of most) reserved.set(key, (reserved.get(key) ?? 0) + seats);
    },
  };
}
