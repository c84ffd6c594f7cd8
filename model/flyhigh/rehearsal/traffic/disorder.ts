// Messages in their order to messages as they come: some again, some before what they follow.

import { type Chance, chance } from './chance.ts';
import { phases } from './full-cabins.ts';
import type { Message } from './message.ts';

export interface Disorder {
  /** Share of the messages that are sent a second time. */
  readonly repeated: number;
  /** Share of the sales that are sent before an earlier version of their booking. */
  readonly early: number;
}

/** @returns by their places in the traffic. */
export function disordered(seed: number, messages: readonly Message[], wanted: Disorder): readonly Message[] {
  const drawn = chance(seed, 'disorder');
  const sales = messages.filter(({ bookedAgoMs }) => bookedAgoMs !== undefined);
  const swapped = swaps(drawn, sales, Math.ceil(sales.length * wanted.early));
  const moved = messages.map((message) => ({ ...message, at: swapped.get(message.key) ?? message.at }));
  return [...moved, ...repetitions(drawn, moved, wanted.repeated)].sort((a, b) => a.at - b.at || compare(a.key, b.key));
}

/** Places of two neighbouring versions of a booking, exchanged. */
function swaps(drawn: Chance, sales: readonly Message[], wanted: number): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  const byBooking = new Map<string, Message[]>();
  for (const sale of sales) byBooking.set(sale.chain, [...(byBooking.get(sale.chain) ?? []), sale]);
  const candidates = [...byBooking.values()].filter((versions) => versions.length > 1);
  shuffle(drawn, candidates);
  for (const versions of candidates) {
    if (places.size >= 2 * wanted) break;
    const first = drawn.between(0, versions.length - 2);
    const [earlier, later] = versions.slice(first, first + 2);
    // What is to be settled before a wait must not move behind it.
    if (!earlier || !later || phaseOf(earlier.at) !== phaseOf(later.at)) continue;
    places.set(earlier.key, later.at);
    places.set(later.key, earlier.at);
  }
  return places;
}

/** A phase ends where the traffic waits for it. */
function phaseOf(at: number): number {
  return phases.findIndex(({ settledAt }) => settledAt === undefined || at < settledAt);
}

/** Half of them at once, as after an answer that was lost; half much later. */
function repetitions(drawn: Chance, messages: readonly Message[], share: number): readonly Message[] {
  const chosen = [...messages];
  shuffle(drawn, chosen);
  return chosen.slice(0, Math.ceil(messages.length * share)).map((message) => {
    const later = drawn.happens(0.5) ? 0.001 : drawn.next() * (1 - message.at);
    return { ...message, at: Math.min(0.999, message.at + later) };
  });
}

function shuffle<T>(drawn: Chance, list: T[]): void {
  for (let index = list.length - 1; index > 0; index -= 1) {
    const other = drawn.between(0, index);
    const [a, b] = [list[index], list[other]];
    if (a === undefined || b === undefined) continue;
    list[index] = b;
    list[other] = a;
  }
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
