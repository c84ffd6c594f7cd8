import { PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { settledHour } from '../../model/flyhigh/handlers/demand-detector/baseline.ts';
import { createHandler } from '../../model/flyhigh/handlers/demand-detector/handler.ts';
import { type BaselineOptions, rebuildBaseline } from '../../model/flyhigh/operations/baseline.ts';
import { baselineOf } from '../../model/flyhigh/operations/baseline-fold.ts';
import { day, hour, iso, minute, search } from '../handlers/support/records.ts';
import { type World, world } from '../handlers/support/world.ts';
import { type Arrival, duckDB, lakeOf, type TestLake } from './support/lake.ts';

const monday = Date.parse('2026-10-05T00:00:00.000Z');
const weeks = 4;
/** Three weeks to learn, and a few days more with the surge. */
const end = monday + (3 * 7 + 4) * day;

interface Searched {
  readonly route: string;
  readonly at: number;
  readonly searches: number;
}

/** A busy route with one surge, a quiet one that is silent for days, and one that begins late. */
const searched = Array.from({ length: (end - monday) / hour }, (_, n) => {
  const start = monday + n * hour;
  const surge = n === 3 * 168 + 24 * 2 + 18;
  const busy = (n % 4 === 2 ? [20, 50] : []).map((at, place) => ({
    route: 'JFK-LHR',
    at: start + at * minute,
    searches: surge ? 40 : 2 + ((n + place) % 3),
  }));
  const quiet: boolean = n % 168 === 10 || n % 168 === 11 || n % 168 === 40;
  return [
    ...busy,
    ...(quiet ? [{ route: 'CDG-NRT', at: start + 25 * minute, searches: 1 }] : []),
    ...(n > 3 * 168 + 7 && n % 7 === 0 ? [{ route: 'LHR-CDG', at: start + 3 * minute, searches: 1 }] : []),
  ];
})
  .flat()
  .concat(['JFK-LHR', 'LHR-CDG'].map((route) => ({ route, at: end - 5 * minute, searches: 1 })))
  .sort((a, b) => a.at - b.at);

const changed = (route: string, minuteKey: string): DynamoDBStreamEvent => ({
  Records: [
    {
      eventName: 'INSERT',
      dynamodb: { SequenceNumber: '1', Keys: { route: { S: route }, minuteKey: { S: minuteKey } } },
    },
  ],
});

/** Figures as they come, and the detector called for each. */
async function live(w: World, all: readonly Searched[]): Promise<void> {
  const handle = createHandler({
    ...w.said,
    clock: w.clock,
    db: w.store.direct,
    figuresTable: 'figures',
    demandTable: 'demand',
    bus: w.bus,
  });
  for (const { route, at, searches } of all) {
    w.clock.at = at + 40_000;
    const minuteKey = `${iso(at).slice(0, 16)}#searchStream#shard-1`;
    await w.store.direct.send(new PutCommand({ TableName: 'figures', Item: { route, minuteKey, searches } }));
    expect(await handle(changed(route, minuteKey))).toEqual({ batchItemFailures: [] });
  }
}

async function baselines(w: World): Promise<Record<string, unknown>> {
  const items = (await w.store.items('demand')).filter(({ item }) => item === 'baseline');
  return Object.fromEntries(items.map(({ route, ...rest }) => [String(route), rest]));
}

const events = (all: readonly Searched[]): readonly Arrival[] =>
  all.flatMap(({ route, at, searches }) =>
    Array.from({ length: searches }, (): Arrival => {
      const [origin = '', destination = ''] = route.split('-');
      return { table: 'search', receivedAt: at + 5_000, event: search({ origin, destination, eventTime: iso(at) }) };
    }),
  );

describe.skipIf(!duckDB)('baselines from the lake', { timeout: 60_000 }, () => {
  let test: TestLake;
  let lived: World;
  beforeAll(async () => {
    // Twice, and one of them by a clock that is a day slow: the lake knows better.
    const all = events(searched);
    test = await lakeOf([
      ...all,
      ...all.slice(0, 50).map((each) => ({ ...each, receivedAt: each.receivedAt + minute })),
    ]);
    lived = world(monday);
    await live(lived, searched);
  }, 120_000);
  afterAll(() => test.close());

  const dependencies = (w: World) => ({ clock: w.clock, db: w.store.direct, lake: test.lake, demandTable: 'demand' });
  const options = (): BaselineOptions => ({ weeks: weeks + 1, deliveredUntil: lived.clock.at });

  it('are those that the detector has folded, the surge no more than it let it teach', async () => {
    const w = world(lived.clock.at);
    const result = await rebuildBaseline(dependencies(w), options());
    expect(result).toEqual({ routes: 3, learned: 2, foldedHour: settledHour(lived.clock.at) });
    const [rebuilt, folded] = [await baselines(w), await baselines(lived)];
    expect(rebuilt['JFK-LHR']).toEqual(folded['JFK-LHR']);
    expect(rebuilt['LHR-CDG']).toEqual(folded['LHR-CDG']);
    // Its two peaks lie further apart than a lease lasts.
    expect(lived.announced.map(({ eventType }) => eventType)).toEqual(['HighDemand', 'HighDemand']);
  });

  it('of a quiet route are those that the detector would have if it were searched now', async () => {
    const w = world(lived.clock.at);
    await rebuildBaseline(dependencies(w), options());
    const other = world(monday);
    const now: Searched = { route: 'CDG-NRT', at: lived.clock.at - 40_000, searches: 1 };
    await live(other, [...searched.filter(({ route }) => route === 'CDG-NRT'), now]);
    expect((await baselines(w))['CDG-NRT']).toEqual((await baselines(other))['CDG-NRT']);
  });

  it('stand the same when made again, and replace what was there', async () => {
    const w = world(lived.clock.at);
    const wrong = { route: 'JFK-LHR', item: 'baseline', hours: { 3: { m: 9, v: 9, n: 9 } }, foldedHour: 1 };
    await w.store.direct.send(new PutCommand({ TableName: 'demand', Item: wrong }));
    await rebuildBaseline(dependencies(w), options());
    const once = await baselines(w);
    expect(once['JFK-LHR']).toEqual((await baselines(lived))['JFK-LHR']);
    await rebuildBaseline(dependencies(w), options());
    expect(await baselines(w)).toEqual(once);
  });

  it.each([
    ['once', 1],
    ['always', 1_000],
  ])('are written again where the detector wrote what it had read before, %s', async (_what, times) => {
    const w = world(lived.clock.at);
    let left = times;
    w.store.hooks.after = async (command, input) => {
      if (command !== 'UpdateItem' || left === 0 || !JSON.stringify(input).includes('JFK-LHR')) return;
      left -= 1;
      // As a detector would that had read its baseline before ours was written.
      const key = { TableName: 'demand', Key: { route: 'JFK-LHR', item: 'baseline' } };
      const names = { '#hours': 'hours', '#hour': 'foldedHour' };
      const values = { ':hours': {}, ':hour': settledHour(lived.clock.at) + 1 };
      const hooked = w.store.hooks.after;
      delete w.store.hooks.after;
      await w.store.direct.send(
        new UpdateCommand({
          ...key,
          UpdateExpression: 'SET #hours = :hours, #hour = :hour',
          ExpressionAttributeNames: names,
          ExpressionAttributeValues: values,
        }),
      );
      if (hooked) w.store.hooks.after = hooked;
    };
    const run = rebuildBaseline(dependencies(w), options());
    if (times > 1) await expect(run).rejects.toThrow('overwritten again and again');
    else {
      await run;
      expect((await baselines(w))['JFK-LHR']).toEqual((await baselines(lived))['JFK-LHR']);
    }
  });

  it('are only counted when nothing is to be written', async () => {
    const w = world(lived.clock.at);
    expect(await rebuildBaseline(dependencies(w), { ...options(), write: false })).toMatchObject({ routes: 3 });
    expect(await baselines(w)).toEqual({});
  });
});

describe('the fold', () => {
  const first = monday / hour;
  const of = (number: number, searches: number, busiest = 1) => ({
    hour: number,
    searches,
    busiest: { at: (number + 1) * hour - 1, searches: busiest },
    began: number * hour + 30 * minute,
  });

  it('takes what lies before the first hour looked at as unknown, not as quiet', () => {
    expect(baselineOf([of(first, 5)], first, first + 1)).toEqual({
      '0': { m: 5, v: 5, n: 1 },
      '1': { m: 0, v: 0, n: 1 },
    });
  });

  it('begins, like the detector, with the hour before the first search', () => {
    expect(Object.keys(baselineOf([of(first + 5, 5)], first, first + 5))).toEqual(['4', '5']);
  });

  it('learns nothing of hours whose figures have expired by the next search', () => {
    const hours = baselineOf([of(first, 5), of(first + 100, 5)], first, first + 100);
    expect(hours['53']).toBeUndefined();
    expect(hours['54']).toEqual({ m: 0, v: 0, n: 1 });
  });
});
