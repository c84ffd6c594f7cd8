// What an event says of a flight, beside its seats, to what stands at the count: whoever speaks of the later moment is believed.

import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { dayMs, epochSeconds, minuteMs } from '../common/clock.ts';
import { conditionally } from '../common/dynamo.ts';
import type { Accepted } from '../common/stream-record.ts';
import type { Dependencies, Sale } from './dependencies.ts';
import { departureOf, overBy, type Segment } from './seats.ts';

/** When a flight departs and until when its count is kept. */
export interface Kept {
  /** Epoch milliseconds. */
  readonly departsAt: number;
  /** Epoch seconds. */
  readonly expiresAt: number;
}

/** As it stands at a count. */
export interface Limits extends Kept {
  readonly capacity: number;
  readonly sellLimit: number;
  /** Epoch milliseconds at which it was so. */
  readonly limitsAt: number;
}

const keptMs = 7 * dayMs;

/** Never gone within a week of the day that the flight's own id names: one wrong moment of departure would lose all seats. */
export function whenKnown(flightId: string, departsAt: number): Kept {
  return { departsAt, expiresAt: epochSeconds(overBy(flightId, departsAt) + keptMs) };
}

type Said = Pick<Accepted<Sale>['meta'], 'receivedAt'> & { readonly event: Pick<Sale, 'eventTime'> };

/** A clock that runs ahead is not believed: nobody could correct what it says of next year. */
export function reportOf(segment: Segment, { event, receivedAt }: Said): Limits {
  return {
    capacity: segment.capacity,
    sellLimit: segment.sellLimit,
    ...whenKnown(segment.flightId, departureOf(segment)),
    limitsAt: Math.min(Date.parse(event.eventTime), receivedAt),
  };
}

/** Agreement writes nothing more often: in a sale it would be one write more for every event, of the items most contended. */
const confirmedEveryMs = 10 * minuteMs;

/**
 * Whether it is the latest word on the flight. Also where it says what is known, once in a while: else what somebody said
 * long before would be believed when it comes late. What a count was begun with by a give-back is of no moment: who
 * speaks first may correct it.
 */
export function corrects(said: Limits, known: Limits): boolean {
  const later = said.limitsAt - known.limitsAt;
  const departure = said.departsAt !== known.departsAt || said.expiresAt !== known.expiresAt;
  if (later === 0) return departure;
  const other = departure || said.capacity !== known.capacity || said.sellLimit !== known.sellLimit;
  return later >= (other ? 0 : confirmedEveryMs);
}

/**
 * False, and nothing is written, where somebody has spoken of a later moment meanwhile. A count of which nothing is known
 * yet is begun, with no seats sold: else whoever speaks of an earlier moment later would be believed.
 */
export function correct(
  { db, clock, seatTable }: Dependencies,
  { flightId, cabin }: Pick<Segment, 'flightId' | 'cabin'>,
  said: Limits,
): Promise<boolean> {
  const names = Object.keys(said);
  return conditionally(clock, () =>
    db.send(
      new UpdateCommand({
        TableName: seatTable,
        Key: { flightId, cabin },
        UpdateExpression: `SET #sold = if_not_exists(#sold, :none), ${names.map((name) => `#${name} = :${name}`).join(', ')}`,
        ConditionExpression: 'attribute_not_exists(#limitsAt) OR #limitsAt <= :limitsAt',
        ExpressionAttributeNames: Object.fromEntries(['sold', ...names].map((name) => [`#${name}`, name])),
        ExpressionAttributeValues: Object.fromEntries([
          [':none', 0],
          ...Object.entries(said).map(([name, value]) => [`:${name}`, value]),
        ]),
      }),
    ),
  );
}
