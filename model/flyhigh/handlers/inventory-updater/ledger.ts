// A sale to one transaction over the booking's ledger entry and the seat counts it changes.

import { type Item, isItem, mapIn, numberIn, textIn, textsIn } from '../common/attributes.ts';
import { itemReader } from '../common/items.ts';
import type { Accepted } from '../common/stream-record.ts';
import type { Seat } from './counts.ts';
import type { Dependencies, Sale } from './dependencies.ts';
import { changeOf, departureLine, type Held, type Holding, seatKey, seatOf } from './seats.ts';
import { commit } from './transaction.ts';

export interface Ledger {
  /** 0 when there is none. */
  readonly version: number;
  readonly held: Held;
  /** Keys of all flights and cabins of which the booking ever changed the count. */
  readonly touched: readonly string[];
}

export interface Outcome {
  /** False for what was stale. */
  readonly applied: boolean;
  /** To look at, beside those that the event names. */
  readonly touched: readonly Seat[];
}

// Each lost race is another event of the same booking that won: more than a few is a fault.
const maxRaces = 10;

/** What stands of a booking. Before it is asked for again, it may be older by as long as a batch takes. */
export type ReadLedger = (bookingId: string) => Promise<Ledger>;

/** See {@link itemReader}. */
export function ledgerReader(
  { db, clock, ledgerTable: table }: Dependencies,
  bookingIds: readonly string[],
): ReadLedger {
  const read = itemReader(
    { db, clock, table, placeOf: (item) => textIn(item, 'bookingId') },
    bookingIds.map((bookingId) => ({ bookingId })),
  );
  return async (bookingId) => ledgerIn(await read({ bookingId }));
}

/**
 * Sets what the booking holds. Whatever comes twice, late or out of order is stale and changes nothing. What was read may
 * be old: the transaction then loses its race, and what is stale already stays so.
 */
export async function settle(
  dependencies: Dependencies,
  { meta, event }: Accepted<Sale>,
  read: ReadLedger,
): Promise<Outcome> {
  for (let race = 0; race < maxRaces; race += 1) {
    const ledger = await read(event.bookingId);
    // It may have changed what it does not name, for an event that was lost, and been cut off before it looked at that.
    if (event.bookingVersion <= ledger.version) return { applied: false, touched: ledger.touched.map(seatOf) };
    const now = dependencies.clock.now();
    const change = changeOf(ledger.held, event.segments, departureLine(meta.receivedAt, now));
    const touched = [...new Set([...ledger.touched, ...change.deltas.map(seatKey)])];
    if (
      await commit(dependencies, {
        event,
        receivedAt: meta.receivedAt,
        readVersion: ledger.version,
        change,
        touched,
        now,
      })
    ) {
      return { applied: true, touched: change.deltas };
    }
  }
  throw new Error(`lost ${maxRaces} races for one booking`);
}

function ledgerIn(item: Item | undefined): Ledger {
  if (!item) return { version: 0, held: {}, touched: [] };
  return { version: numberIn(item, 'version'), held: heldIn(item), touched: textsIn(item, 'touched') };
}

/** The `held` map of a ledger entry. */
export function heldIn(item: Item): Held {
  const held: Record<string, Holding> = {};
  for (const [key, value] of Object.entries(mapIn(item, 'held'))) {
    if (!isItem(value)) throw new TypeError('a holding is a map');
    held[key] = { seats: numberIn(value, 'seats'), departsAt: numberIn(value, 'departsAt') };
  }
  return held;
}
