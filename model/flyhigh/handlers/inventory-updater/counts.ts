// A seat count as stored, with what is known of its flight, as read.

import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { numberIn, optionalNumberIn } from '../common/attributes.ts';
import { retrying } from '../common/dynamo.ts';
import type { Dependencies } from './dependencies.ts';
import type { Limits } from './limits.ts';
import type { Cabin } from './seats.ts';

export interface Seat {
  readonly flightId: string;
  readonly cabin: Cabin;
}

export interface SeatCount extends Seat, Limits {
  readonly sold: number;
  readonly alertLevel: number;
  readonly alertSince: number | undefined;
  readonly announced: boolean;
}

/** Nothing also where a count stands of which no event ever said how many seats there are. */
export async function readCount(
  { db, clock, seatTable }: Dependencies,
  { flightId, cabin }: Seat,
): Promise<SeatCount | undefined> {
  const { Item: item } = await retrying(clock, () =>
    db.send(new GetCommand({ TableName: seatTable, Key: { flightId, cabin }, ConsistentRead: true })),
  );
  if (item?.limitsAt === undefined) return undefined;
  return {
    flightId,
    cabin,
    sold: numberIn(item, 'sold'),
    capacity: numberIn(item, 'capacity'),
    sellLimit: numberIn(item, 'sellLimit'),
    departsAt: numberIn(item, 'departsAt'),
    expiresAt: numberIn(item, 'expiresAt'),
    limitsAt: numberIn(item, 'limitsAt'),
    alertLevel: optionalNumberIn(item, 'alertLevel') ?? 0,
    alertSince: optionalNumberIn(item, 'alertSince'),
    announced: item.announced === true,
  };
}
