// The hours that have passed since a route was last looked at to its baseline.

import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { type Item, isItem, mapIn, numberIn, optionalNumberIn } from '../common/attributes.ts';
import { hourMs, minuteMs } from '../common/clock.ts';
import { baselineItem, type Lease, leaseIn, leaseItem } from '../common/demand.ts';
import { conditionally, retrying } from '../common/dynamo.ts';
import { byMinute, queryFigures } from '../common/figures.ts';
import type { Dependencies } from './dependencies.ts';
import { fold, type Hours, type Slot, slotOf } from './statistics.ts';

/** Late events are in by then. */
const settledMs = 15 * minuteMs;
/** Older hours have lost figures to their expiry: they teach nothing rather than that nobody searched. */
export const readableHours = 46;

/** The last hour that is over and whose late events are in, at a moment; hours since 1970. */
export function settledHour(now: number): number {
  return Math.floor((now - settledMs) / hourMs) - 1;
}

/** Folds each hour missed, oldest first, and gives the baseline as it then stands. */
export async function foldHours(dependencies: Dependencies, route: string): Promise<Hours> {
  const latest = settledHour(dependencies.clock.now());
  const stored = await readItem(dependencies, route, baselineItem);
  const foldedHour = stored ? optionalNumberIn(stored, 'foldedHour') : undefined;
  let hours = stored ? hoursIn(stored) : {};
  const from = Math.max((foldedHour ?? latest - 1) + 1, latest - readableHours + 1);
  if (from > latest) return hours;
  const lease = await readLease(dependencies, route);
  for (let hour = from; hour <= latest; hour += 1) {
    const start = hour * hourMs;
    const leased = lease !== undefined && lease.since < start + hourMs && lease.highUntil > start;
    const slot = slotOf(hour);
    hours = { ...hours, [slot]: fold(hours[slot], await searchesBetween(dependencies, route, start), leased) };
  }
  await write(dependencies, route, hours, latest);
  return hours;
}

export async function readLease(dependencies: Dependencies, route: string): Promise<Lease | undefined> {
  const item = await readItem(dependencies, route, leaseItem);
  return item ? leaseIn(item) : undefined;
}

async function searchesBetween(dependencies: Dependencies, route: string, start: number): Promise<number> {
  const items = await queryFigures(dependencies, route, start, start + hourMs - minuteMs);
  return [...byMinute(items).values()].reduce((sum, { searches }) => sum + searches, 0);
}

/** Loses to whoever folded the same hours: the figures were the same. */
function write({ clock, db, demandTable }: Dependencies, route: string, hours: Hours, hour: number): Promise<boolean> {
  return conditionally(clock, () =>
    db.send(
      new UpdateCommand({
        TableName: demandTable,
        Key: { route, item: baselineItem },
        UpdateExpression: 'SET #hours = :hours, #foldedHour = :hour',
        ConditionExpression: 'attribute_not_exists(#foldedHour) OR #foldedHour < :hour',
        ExpressionAttributeNames: { '#hours': 'hours', '#foldedHour': 'foldedHour' },
        ExpressionAttributeValues: { ':hours': hours, ':hour': hour },
      }),
    ),
  );
}

async function readItem({ clock, db, demandTable }: Dependencies, route: string, item: string) {
  const { Item } = await retrying(clock, () =>
    db.send(new GetCommand({ TableName: demandTable, Key: { route, item }, ConsistentRead: true })),
  );
  return Item;
}

/** The `hours` map of a baseline. */
export function hoursIn(item: Item): Hours {
  const hours: Record<string, Slot> = {};
  for (const [slot, value] of Object.entries(mapIn(item, 'hours'))) {
    if (!isItem(value)) throw new TypeError('a slot is a map');
    hours[slot] = { m: numberIn(value, 'm'), v: numberIn(value, 'v'), n: numberIn(value, 'n') };
  }
  return hours;
}
