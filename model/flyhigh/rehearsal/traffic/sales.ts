// Flights and a wanted number of sales to histories of bookings: confirmed, changed, cancelled in part or whole.

import { type Chance, chance, zipf } from './chance.ts';
import { type Cabin, type Flight, seatKey } from './network.ts';
import type { Stock } from './stock.ts';

export interface Held {
  readonly flight: Flight;
  readonly cabin: Cabin;
  readonly seats: number;
}

export type SaleType = 'BookingConfirmed' | 'BookingChanged' | 'BookingCancelled';

export interface Version {
  readonly type: SaleType;
  /** All that the booking holds from then on, once per flight and cabin. */
  readonly held: readonly Held[];
  /** Where in the traffic it is sent; nothing: it is lost on the way and never sent. */
  readonly at?: number;
}

export interface History {
  readonly bookingId: string;
  readonly traveller?: number;
  readonly consent: boolean;
  readonly channel: 'mobile' | 'web' | 'agency';
  readonly party: number;
  readonly bookedAgoMs: number;
  readonly versions: readonly Version[];
}

export interface SalesWanted {
  readonly bookings: number;
  readonly cancellations: number;
  readonly travellers: number;
}

const cabins: readonly Cabin[] = ['Y', 'Y', 'Y', 'Y', 'Y', 'Y', 'Y', 'W', 'J', 'J'];
const dayMs = 86_400_000;

/** Bookings of all kinds on seats that never come near their limit, until both numbers are reached. */
export function ordinarySales(seed: number, flights: readonly Flight[], stock: Stock, wanted: SalesWanted): History[] {
  const drawn = chance(seed, 'sales');
  const popular = zipf(flights.length, 0.6);
  const histories: History[] = [];
  let sales = 0;
  let cancellations = 0;
  while (sales < wanted.bookings || cancellations < wanted.cancellations) {
    const cancelShare = (wanted.cancellations - cancellations) / Math.max(1, wanted.bookings - sales);
    const history = oneHistory(drawn, popular, flights, stock, wanted.travellers, cancelShare * 1.2, histories.length);
    histories.push(history);
    for (const { type, at } of history.versions) {
      if (at === undefined) continue;
      if (type === 'BookingCancelled') cancellations += 1;
      else sales += 1;
    }
  }
  return histories;
}

function oneHistory(
  drawn: Chance,
  popular: (chance: Chance) => number,
  flights: readonly Flight[],
  stock: Stock,
  travellers: number,
  cancelShare: number,
  index: number,
): History {
  const party = drawn.pick([1, 1, 1, 1, 2, 2, 2, 2, 3, 4]);
  const choose = (taken: readonly Held[]) => freeFlight(drawn, popular, flights, stock, party, taken);
  const first = drawn.pick([1, 1, 1, 1, 2, 2, 2, 3]);
  let held: readonly Held[] = [];
  for (let segment = 0; segment < first; segment += 1) held = [...held, choose(held)];
  const states: { type: SaleType; held: readonly Held[] }[] = [{ type: 'BookingConfirmed', held }];
  const changes = drawn.happens(0.17) ? drawn.pick([1, 1, 2]) : 0;
  for (let change = 0; change < changes; change += 1) {
    held = changed(drawn, held, stock, () => choose(held));
    states.push({ type: 'BookingChanged', held });
  }
  if (drawn.happens(cancelShare)) {
    if (held.length > 1 && drawn.happens(0.35)) {
      held = held.slice(0, -1);
      states.push({ type: 'BookingCancelled', held });
      if (drawn.happens(0.3)) states.push({ type: 'BookingCancelled', held: [] });
    } else states.push({ type: 'BookingCancelled', held: [] });
  }
  stock.reserve(states.map((state) => state.held));
  const moments = states.map(() => drawn.next() * 0.97).sort((a, b) => a - b);
  const lost = states.length > 2 && drawn.happens(0.06) ? drawn.between(1, states.length - 2) : undefined;
  const signedIn = drawn.happens(0.15);
  // Made long ago: its first version was told then, and does not come again.
  const old = states.length > 1 && drawn.happens(0.25);
  return {
    bookingId: `R${String(index).padStart(5, '0')}`,
    ...(signedIn ? { traveller: drawn.between(0, travellers - 1) } : {}),
    consent: drawn.happens(0.8),
    channel: drawn.pick(['mobile', 'web', 'agency']),
    party,
    bookedAgoMs: old ? drawn.between(1, 20) * dayMs : 10_000,
    versions: states.map((state, version) => {
      const at = version === lost || (old && version === 0) ? undefined : moments[version];
      return { ...state, ...(at === undefined ? {} : { at }) };
    }),
  };
}

/** Another flight instead of one, one more flight, another cabin on the same flight, or one seat fewer. */
function changed(drawn: Chance, held: readonly Held[], stock: Stock, choose: () => Held): readonly Held[] {
  const [last, ...others] = [...held].reverse();
  if (!last) return held;
  const rest = others.reverse();
  const kind = drawn.pick(['instead', 'more', 'cabin', 'fewer']);
  if (kind === 'fewer' && last.seats > 1) return [...rest, { ...last, seats: last.seats - 1 }];
  const other: Held = { ...last, cabin: last.cabin === 'Y' ? 'J' : 'Y' };
  if (kind === 'cabin' && stock.hasRoom(other)) return [...rest, other];
  if (kind === 'more' && held.length < 5) return [...held, choose()];
  return [...rest, choose()];
}

function freeFlight(
  drawn: Chance,
  popular: (chance: Chance) => number,
  flights: readonly Flight[],
  stock: Stock,
  seats: number,
  taken: readonly Held[],
): Held {
  const free = (flight: Flight) => taken.every((held) => held.flight !== flight);
  for (let attempt = 0; attempt < 8; attempt += 1) {
    const flight = flights[popular(drawn)];
    const held = flight && { flight, cabin: drawn.pick(cabins), seats };
    if (held && free(held.flight) && stock.hasRoom(held)) return held;
  }
  for (const flight of flights) {
    const held: Held = { flight, cabin: 'Y', seats };
    if (free(flight) && stock.hasRoom(held)) return held;
  }
  throw new RangeError('more sales are wanted than there are seats');
}

/** By flight and cabin, what one state has more than another. */
export function gained(before: readonly Held[], after: readonly Held[]): readonly Held[] {
  const had = new Map(before.map((held) => [seatKey({ ...held.flight, cabin: held.cabin }), held.seats]));
  return after.flatMap((held) => {
    const seats = held.seats - (had.get(seatKey({ ...held.flight, cabin: held.cabin })) ?? 0);
    return seats > 0 ? [{ ...held, seats }] : [];
  });
}
