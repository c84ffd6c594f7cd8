// Figures by route and minute as they stand against what the streams hold.

import type { Check } from '../../../../local/rehearsal.ts';
import { type Bounds, type Counts, none, plus } from '../reference/figures.ts';
import type { Item } from '../stores/tables.ts';
import { checkOf, keysOfBoth, number } from './check.ts';

const names = ['searches', 'bookings', 'seats', 'cancelled'] as const;

/** Items of single shards, by `route minute#stream#shard`. */
export function liveFiguresCheck(due: ReadonlyMap<string, Bounds>, items: readonly Item[]): Check {
  const stored = new Map(
    items
      .filter((item) => !isFinal(item))
      .map((item) => [`${String(item.route)} ${String(item.minuteKey)}`, countsIn(item)]),
  );
  const nothing = { least: none, most: none };
  let exact = 0;
  const wrong = keysOfBoth(due, stored).flatMap((key) => {
    const { least, most } = due.get(key) ?? nothing;
    const found = stored.get(key) ?? none;
    if (names.every((name) => least[name] === most[name])) exact += 1;
    return names
      .filter((name) => found[name] < least[name] || found[name] > most[name])
      .map((name) => `${key}: ${found[name]} ${name}, ${range(least[name], most[name])} due`);
  });
  const rest = due.size - exact;
  return checkOf(
    'Figures by route, minute and shard equal the records of the streams, a sender’s repetition within a batch counted once',
    wrong,
    `${number(exact)} figures exact${rest === 0 ? '' : `, ${number(rest)} that hold a repetition within its bounds`}`,
  );
}

/** What readers see: the recounted figure where there is one, else the sum over shards. */
export function finalFiguresCheck(due: ReadonlyMap<string, Counts>, items: readonly Item[]): Check {
  const sums = new Map<string, Counts>();
  const finals = new Map<string, Counts>();
  for (const item of items) {
    const key = `${String(item.route)} ${String(item.minuteKey).split('#')[0]}`;
    if (isFinal(item)) finals.set(key, countsIn(item));
    else sums.set(key, plus(sums.get(key) ?? none, countsIn(item)));
  }
  const shown = new Map([...sums, ...finals]);
  const wrong = keysOfBoth(due, shown).flatMap((key) => {
    const expected = due.get(key) ?? none;
    const found = shown.get(key) ?? none;
    return names
      .filter((name) => found[name] !== expected[name])
      .map((name) => `${key}: ${found[name]} ${name}, ${expected[name]} due`);
  });
  return checkOf(
    'After a recount, figures by route and minute equal the distinct events',
    wrong,
    `${number(due.size)} figures, ${number(finals.size)} of them replaced`,
  );
}

function isFinal(item: Item): boolean {
  return String(item.minuteKey).endsWith('#final');
}

function countsIn(item: Item): Counts {
  const count = (name: keyof Counts) => Number(item[name] ?? 0);
  return {
    searches: count('searches'),
    bookings: count('bookings'),
    seats: count('seats'),
    cancelled: count('cancelled'),
  };
}

function range(least: number, most: number): string {
  return least === most ? String(least) : `${least} to ${most}`;
}
