// A sale to one transaction over the booking's ledger entry and the seat counts it changes.

import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { type Item, isItem, mapIn, numberIn, textsIn } from '../common/attributes.ts';
import { retrying } from '../common/dynamo.ts';
import type { Accepted } from '../common/stream-record.ts';
import type { Dependencies, Sale } from './dependencies.ts';
import { changeOf, type Delta, departureLine, type Held, type Holding, seatKey, seatOf } from './seats.ts';
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
  /** Whose levels to look at, beside those that the event names. */
  readonly deltas: readonly Pick<Delta, 'flightId' | 'cabin'>[];
}

// Each lost race is another event of the same booking that won: more than a few is a fault.
const maxRaces = 10;

/** Sets what the booking holds. Whatever comes twice, late or out of order is stale and changes nothing. */
export async function settle(dependencies: Dependencies, { meta, event }: Accepted<Sale>): Promise<Outcome> {
  for (let race = 0; race < maxRaces; race += 1) {
    const ledger = await readLedger(dependencies, event.bookingId);
    // It may have changed what it does not name, for an event that was lost, and been cut off before it looked at that.
    if (event.bookingVersion <= ledger.version) return { applied: false, deltas: ledger.touched.map(seatOf) };
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
      return { applied: true, deltas: change.deltas };
    }
  }
  throw new Error(`lost ${maxRaces} races for one booking`);
}

async function readLedger({ db, clock, ledgerTable }: Dependencies, bookingId: string): Promise<Ledger> {
  const { Item: item } = await retrying(clock, () =>
    db.send(new GetCommand({ TableName: ledgerTable, Key: { bookingId }, ConsistentRead: true })),
  );
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
