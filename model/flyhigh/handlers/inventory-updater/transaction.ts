// A change of what a booking holds to TransactWriteItems, and its cancellation reasons to what must be done about them.

import { randomUUID } from 'node:crypto';
import { TransactWriteCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { dayMs, epochSeconds } from '../common/clock.ts';
import { errorName, isTransient, retrying } from '../common/dynamo.ts';
import type { Dependencies, Sale } from './dependencies.ts';
import { reportOf, whenKnown } from './limits.ts';
import { type Change, type Delta, type Held, overBy, seatOf } from './seats.ts';

export interface Settlement {
  readonly event: Sale;
  /** Epoch milliseconds. */
  readonly receivedAt: number;
  /** Version of the ledger entry that the change was computed from; 0 when there was none. */
  readonly readVersion: number;
  readonly change: Change;
  /** Keys of all flights and cabins of which the booking ever changed the count, this change included. */
  readonly touched: readonly string[];
  /** Epoch milliseconds. */
  readonly now: number;
}

type Write = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

const transientReasons = new Set(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded']);

/** False when another event of this booking was faster: read again. Throws when DynamoDB could not be moved to do it. */
export async function commit(dependencies: Dependencies, settlement: Settlement): Promise<boolean> {
  const { clock, db } = dependencies;
  // Built once, its token of its own: sent again after a lost answer, by the SDK or below, it is done once. No other
  // command may have that token, or DynamoDB would refuse it for ten minutes, or say that it is done, while tables are
  // emptied and filled again. What a redelivery computes anew needs none: it meets the version that it finds.
  const command = new TransactWriteCommand({
    ClientRequestToken: randomUUID(),
    TransactItems: [
      ledgerWrite(dependencies.ledgerTable, settlement),
      ...settlement.change.deltas.map((delta) => seatWrite(dependencies.seatTable, delta, settlement)),
    ],
  });
  try {
    await retrying(
      clock,
      () => db.send(command),
      (error) => !lostRace(error) && (isTransient(error) || reasons(error).some((code) => transientReasons.has(code))),
    );
    return true;
  } catch (error) {
    if (lostRace(error)) return false;
    throw error;
  }
}

function lostRace(error: unknown): boolean {
  return reasons(error)[0] === 'ConditionalCheckFailed';
}

function reasons(error: unknown): readonly string[] {
  if (errorName(error) !== 'TransactionCanceledException') return [];
  if (!(error instanceof Error && 'CancellationReasons' in error && Array.isArray(error.CancellationReasons)))
    return [];
  return error.CancellationReasons.map((reason: { readonly Code?: string }) => reason.Code ?? 'None');
}

function ledgerWrite(table: string, { event, readVersion, change, touched, now }: Settlement): Write {
  const condition =
    readVersion === 0
      ? {
          ConditionExpression: 'attribute_not_exists(#bookingId)',
          ExpressionAttributeNames: { '#bookingId': 'bookingId' },
        }
      : {
          ConditionExpression: '#version = :read',
          ExpressionAttributeNames: { '#version': 'version' },
          ExpressionAttributeValues: { ':read': readVersion },
        };
  const item = {
    bookingId: event.bookingId,
    version: event.bookingVersion,
    held: change.after,
    touched,
    status: event.segments.length === 0 ? 'cancelled' : 'booked',
    lastEventId: event.eventId,
    expiresAt: ledgerExpiry(change.after, now),
  };
  return { Put: { TableName: table, Item: item, ...condition } };
}

/**
 * Epoch seconds. Later than the counts of what it holds: else its next version would count all that anew. An entry that
 * holds nothing stays long enough to meet a sale that comes after its cancellation.
 */
function ledgerExpiry(held: Held, now: number): number {
  const over = Object.entries(held).map(([key, { departsAt }]) => overBy(seatOf(key).flightId, departsAt));
  return epochSeconds(over.length === 0 ? now + 400 * dayMs : Math.max(...over) + 30 * dayMs);
}

/**
 * Without a condition: counts commute, so no seat check can fail the transaction. What is said of the flight is put where
 * nothing is known yet; what is known is changed by limits.ts, since transactions come in any order.
 */
function seatWrite(
  table: string,
  { flightId, cabin, seats, segment, departsAt }: Delta,
  settlement: Settlement,
): Write {
  const { now } = settlement;
  const reported = segment ? reportOf(segment, settlement) : whenKnown(flightId, departsAt);
  const first = Object.entries(reported).map(([name]) => `#${name} = if_not_exists(#${name}, :${name})`);
  return {
    Update: {
      TableName: table,
      Key: { flightId, cabin },
      UpdateExpression: `ADD #sold :delta SET #updatedAt = :now, ${first.join(', ')}`,
      ExpressionAttributeNames: {
        '#sold': 'sold',
        '#updatedAt': 'updatedAt',
        ...Object.fromEntries(Object.keys(reported).map((name) => [`#${name}`, name])),
      },
      ExpressionAttributeValues: {
        ':delta': seats,
        ':now': now,
        ...Object.fromEntries(Object.entries(reported).map(([name, value]) => [`:${name}`, value])),
      },
    },
  };
}
