// A seed and a day to the flights that are on sale: routes, departures, cabins with seats and limits.

import type { Booking } from '../../../../output/contracts/events.ts';
import { type Chance, chance } from './chance.ts';

export type Segment = Booking['segments'][number];
export type Cabin = Segment['cabin'];

export interface Flight {
  readonly flightId: string;
  readonly route: string;
  readonly departsAt: string;
  /** Gone before the traffic begins: a late report of it must not be counted. */
  readonly departed: boolean;
  readonly cabins: readonly Seats[];
}

export interface Seats {
  readonly cabin: Cabin;
  readonly capacity: number;
  readonly sellLimit: number;
}

export interface Network {
  /** Busiest first. */
  readonly flights: readonly Flight[];
  /** All routes that are searched, those of the flights first. */
  readonly routes: readonly string[];
}

const dayMs = 86_400_000;
const hourMs = 3_600_000;

const home = 'JFK';
const near = ['BOS', 'MIA', 'ORD', 'LAX', 'SFO', 'SEA'];
const far = ['LHR', 'CDG', 'FRA', 'MAD', 'FCO', 'AMS', 'ZRH', 'VIE', 'CPH', 'LIS', 'ATH', 'DUB', 'HND', 'SIN', 'GRU'];

const aircraft: Readonly<Record<'wide' | 'narrow', readonly (readonly [Cabin, number])[]>> = {
  wide: [
    ['Y', 420],
    ['W', 72],
    ['J', 60],
    ['F', 10],
  ],
  narrow: [
    ['Y', 210],
    ['W', 30],
    ['J', 24],
  ],
};

const departedFlights = 2;

/** @param start epoch milliseconds; flights are dated by its day. */
export function network(seed: number, start: number, flightCount: number): Network {
  const drawn = chance(seed, 'network');
  const pairs = [...far, ...near].map((airport) => [`${home}-${airport}`, `${airport}-${home}`] as const);
  const flown = pairs.flat();
  const across = ['LHR-SIN', 'CDG-GRU', 'BOS-LHR', 'LAX-HND', 'MIA-GRU', 'SFO-CDG', 'ORD-FRA', 'SEA-AMS'];
  const today = Math.floor(start / dayMs) * dayMs;
  const flights = Array.from({ length: flightCount }, (_, index) =>
    flight(drawn, index, flown[index % flown.length] ?? home, today, index >= flightCount - departedFlights),
  );
  return { flights, routes: [...new Set([...flown, ...across])] };
}

function flight(drawn: Chance, index: number, route: string, today: number, departed: boolean): Flight {
  // Days away from now on either side: whether it has departed must not depend on how long a run takes.
  const day = departed ? -3 : drawn.between(3, 40);
  const departsAt = new Date(today + day * dayMs + drawn.between(5, 21) * hourMs).toISOString();
  const kind = near.some((airport) => route.includes(airport)) ? 'narrow' : 'wide';
  const overbooked = drawn.between(0, 6);
  const cabins = aircraft[kind].map(([cabin, capacity]) => ({
    cabin,
    capacity,
    sellLimit: cabin === 'Y' ? capacity + Math.floor((capacity * overbooked) / 100) : capacity,
  }));
  return {
    flightId: `FH${100 + index}-${departsAt.slice(0, 10)}-${route.slice(0, 3)}`,
    route,
    departsAt,
    departed,
    cabins,
  };
}

export function seatKey({ flightId, cabin }: { readonly flightId: string; readonly cabin: string }): string {
  return `${flightId}#${cabin}`;
}
