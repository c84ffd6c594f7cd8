// A seed, a start and a scenario's sizes to all that is to be sent, step by step, and what must be known beforehand.

import { disorder, malformedShare, type Sizes } from '../scenarios.ts';
import { chance } from './chance.ts';
import { disordered } from './disorder.ts';
import { chooseFullCabins, endOf, type FullCabin, fill, phases } from './full-cabins.ts';
import { malformedRequests, poison } from './malformed.ts';
import type { Message, SeededRoute, Settled, Step } from './message.ts';
import { type Flight, network, seatKey } from './network.ts';
import { type RouteTraffic, routeTraffic } from './routes.ts';
import { saleMessages } from './sale-messages.ts';
import { ordinarySales } from './sales.ts';
import { searchMessages } from './searches.ts';
import { eventOf } from './stamp.ts';
import { stockOf } from './stock.ts';

export interface Traffic {
  readonly flights: readonly Flight[];
  readonly full: readonly FullCabin[];
  readonly routes: readonly RouteTraffic[];
  readonly seeded: readonly SeededRoute[];
  /** Each once; what is sent again stands in the steps again. */
  readonly messages: readonly Message[];
  readonly steps: readonly Step[];
}

/** The traveller who deletes the own profile in the middle of it all. */
export const eraser = 0;
const erasedAt = 0.48;

/** @param start epoch milliseconds. */
export function traffic(seed: number, start: number, sizes: Sizes): Traffic {
  const { flights, routes: names } = network(seed, start, sizes.flights);
  const full = chooseFullCabins(seed, flights, sizes.full);
  const kept = new Set(full.map(({ flight, cabin }) => seatKey({ flightId: flight.flightId, cabin })));
  const filling = full.flatMap((cabin, index) => fill(seed, cabin, index));
  const ordinary = ordinarySales(seed, flights, stockOf(kept), { ...sizes, ...lessBy(sizes, filling) });
  const routes = routeTraffic(seed, names, sizes);
  const keys = chance(seed, 'sale keys');
  const sales = [...filling, ...ordinary].flatMap((history) => saleMessages(keys, history));
  const searches = searchMessages(seed, start, routes, sizes.travellers);
  const messages = [...sales, ...searches].flatMap(aroundErasure);
  const sent = disordered(seed, messages, disorder);
  const sample = (message: Message) => ({ ...eventOf({ ...message, key: 'f'.repeat(18) }, start, []) });
  const malformed = malformedRequests(seed, messages, Math.ceil(sent.length * malformedShare), sample);
  const [sale, search] = [sales[0], searches[0]];
  if (!sale || !search) throw new RangeError('no traffic');
  const placed: readonly (readonly [number, Step])[] = [
    ...sent.map((message) => [message.at, { do: 'send', message }] as const),
    ...malformed.map((request) => [request.at, { do: 'break', malformed: request }] as const),
    ...poison(seed, start, sample(sale), sample(search)).map(
      (record) => [record.at, { do: 'poison', poison: record }] as const,
    ),
    ...waits(full),
    [erasedAt, { do: 'erase', traveller: eraser }],
    ...deployments(sizes.deployments),
  ];
  return {
    flights,
    full,
    routes,
    seeded: routes.map(({ seeded }) => seeded),
    messages,
    steps: [...placed].sort(([a], [b]) => a - b).map(([, step]) => step),
  };
}

/** Evenly apart. */
const deployments = (count: number): readonly (readonly [number, Step])[] =>
  Array.from({ length: count }, (_, index) => [(index + 1) / (count + 1), { do: 'deploy' }]);

/** What the bookings that fill cabins leave to ordinary ones of the numbers wanted. */
function lessBy(sizes: Sizes, filling: ReturnType<typeof fill>): Pick<Sizes, 'bookings' | 'cancellations'> {
  const versions = filling.flatMap((history) => history.versions);
  const cancelled = versions.filter(({ type }) => type === 'BookingCancelled').length;
  return {
    bookings: sizes.bookings - (versions.length - cancelled),
    cancellations: sizes.cancellations - cancelled,
  };
}

/**
 * After the erasure its traveller only searches, without delay, and before it by no clock that runs ahead: what was before
 * and what after must be beyond doubt, also where it is sent again.
 */
function aroundErasure(message: Message): readonly Message[] {
  const { traveller, at, path } = message;
  if (traveller !== eraser) return [message];
  if (at < erasedAt - 0.02) return [{ ...message, agoMs: Math.max(0, message.agoMs) }];
  return path === '/me/searches' && at > erasedAt + 0.02 ? [{ ...message, agoMs: 0 }] : [];
}

function waits(full: readonly FullCabin[]): readonly (readonly [number, Step])[] {
  return phases.flatMap(({ settledAt }, phase) => {
    if (settledAt === undefined || full.length === 0) return [];
    const seats = full.map((cabin): Settled => {
      const { sold, level } = endOf(cabin, phase);
      return { flightId: cabin.flight.flightId, cabin: cabin.cabin, sold, level };
    });
    return [[settledAt, { do: 'await', seats }] as const];
  });
}
