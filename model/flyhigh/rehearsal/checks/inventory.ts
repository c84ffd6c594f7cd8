// Ledger and seat counts as they stand against what they must be.

import type { Check } from '../../../../local/rehearsal.ts';
import type { DueLevels } from '../reference/levels.ts';
import type { ExpectedSeats } from '../reference/seats.ts';
import type { Item } from '../stores/tables.ts';
import { type Flight, seatKey } from '../traffic/network.ts';
import { checkOf, keysOfBoth, number } from './check.ts';

export function seatsCheck({ sold }: ExpectedSeats, items: readonly Item[], flights: readonly Flight[]): Check {
  const stored = new Map(items.map((item) => [keyOf(item), item]));
  const seatsOf = new Map(
    flights.flatMap(({ flightId, cabins }) =>
      cabins.map((seats) => [seatKey({ flightId, cabin: seats.cabin }), seats]),
    ),
  );
  const wrong = keysOfBoth(sold, stored).flatMap((key) => {
    const due = sold.get(key) ?? 0;
    const item = stored.get(key);
    const found = item?.sold ?? 0;
    if (found !== due) return [`${key}: ${String(found)} sold, ${due} due`];
    const { capacity, sellLimit } = seatsOf.get(key) ?? {};
    const known = !item || (item.capacity === capacity && item.sellLimit === sellLimit);
    return known ? [] : [`${key}: capacity or sell limit is not the flight's`];
  });
  const total = [...sold.values()].reduce((sum, seats) => sum + seats, 0);
  return checkOf(
    'Seats sold are exact for every flight and cabin',
    wrong,
    `${number(total)} seats of ${number(sold.size)} cabins on ${new Set([...sold.keys()].map((key) => key.split('#')[0])).size} flights`,
  );
}

export function ledgerCheck({ bookings }: ExpectedSeats, items: readonly Item[]): Check {
  const stored = new Map(items.map((item) => [String(item.bookingId), item]));
  const wrong = keysOfBoth(bookings, stored).flatMap((bookingId) => {
    const due = bookings.get(bookingId);
    const item = stored.get(bookingId);
    if (!due) return [`${bookingId} stands there, though nobody sold it`];
    if (!item) return [`${bookingId} is missing`];
    if (item.version !== due.version) return [`${bookingId}: version ${String(item.version)}, ${due.version} due`];
    if (item.lastEventId !== due.eventId) return [`${bookingId}: not by the event that said so last`];
    if (item.status !== (due.cancelled ? 'cancelled' : 'booked')) return [`${bookingId}: is ${String(item.status)}`];
    const held = heldIn(item);
    return keysOfBoth(due.held, held)
      .filter((key) => held.get(key) !== due.held.get(key))
      .map((key) => `${bookingId}: holds ${held.get(key) ?? 0} of ${key}, ${due.held.get(key) ?? 0} due`);
  });
  return checkOf('The ledger holds the latest version of every booking', wrong, `${number(bookings.size)} bookings`);
}

export function levelsCheck(due: ReadonlyMap<string, DueLevels>, items: readonly Item[]): Check {
  const stored = new Map(items.map((item) => [keyOf(item), item]));
  const wrong = [...due].flatMap(([key, { level, doubt }]) => {
    if (doubt !== undefined) return [`${key}: the traffic leaves in doubt what is due, it ${doubt}`];
    const item = stored.get(key);
    const found = item?.alertLevel ?? 0;
    if (found !== level) return [`${key}: alert level ${String(found)}, ${level} due`];
    return level > 0 && item?.announced !== true ? [`${key}: the alert was never noted as announced`] : [];
  });
  const raised = [...due.values()].filter(({ level }) => level > 0).length;
  return checkOf('Every cabin stands at its alert level', wrong, `${raised} of ${due.size} cabins raised`);
}

function keyOf(item: Item): string {
  return `${String(item.flightId)}#${String(item.cabin)}`;
}

function heldIn({ held }: Item): ReadonlyMap<string, number> {
  if (typeof held !== 'object' || held === null) return new Map();
  return new Map(
    Object.entries(held).map(([key, value]: [string, { readonly seats?: number }]) => [key, value.seats ?? 0]),
  );
}
