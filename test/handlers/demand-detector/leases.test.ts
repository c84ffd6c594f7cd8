import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { beforeEach, describe, expect, it } from 'vitest';
import { createHandler } from '../../../model/flyhigh/handlers/demand-detector/handler.ts';
import { failures, hour, iso, minute, noon } from '../support/records.ts';
import { type World, world } from '../support/world.ts';

const now = noon + 30 * minute;
const thisHour = Math.floor(now / hour);
let w: World;
let handle: ReturnType<typeof createHandler>;
beforeEach(() => {
  w = world(now);
  handle = createHandler({
    ...w.said,
    clock: w.clock,
    db: w.store.client,
    figuresTable: 'figures',
    demandTable: 'demand',
    bus: w.bus,
  });
});

const put = (TableName: string, Item: Record<string, unknown>) =>
  w.store.client.send(new PutCommand({ TableName, Item }));
const figure = (ms: number, searches: number, suffix = '#looks#shard-1') =>
  put('figures', { route: 'JFK-LHR', minuteKey: `${iso(ms).slice(0, 16)}${suffix}`, searches });
/** A usual 120 searches an hour, ten in five minutes, learned for so many weeks at every hour. */
const usual = (weeks = 5, m = 120) =>
  put('demand', {
    route: 'JFK-LHR',
    item: 'baseline',
    hours: Object.fromEntries(Array.from({ length: 168 }, (_, slot) => [slot, { m, v: m, n: weeks }])),
    foldedHour: thisHour - 1,
  });
const leaseOf = async () => (await w.store.items('demand')).find(({ item }) => item === 'lease');

function changed(more: Partial<{ route: string; minuteKey: string; eventName: string; sequence: string }> = {}) {
  const { route = 'JFK-LHR', minuteKey = '2026-12-01T12:30#looks#shard-1', eventName = 'MODIFY' } = more;
  const item: DynamoDBRecord = {
    eventName: eventName as 'MODIFY',
    dynamodb: { Keys: { route: { S: route }, minuteKey: { S: minuteKey } }, SequenceNumber: more.sequence ?? '1' },
  };
  return item;
}
const look = () => handle({ Records: [changed()] });

describe('a lease', () => {
  const lease = {
    route: 'JFK-LHR',
    item: 'lease',
    since: now,
    highUntil: now + 15 * minute,
    renewedAt: now,
    score: expect.closeTo((60 - 10) / Math.sqrt(10), 9),
    announced: true,
    hotKey: 'HOT',
  };

  it('is acquired by a surge and announced', async () => {
    await usual();
    for (const back of [0, 1, 2, 3, 4]) await figure(now - back * minute, 12);
    await figure(now - 5 * minute, 500);
    expect(await look()).toEqual(failures());
    expect(await leaseOf()).toEqual(lease);
    expect(w.announced).toEqual([
      {
        id: `JFK-LHR#${now}`,
        eventType: 'HighDemand',
        schemaVersion: 1,
        eventTime: iso(now),
        route: 'JFK-LHR',
        highUntil: iso(now + 15 * minute),
        score: lease.score,
      },
    ]);
  });

  it.each([
    ['too few weeks', 2, 120, 60],
    ['too few searches', 5, 12, 29],
    ['less than double', 5, 1200, 199],
    ['less than six deviations', 5, 192, 39],
  ])('is not acquired by %s', async (_what, weeks, m, searches) => {
    await usual(weeks, m);
    await figure(now, searches);
    await look();
    expect(await leaseOf()).toBeUndefined();
    expect(w.announced).toEqual([]);
  });

  it('is acquired once by two at the same time', async () => {
    await usual();
    await figure(now, 60);
    await Promise.all([look(), look(), look()]);
    expect(new Set(w.announced.map(({ id }) => id))).toEqual(new Set([`JFK-LHR#${now}`]));
    expect(await leaseOf()).toEqual(lease);
  });

  it('is renewed after a minute by less than it took, and says nothing', async () => {
    await usual();
    await figure(now, 60);
    await look();
    await look();
    expect((await leaseOf())?.highUntil).toBe(now + 15 * minute);
    // Acquired and announced: a look within the minute costs no write.
    expect(w.store.commands.filter((command) => command === 'UpdateItem')).toHaveLength(2);
    w.clock.at += 10 * minute;
    await figure(w.clock.at, 13);
    await look();
    expect(await leaseOf()).toMatchObject({ since: now, highUntil: now + 25 * minute, renewedAt: now + 10 * minute });
    expect(w.announced).toHaveLength(1);
  });

  it('lapses by itself when demand falls, and begins anew with the next surge', async () => {
    await usual();
    await figure(now, 60);
    await look();
    w.clock.at += 10 * minute;
    await figure(w.clock.at, 12);
    await look();
    expect((await leaseOf())?.highUntil).toBe(now + 15 * minute);
    w.clock.at = now + 16 * minute;
    await figure(w.clock.at, 70);
    await look();
    expect(await leaseOf()).toMatchObject({ since: now + 16 * minute, announced: true });
    expect(w.announced.map(({ id }) => id)).toEqual([`JFK-LHR#${now}`, `JFK-LHR#${now + 16 * minute}`]);
  });

  it('that a crash left unannounced is announced by the next batch, under the same id', async () => {
    await usual();
    await figure(now, 60);
    w.outage.bus = new Error('down');
    expect(await handle({ Records: [changed({ sequence: '41' }), changed({ sequence: '42' })] })).toEqual(
      failures('41', '42'),
    );
    expect((await leaseOf())?.announced).toBe(false);
    w.clock.at += 20_000;
    expect(await look()).toEqual(failures());
    expect(w.announced.map(({ id }) => id)).toEqual([`JFK-LHR#${now}`]);
    expect(await leaseOf()).toMatchObject({ announced: true, since: now });
  });
});

describe('what makes it look', () => {
  beforeEach(async () => {
    await usual();
    await figure(now, 60);
  });

  it.each([
    ['an expiry', changed({ eventName: 'REMOVE' })],
    ['a recount', changed({ minuteKey: '2026-12-01T12:30#final' })],
    ['the sum of all routes', changed({ route: 'ALL' })],
  ])('%s does not', async (_what, item) => {
    expect(await handle({ Records: [item] })).toEqual(failures());
    expect(w.store.commands).toEqual(w.store.commands.filter((command) => command === 'PutItem'));
  });

  it('a route that changed many times is looked at once', async () => {
    await handle({ Records: [changed(), changed({ eventName: 'INSERT' }), changed()] });
    expect(w.announced).toHaveLength(1);
    expect(w.store.commands.filter((command) => command === 'Query')).toHaveLength(1);
  });

  it('counts a final figure instead of the shards it replaces', async () => {
    await figure(now, 20, '#final');
    await look();
    expect(await leaseOf()).toBeUndefined();
  });
});
