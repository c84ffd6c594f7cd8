// A seat count as stored, with what is known of its flight, as read.

import { type Item, mapIn, numberIn, optionalNumberIn, textIn } from '../common/attributes.ts';
import { itemReader } from '../common/items.ts';
import type { Dependencies } from './dependencies.ts';
import type { Limits } from './limits.ts';
import { type Cabin, seatKey } from './seats.ts';

export interface Seat {
  readonly flightId: string;
  readonly cabin: Cabin;
}

/** By what a level is judged. */
export interface Seen {
  readonly sold: number;
  readonly capacity: number;
  readonly sellLimit: number;
}

export interface SeatCount extends Seat, Seen, Limits {
  readonly alertLevel: number;
  readonly alertSince: number | undefined;
  /** As it was when the level was raised. */
  readonly alertOf: Seen;
  readonly announced: boolean;
}

export const seenIn = ({ sold, capacity, sellLimit }: Seen): Seen => ({ sold, capacity, sellLimit });

/** Nothing also where a count stands of which no event ever said how many seats there are. */
export type ReadCount = (seat: Seat) => Promise<SeatCount | undefined>;

/** See {@link itemReader}. */
export function countReader({ db, clock, seatTable: table }: Dependencies, seats: readonly Seat[]): ReadCount {
  const placeOf = (item: Item) => seatKey({ flightId: textIn(item, 'flightId'), cabin: textIn(item, 'cabin') });
  const read = itemReader({ db, clock, table, placeOf }, seats.map(keyOf));
  return async (seat) => countIn(seat, await read(keyOf(seat)));
}

const keyOf = ({ flightId, cabin }: Seat): Item => ({ flightId, cabin });

function countIn({ flightId, cabin }: Seat, item: Item | undefined): SeatCount | undefined {
  if (item?.limitsAt === undefined) return undefined;
  return {
    flightId,
    cabin,
    ...seen(item),
    departsAt: numberIn(item, 'departsAt'),
    expiresAt: numberIn(item, 'expiresAt'),
    limitsAt: numberIn(item, 'limitsAt'),
    alertLevel: optionalNumberIn(item, 'alertLevel') ?? 0,
    alertSince: optionalNumberIn(item, 'alertSince'),
    alertOf: seen(item.alertOf === undefined ? item : mapIn(item, 'alertOf')),
    announced: item.announced === true,
  };
}

const seen = (item: Item): Seen => ({
  sold: numberIn(item, 'sold'),
  capacity: numberIn(item, 'capacity'),
  sellLimit: numberIn(item, 'sellLimit'),
});
