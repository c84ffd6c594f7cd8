import { beforeEach, describe, expect, it } from 'vitest';
import { mapIn } from '../../../model/flyhigh/handlers/common/attributes.ts';
import { expectation, fold, isSurge, slotOf } from '../../../model/flyhigh/handlers/demand-detector/statistics.ts';
import { type Detector, detector, now, thisHour } from '../support/demand.ts';
import { hour, minute } from '../support/records.ts';

let desk: Detector;
beforeEach(() => {
  desk = detector();
});
const baselineOf = () => desk.itemOf('baseline');
/** Slots of the baseline, for hours since 1970. */
const slotsOf = async (...hours: readonly number[]) => {
  const slots = mapIn((await baselineOf()) ?? {}, 'hours');
  return hours.map((h) => mapIn(slots, slotOf(h)));
};

describe('the baseline', () => {
  const slot = (h: number) => slotOf(h);

  it('learns an hour when it is 15 minutes past, not before', async () => {
    await desk.usual();
    await desk.figure(thisHour * hour + 5 * minute, 40);
    await desk.figure(thisHour * hour + 59 * minute, 20, '#looks#shard-2');
    desk.w.clock.at = (thisHour + 1) * hour + 14 * minute;
    await desk.look();
    expect((await baselineOf())?.foldedHour).toBe(thisHour - 1);
    desk.w.clock.at += minute;
    await desk.look();
    expect(await baselineOf()).toMatchObject({
      foldedHour: thisHour,
      hours: { [slot(thisHour)]: { m: 105, v: 0.75 * (120 + 0.25 * 3600), n: 6 } },
    });
    await desk.look();
    expect((await slotsOf(thisHour))[0]?.n).toBe(6);
  });

  it('learns each hour it missed', async () => {
    await desk.usual();
    await desk.figure(thisHour * hour, 40);
    desk.w.clock.at = (thisHour + 3) * hour + 15 * minute;
    await desk.look();
    const slots = await slotsOf(thisHour, thisHour + 1, thisHour + 2, thisHour + 3);
    expect(slots.map(({ m, n }) => [m, n])).toEqual([
      [100, 6],
      [90, 6],
      [90, 6],
      [120, 5],
    ]);
  });

  it('learns nothing of hours whose figures have expired', async () => {
    await desk.usual();
    desk.w.clock.at = (thisHour + 100) * hour + 15 * minute;
    await desk.look();
    const week = await slotsOf(...Array.from({ length: 168 }, (_, n) => n));
    expect(week.filter(({ n }) => n === 6)).toHaveLength(46);
    expect((await baselineOf())?.foldedHour).toBe(thisHour + 99);
  });

  it('begins with the hour before a route is first seen', async () => {
    await desk.figure((thisHour - 1) * hour, 30);
    await desk.look();
    expect(await baselineOf()).toEqual({
      route: 'JFK-LHR',
      item: 'baseline',
      foldedHour: thisHour - 1,
      hours: { [slot(thisHour - 1)]: { m: 30, v: 30, n: 1 } },
    });
  });

  it('learns little of an hour in which the route was leased', async () => {
    await desk.usual();
    await desk.put('demand', {
      route: 'JFK-LHR',
      item: 'lease',
      since: now,
      highUntil: now + 15 * minute,
      renewedAt: now,
      score: 9,
      announced: true,
    });
    await desk.figure(thisHour * hour, 10_000);
    desk.w.clock.at = (thisHour + 1) * hour + 15 * minute;
    await desk.look();
    expect((await slotsOf(thisHour))[0]?.m).toBeCloseTo(120 + 0.25 * 3 * Math.sqrt(120), 9);
  });

  it('that has gone on meanwhile is not set back by who was slower', async () => {
    await desk.usual();
    desk.w.clock.at = (thisHour + 1) * hour + 15 * minute;
    const further = { route: 'JFK-LHR', item: 'baseline', hours: {}, foldedHour: thisHour + 5 };
    desk.w.store.hooks.before = async (command) => {
      if (command !== 'UpdateItem') return;
      delete desk.w.store.hooks.before;
      await desk.put('demand', further);
    };
    await desk.look();
    expect(await baselineOf()).toEqual(further);
  });

  it('learns even of an hour that was always empty, so that what stays becomes normal', () => {
    let slot = { m: 0, v: 0, n: 3 };
    let weeks = 0;
    const surges = () => isSurge(480 / 12, expectation({ [slotOf(0)]: slot }, 30 * minute));
    for (; surges() && weeks < 52; weeks += 1) slot = fold(slot, 480, true);
    expect(weeks).toBeGreaterThan(2);
    expect(weeks).toBeLessThan(12);
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
