// The demand detector at work in a world of its own, with figures and a baseline of one route.
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { createHandler } from '../../../model/flyhigh/handlers/demand-detector/handler.ts';
import { hour, iso, minute, noon } from './records.ts';
import { type World, world } from './world.ts';

export const now = noon + 30 * minute;
export const thisHour = Math.floor(now / hour);

export interface Detector {
  readonly w: World;
  readonly handle: ReturnType<typeof createHandler>;
  put(TableName: string, Item: Record<string, unknown>): Promise<unknown>;
  figure(ms: number, searches: number, suffix?: string): Promise<unknown>;
  /** So many searches an hour, learned for so many weeks at every hour. Default: 120, ten in five minutes. */
  usual(weeks?: number, m?: number): Promise<unknown>;
  /** Is told that the route has changed. */
  look(): ReturnType<ReturnType<typeof createHandler>>;
  itemOf(kind: 'lease' | 'baseline'): Promise<Record<string, unknown> | undefined>;
}

export function detector(): Detector {
  const w = world(now);
  const handle = createHandler({
    ...w.said,
    clock: w.clock,
    db: w.store.client,
    figuresTable: 'figures',
    demandTable: 'demand',
    bus: w.bus,
  });
  const put = (TableName: string, Item: Record<string, unknown>) =>
    w.store.client.send(new PutCommand({ TableName, Item }));
  return {
    w,
    handle,
    put,
    figure: (ms, searches, suffix = '#looks#shard-1') =>
      put('figures', { route: 'JFK-LHR', minuteKey: `${iso(ms).slice(0, 16)}${suffix}`, searches }),
    usual: (weeks = 5, m = 120) =>
      put('demand', {
        route: 'JFK-LHR',
        item: 'baseline',
        hours: Object.fromEntries(Array.from({ length: 168 }, (_, slot) => [slot, { m, v: m, n: weeks }])),
        foldedHour: thisHour - 1,
      }),
    look: () => handle({ Records: [changed()] }),
    itemOf: async (kind) => (await w.store.items('demand')).find(({ item }) => item === kind),
  };
}

export function changed(
  more: Partial<{ route: string; minuteKey: string; eventName: string; sequence: string }> = {},
): DynamoDBRecord {
  const { route = 'JFK-LHR', minuteKey = '2026-12-01T12:30#looks#shard-1', eventName = 'MODIFY' } = more;
  return {
    eventName: eventName as 'MODIFY',
    dynamodb: { Keys: { route: { S: route }, minuteKey: { S: minuteKey } }, SequenceNumber: more.sequence ?? '1' },
  };
}
