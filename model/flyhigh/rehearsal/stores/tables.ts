// Tables to their items, and seeds to items.

import { type DynamoDBDocumentClient, PutCommand, paginateQuery, paginateScan } from '@aws-sdk/lib-dynamodb';
import type { SeededRoute } from '../traffic/message.ts';

export type Item = Readonly<Record<string, unknown>>;

export async function itemsOf(db: DynamoDBDocumentClient, table: string): Promise<readonly Item[]> {
  const items: Item[] = [];
  const pages = paginateScan({ client: db }, { TableName: table, ConsistentRead: true });
  for await (const { Items = [] } of pages) items.push(...Items);
  return items;
}

/** All items of one partition. */
export async function itemsWith(
  db: DynamoDBDocumentClient,
  table: string,
  key: string,
  value: string,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  const query = {
    TableName: table,
    KeyConditionExpression: '#key = :value',
    ExpressionAttributeNames: { '#key': key },
    ExpressionAttributeValues: { ':value': value },
  };
  for await (const page of paginateQuery({ client: db }, query)) items.push(...(page.Items ?? []));
  return items;
}

const hourMs = 3_600_000;
const settledMs = 900_000;
/** Of leases that held before. */
export const seededScore = 7;

/** What the demand detector would have learned by now. @param now epoch milliseconds that leases are relative to. */
export async function seedDemand(
  db: DynamoDBDocumentClient,
  table: string,
  seeded: readonly SeededRoute[],
  now: number,
): Promise<void> {
  const foldedHour = Math.floor((now - settledMs) / hourMs) - 1;
  const items = seeded.flatMap(({ route, slot, lease }): Item[] => [
    ...(slot
      ? [
          {
            route,
            item: 'baseline',
            foldedHour,
            hours: Object.fromEntries(Array.from({ length: 168 }, (_, hour) => [String(hour), slot])),
          },
        ]
      : []),
    ...(lease
      ? [
          {
            route,
            item: 'lease',
            since: now + lease.sinceMs,
            highUntil: now + lease.untilMs,
            renewedAt: now + lease.sinceMs,
            score: seededScore,
            announced: lease.announced,
            hotKey: 'HOT',
          },
        ]
      : []),
  ]);
  await Promise.all(items.map((Item) => db.send(new PutCommand({ TableName: table, Item }))));
}
