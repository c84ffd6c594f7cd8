// Counts of a route by minute: how their keys read, and how the items of many shards become one figure.

import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { type Item, optionalNumberIn, textIn } from './attributes.ts';
import { type Clock, minuteMs } from './clock.ts';
import { type DocumentClient, retrying } from './dynamo.ts';

export interface Counts {
  readonly searches: number;
  readonly bookings: number;
  readonly seats: number;
  readonly cancelled: number;
}

export const noCounts: Counts = { searches: 0, bookings: 0, seats: 0, cancelled: 0 };

/** The partition of what is counted over all routes. */
export const allRoutes = 'ALL';

/** How long a minute's figures are kept, from the minute on. */
export const figuresKeptMs = 48 * 60 * minuteMs;

/** Epoch milliseconds to the minute they lie in, as it stands in a key: 2026-12-24T10:15. */
export function minuteOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 16);
}

/** `minuteKey` of what one shard of one stream counted. */
export function shardKey(minute: string, stream: string, shard: string): string {
  return `${minute}#${stream}#${shard}`;
}

/** `minuteKey` of what a recount found; it wins over the shards. */
export function finalKey(minute: string): string {
  return `${minute}#final`;
}

export function isFinal(minuteKey: string): boolean {
  return minuteKey.endsWith('#final');
}

export function plus(a: Counts, b: Counts): Counts {
  return {
    searches: a.searches + b.searches,
    bookings: a.bookings + b.bookings,
    seats: a.seats + b.seats,
    cancelled: a.cancelled + b.cancelled,
  };
}

/** Items of one route to figures by minute, oldest first. */
export function byMinute(items: readonly Item[]): ReadonlyMap<string, Counts> {
  const finals = new Map<string, Counts>();
  const sums = new Map<string, Counts>();
  for (const item of items) {
    const key = textIn(item, 'minuteKey');
    const minute = key.slice(0, key.indexOf('#'));
    if (isFinal(key)) finals.set(minute, countsIn(item));
    else sums.set(minute, plus(sums.get(minute) ?? noCounts, countsIn(item)));
  }
  return new Map([...sums, ...finals].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Items of one route whose minutes lie between those of `from` and `to`, both included, in epoch milliseconds. */
export async function queryFigures(
  { db, clock, figuresTable }: { readonly db: DocumentClient; readonly clock: Clock; readonly figuresTable: string },
  route: string,
  from: number,
  to: number,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  let start: Record<string, unknown> | undefined;
  do {
    const page = await retrying(clock, () =>
      db.send(
        new QueryCommand({
          TableName: figuresTable,
          KeyConditionExpression: '#route = :route AND #minuteKey BETWEEN :from AND :to',
          ExpressionAttributeNames: { '#route': 'route', '#minuteKey': 'minuteKey' },
          // ~ sorts after every character of a shard's key.
          ExpressionAttributeValues: { ':route': route, ':from': minuteOf(from), ':to': `${minuteOf(to)}~` },
          ...(start ? { ExclusiveStartKey: start } : {}),
        }),
      ),
    );
    items.push(...(page.Items ?? []));
    start = page.LastEvaluatedKey;
  } while (start);
  return items;
}

function countsIn(item: Item): Counts {
  return {
    searches: optionalNumberIn(item, 'searches') ?? 0,
    bookings: optionalNumberIn(item, 'bookings') ?? 0,
    seats: optionalNumberIn(item, 'seats') ?? 0,
    cancelled: optionalNumberIn(item, 'cancelled') ?? 0,
  };
}
