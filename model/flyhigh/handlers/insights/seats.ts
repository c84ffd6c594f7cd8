// A flight to the seats left to sell in each cabin.

import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { numberIn, textIn } from '../common/attributes.ts';
import type { Answer, Dependencies } from './dependencies.ts';

/** The exact number, against the sell limit, would tell anyone how far a flight is overbooked. */
const shownAtMost = 9;

export async function flightSeats({ db, seatTable }: Dependencies, flightId: string): Promise<Answer> {
  const { Items: items = [] } = await db.send(
    new QueryCommand({
      TableName: seatTable,
      KeyConditionExpression: '#flightId = :flight',
      ExpressionAttributeNames: { '#flightId': 'flightId' },
      ExpressionAttributeValues: { ':flight': flightId },
    }),
  );
  // One that no sale has told the limit of tells a guest nothing.
  const known = items.filter(({ sellLimit }) => sellLimit !== undefined);
  if (known.length === 0) return { status: 404, body: { message: 'nothing sold yet, or no such flight' } };
  const cabins = known.map((item) => ({
    cabin: textIn(item, 'cabin'),
    seatsLeft: Math.min(shownAtMost, Math.max(0, numberIn(item, 'sellLimit') - numberIn(item, 'sold'))),
  }));
  return { status: 200, body: { flightId, cabins } };
}
