import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { beforeEach, describe, expect, it } from 'vitest';
import { mapIn } from '../../../model/flyhigh/handlers/common/attributes.ts';
import { createHandler } from '../../../model/flyhigh/handlers/demand-detector/handler.ts';
import { expectation, fold, slotOf } from '../../../model/flyhigh/handlers/demand-detector/statistics.ts';
import { hour, iso, minute, noon } from '../support/records.ts';
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
/** Slots of the baseline, for hours since 1970. */
const slotsOf = async (...hours: readonly number[]) => {
  const slots = mapIn((await baselineOf()) ?? {}, 'hours');
  return hours.map((h) => mapIn(slots, slotOf(h)));
};
const baselineOf = async () => (await w.store.items('demand')).find(({ item }) => item === 'baseline');

function changed(more: Partial<{ route: string; minuteKey: string; eventName: string; sequence: string }> = {}) {
  const { route = 'JFK-LHR', minuteKey = '2026-12-01T12:30#looks#shard-1', eventName = 'MODIFY' } = more;
  const item: DynamoDBRecord = {
    eventName: eventName as 'MODIFY',
    dynamodb: { Keys: { route: { S: route }, minuteKey: { S: minuteKey } }, SequenceNumber: more.sequence ?? '1' },
  };
  return item;
}
const look = () => handle({ Records: [changed()] });

describe('the baseline', () => {
  const slot = (h: number) => slotOf(h);

  it('learns an hour when it is 15 minutes past, not before', async () => {
    await usual();
    await figure(thisHour * hour + 5 * minute, 40);
    await figure(thisHour * hour + 59 * minute, 20, '#looks#shard-2');
    w.clock.at = (thisHour + 1) * hour + 14 * minute;
    await look();
    expect((await baselineOf())?.foldedHour).toBe(thisHour - 1);
    w.clock.at += minute;
    await look();
    expect(await baselineOf()).toMatchObject({
      foldedHour: thisHour,
      hours: { [slot(thisHour)]: { m: 105, v: 0.75 * (120 + 0.25 * 3600), n: 6 } },
    });
    await look();
    expect((await slotsOf(thisHour))[0]?.n).toBe(6);
  });

  it('learns each hour it missed', async () => {
    await usual();
    await figure(thisHour * hour, 40);
    w.clock.at = (thisHour + 3) * hour + 15 * minute;
    await look();
    const slots = await slotsOf(thisHour, thisHour + 1, thisHour + 2, thisHour + 3);
    expect(slots.map(({ m, n }) => [m, n])).toEqual([
      [100, 6],
      [90, 6],
      [90, 6],
      [120, 5],
    ]);
  });

  it('learns nothing of hours whose figures have expired', async () => {
    await usual();
    w.clock.at = (thisHour + 100) * hour + 15 * minute;
    await look();
    const week = await slotsOf(...Array.from({ length: 168 }, (_, n) => n));
    expect(week.filter(({ n }) => n === 6)).toHaveLength(46);
    expect((await baselineOf())?.foldedHour).toBe(thisHour + 99);
  });

  it('begins with the hour before a route is first seen', async () => {
    await figure((thisHour - 1) * hour, 30);
    await look();
    expect(await baselineOf()).toEqual({
      route: 'JFK-LHR',
      item: 'baseline',
      foldedHour: thisHour - 1,
      hours: { [slot(thisHour - 1)]: { m: 30, v: 30, n: 1 } },
    });
  });

  it('learns little of an hour in which the route was leased', async () => {
    await usual();
    await put('demand', {
      route: 'JFK-LHR',
      item: 'lease',
      since: now,
      highUntil: now + 15 * minute,
      renewedAt: now,
      score: 9,
      announced: true,
    });
    await figure(thisHour * hour, 10_000);
    w.clock.at = (thisHour + 1) * hour + 15 * minute;
    await look();
    expect((await slotsOf(thisHour))[0]?.m).toBeCloseTo(120 + 0.25 * 3 * Math.sqrt(120), 9);
  });

  it('knows the hours of the week from Monday on', () => {
    expect(slotOf(Date.parse('2026-11-30T00:00:00.000Z') / hour)).toBe('0');
    expect(slotOf(Date.parse('2026-12-06T23:00:00.000Z') / hour)).toBe('167');
  });

  it('starts a slot with what it first sees', () => {
    expect(fold(undefined, 40, true)).toEqual({ m: 40, v: 40, n: 1 });
    expect(fold({ m: 40, v: 40, n: 2 }, 80, true)).toEqual({ m: 50, v: 0.75 * (40 + 400), n: 3 });
    expect(fold({ m: 40, v: 40, n: 9 }, 80, false)).toEqual({ m: 50, v: 0.75 * (40 + 400), n: 10 });
  });

  it('lies between the middles of two hours', () => {
    const hours = { [slotOf(0)]: { m: 120, v: 0, n: 3 }, [slotOf(1)]: { m: 240, v: 3600, n: 4 } };
    expect(expectation(hours, 30 * minute).lambda).toBeCloseTo(10, 9);
    expect(expectation(hours, 60 * minute)).toEqual({ lambda: 15, sigma: Math.sqrt(300), n: 4 });
    expect(expectation(hours, 75 * minute).lambda).toBeCloseTo(17.5, 9);
    expect(expectation(hours, 5 * hour)).toEqual({ lambda: 0, sigma: 1, n: 0 });
  });
});
