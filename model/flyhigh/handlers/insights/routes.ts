// A route to its demand now and its figures of the last hour.

import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { textIn } from '../common/attributes.ts';
import { minuteMs, rfc3339 } from '../common/clock.ts';
import { hotIndex, hotKey, leaseIn, leaseItem } from '../common/demand.ts';
import { byMinute, queryFigures } from '../common/figures.ts';
import type { Answer, Dependencies } from './dependencies.ts';

export async function routeDemand({ db, clock, demandTable }: Dependencies, route: string): Promise<Answer> {
  const { Item: item } = await db.send(new GetCommand({ TableName: demandTable, Key: { route, item: leaseItem } }));
  const lease = item ? leaseIn(item) : undefined;
  if (!lease || lease.highUntil <= clock.now()) return { status: 200, body: { route, high: false } };
  const { since, highUntil, score } = lease;
  return {
    status: 200,
    body: { route, high: true, since: rfc3339(since), highUntil: rfc3339(highUntil), score },
  };
}

export async function routeFigures(dependencies: Dependencies, route: string): Promise<Answer> {
  const now = dependencies.clock.now();
  const items = await queryFigures(dependencies, route, now - 59 * minuteMs, now);
  const minutes = [...byMinute(items)].map(([minute, counts]) => ({ minute: `${minute}Z`, ...counts }));
  return { status: 200, body: { route, minutes } };
}

/** Destinations of the routes whose demand is high now. */
export async function hotDestinations({ db, clock, demandTable }: Dependencies): Promise<ReadonlySet<string>> {
  const destinations = new Set<string>();
  let start: Record<string, unknown> | undefined;
  do {
    const page = await db.send(
      new QueryCommand({
        TableName: demandTable,
        IndexName: hotIndex,
        KeyConditionExpression: '#hotKey = :hot AND #highUntil > :now',
        ExpressionAttributeNames: { '#hotKey': 'hotKey', '#highUntil': 'highUntil' },
        ExpressionAttributeValues: { ':hot': hotKey, ':now': clock.now() },
        ...(start ? { ExclusiveStartKey: start } : {}),
      }),
    );
    for (const item of page.Items ?? []) destinations.add(textIn(item, 'route').slice(4));
    start = page.LastEvaluatedKey;
  } while (start);
  return destinations;
}
