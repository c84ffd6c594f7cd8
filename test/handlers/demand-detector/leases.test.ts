import { beforeEach, describe, expect, it } from 'vitest';
import { changed, type Detector, detector, now } from '../support/demand.ts';
import { failures, iso, minute } from '../support/records.ts';

let desk: Detector;
beforeEach(() => {
  desk = detector();
});
const leaseOf = () => desk.itemOf('lease');

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
    await desk.usual();
    for (const back of [0, 1, 2, 3, 4]) await desk.figure(now - back * minute, 12);
    await desk.figure(now - 5 * minute, 500);
    expect(await desk.look()).toEqual(failures());
    expect(await leaseOf()).toEqual(lease);
    expect(desk.w.announced).toEqual([
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
    await desk.usual(weeks, m);
    await desk.figure(now, searches);
    await desk.look();
    expect(await leaseOf()).toBeUndefined();
    expect(desk.w.announced).toEqual([]);
  });

  it('is acquired once by two at the same time', async () => {
    await desk.usual();
    await desk.figure(now, 60);
    await Promise.all([desk.look(), desk.look(), desk.look()]);
    expect(new Set(desk.w.announced.map(({ id }) => id))).toEqual(new Set([`JFK-LHR#${now}`]));
    expect(await leaseOf()).toEqual(lease);
  });

  it('is renewed after a minute by less than it took, and says nothing', async () => {
    await desk.usual();
    await desk.figure(now, 60);
    await desk.look();
    await desk.look();
    expect((await leaseOf())?.highUntil).toBe(now + 15 * minute);
    // Acquired and announced: a look within the minute costs no write.
    expect(desk.w.store.commands.filter((command) => command === 'UpdateItem')).toHaveLength(2);
    desk.w.clock.at += 10 * minute;
    await desk.figure(desk.w.clock.at, 13);
    await desk.look();
    expect(await leaseOf()).toMatchObject({ since: now, highUntil: now + 25 * minute, renewedAt: now + 10 * minute });
    expect(desk.w.announced).toHaveLength(1);
  });

  it.each([
    [10, now + 25 * minute],
    [9, now + 15 * minute],
    [0, now + 15 * minute],
  ])('where nobody is usual, %i searches keep it until %i', async (searches, until) => {
    await desk.usual(5, 0);
    await desk.figure(now, 60);
    await desk.look();
    desk.w.clock.at += 10 * minute;
    await desk.figure(desk.w.clock.at, searches);
    await desk.look();
    expect((await leaseOf())?.highUntil).toBe(until);
  });

  it('that lapsed while it was looked at is not brought back', async () => {
    await desk.usual();
    await desk.figure(now, 60);
    await desk.look();
    desk.w.clock.at += 10 * minute;
    await desk.figure(desk.w.clock.at, 13);
    desk.w.store.hooks.before = async (command) => {
      if (command !== 'UpdateItem') return;
      delete desk.w.store.hooks.before;
      const { since, ...more } = (await leaseOf()) ?? {};
      await desk.put('demand', { route: 'JFK-LHR', item: 'lease', ...more, since, highUntil: desk.w.clock.at });
    };
    await desk.look();
    expect((await leaseOf())?.highUntil).toBe(desk.w.clock.at);
  });

  it('lapses by itself when demand falls, and begins anew with the next surge', async () => {
    await desk.usual();
    await desk.figure(now, 60);
    await desk.look();
    desk.w.clock.at += 10 * minute;
    await desk.figure(desk.w.clock.at, 12);
    await desk.look();
    expect((await leaseOf())?.highUntil).toBe(now + 15 * minute);
    desk.w.clock.at = now + 16 * minute;
    await desk.figure(desk.w.clock.at, 70);
    await desk.look();
    expect(await leaseOf()).toMatchObject({ since: now + 16 * minute, announced: true });
    expect(desk.w.announced.map(({ id }) => id)).toEqual([`JFK-LHR#${now}`, `JFK-LHR#${now + 16 * minute}`]);
  });

  it('that a crash left unannounced is announced by the next batch, under the same id', async () => {
    await desk.usual();
    await desk.figure(now, 60);
    desk.w.outage.bus = new Error('down');
    expect(await desk.handle({ Records: [changed({ sequence: '41' }), changed({ sequence: '42' })] })).toEqual(
      failures('41', '42'),
    );
    expect((await leaseOf())?.announced).toBe(false);
    desk.w.clock.at += 20_000;
    expect(await desk.look()).toEqual(failures());
    expect(desk.w.announced.map(({ id }) => id)).toEqual([`JFK-LHR#${now}`]);
    expect(await leaseOf()).toMatchObject({ announced: true, since: now });
  });
});

describe('what makes it look', () => {
  beforeEach(async () => {
    await desk.usual();
    await desk.figure(now, 60);
  });

  it.each([
    ['an expiry', changed({ eventName: 'REMOVE' })],
    ['a recount', changed({ minuteKey: '2026-12-01T12:30#final' })],
    ['the sum of all routes', changed({ route: 'ALL' })],
  ])('%s does not', async (_what, item) => {
    expect(await desk.handle({ Records: [item] })).toEqual(failures());
    expect(desk.w.store.commands).toEqual(desk.w.store.commands.filter((command) => command === 'PutItem'));
  });

  it('a route that changed many times is looked at once', async () => {
    await desk.handle({ Records: [changed(), changed({ eventName: 'INSERT' }), changed()] });
    expect(desk.w.announced).toHaveLength(1);
    expect(desk.w.store.commands.filter((command) => command === 'Query')).toHaveLength(1);
  });

  it('counts a final figure instead of the shards it replaces', async () => {
    await desk.figure(now, 20, '#final');
    await desk.look();
    expect(await leaseOf()).toBeUndefined();
  });
});
