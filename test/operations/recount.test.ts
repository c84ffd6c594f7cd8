import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHandler } from '../../model/flyhigh/handlers/reconciler/handler.ts';
import type { Lake } from '../../model/flyhigh/handlers/reconciler/lake.ts';
import { type Difference, recount } from '../../model/flyhigh/handlers/reconciler/recount.ts';
import { recountSql } from '../../model/flyhigh/handlers/reconciler/recount-sql.ts';
import { booking, cancellation, change, day, hour, iso, minute, search } from '../handlers/support/records.ts';
import { type World, world } from '../handlers/support/world.ts';
import { countLive, distinctFigures, type Figure, shownFigures } from './support/figures.ts';
import { type Happened, history } from './support/history.ts';
import { type Arrival, duckDB, lakeOf, type TestLake } from './support/lake.ts';

const yesterday = Date.parse('2026-12-01T00:00:00.000Z');
const today = yesterday + day;

const sorted = (figures: ReadonlyMap<string, Figure>) => Object.fromEntries([...figures].sort());
const within = (figures: ReadonlyMap<string, Figure>, from: number, until: number) =>
  sorted(
    new Map(
      [...figures].filter(([key]) => {
        const at = Date.parse(`${key.slice(-16)}:00.000Z`);
        return at >= from && at < until;
      }),
    ),
  );

describe.skipIf(!duckDB)('the query, over Parquet files with the columns of the catalogue', () => {
  const noon = yesterday + 12 * hour;
  const looked = search({ eventTime: iso(noon) });
  const late = search({ eventTime: iso(yesterday + 23 * hour + 59 * minute) });
  const sale = booking({ eventTime: iso(noon), added: [change(2), change(1, { route: 'LHR-JFK' })] });
  const of = (event: object, receivedAt: number): Arrival => ({
    table: 'visitorId' in event ? 'search' : 'booking',
    receivedAt,
    event,
  });
  const at = (time: string) => Date.parse(`2026-12-01T${time}:00.000Z`);
  const same = (time: string, route: string, figure: Figure) => ({
    [`${route} 2026-12-01T${time}`]: figure,
    [`ALL 2026-12-01T${time}`]: figure,
  });

  const cases: readonly (readonly [string, readonly Arrival[], Readonly<Record<string, Figure>>])[] = [
    ['a search', [of(looked, noon)], same('12:00', 'JFK-LHR', [1, 0, 0, 0])],
    [
      'a search that came twice, a minute where it was counted twice included',
      [of(looked, noon), of(looked, noon + 3 * hour)],
      { ...same('12:00', 'JFK-LHR', [1, 0, 0, 0]), ...same('14:45', 'JFK-LHR', [0, 0, 0, 0]) },
    ],
    [
      'a search that came before midnight and again after it',
      [of(late, today - minute), of(late, today + 10 * minute)],
      same('23:59', 'JFK-LHR', [1, 0, 0, 0]),
    ],
    [
      'a search of the day before that came again',
      [of(late, today - 4 * minute - day), of(late, today - minute)],
      same('23:59', 'JFK-LHR', [0, 0, 0, 0]),
    ],
    [
      'what happened before midnight and came after it',
      [of(late, today + minute)],
      same('23:59', 'JFK-LHR', [1, 0, 0, 0]),
    ],
    [
      'a clock that is hours slow: 15 minutes before arrival',
      [of(search({ eventTime: iso(noon - 5 * hour) }), noon)],
      same('11:45', 'JFK-LHR', [1, 0, 0, 0]),
    ],
    [
      'a clock that is hours fast: a minute after arrival',
      [of(search({ eventTime: iso(noon + 5 * hour) }), noon)],
      same('12:01', 'JFK-LHR', [1, 0, 0, 0]),
    ],
    [
      'a sale over two routes: one booking on each, one over all',
      [of(sale, noon)],
      {
        'ALL 2026-12-01T12:00': [0, 1, 3, 0],
        'JFK-LHR 2026-12-01T12:00': [0, 1, 2, 0],
        'LHR-JFK 2026-12-01T12:00': [0, 1, 1, 0],
      },
    ],
    [
      'a sale of two flights on one route: one booking',
      [of(booking({ eventTime: iso(noon), added: [change(2), change(2, { cabin: 'J' })] }), noon)],
      same('12:00', 'JFK-LHR', [0, 1, 4, 0]),
    ],
    [
      'a sale that came twice',
      [of(sale, noon), of(sale, noon + minute)],
      {
        'ALL 2026-12-01T12:00': [0, 1, 3, 0],
        'JFK-LHR 2026-12-01T12:00': [0, 1, 2, 0],
        'LHR-JFK 2026-12-01T12:00': [0, 1, 1, 0],
      },
    ],
    [
      'a sale of nothing new: a booking over all',
      [of(booking({ eventTime: iso(noon), added: [] }), noon)],
      { 'ALL 2026-12-01T12:00': [0, 1, 0, 0] },
    ],
    [
      'a change: seats gained and lost, no booking',
      [
        of(
          booking({
            eventTime: iso(noon),
            eventType: 'BookingChanged',
            added: [change(3)],
            removed: [change(2, { route: 'LHR-JFK' })],
          }),
          noon,
        ),
      ],
      {
        'ALL 2026-12-01T12:00': [0, 0, 3, 2],
        'JFK-LHR 2026-12-01T12:00': [0, 0, 3, 0],
        'LHR-JFK 2026-12-01T12:00': [0, 0, 0, 2],
      },
    ],
    ['a cancellation', [of(cancellation({ eventTime: iso(noon) }), noon)], same('12:00', 'JFK-LHR', [0, 0, 0, 2])],
    ['what breaks its contract: not at all', [of({ ...looked, party: 0 }, noon), of({ ...sale, fare: {} }, noon)], {}],
    [
      'what came on a day that is none: not at all',
      [
        of({ ...looked, eventTime: '2026-11-31T12:00:00.000Z' }, noon),
        of({ ...sale, eventTime: '2027-02-30T12:00:00.000Z' }, noon),
      ],
      {},
    ],
    [
      'what came at no time that a clock shows: not at all, and it hides nothing',
      [
        { ...of(looked, noon), meta: { receivedAt: 9_223_372_036_854_775_000 } },
        { ...of(looked, noon), meta: { receivedAt: 1e17 } },
        { ...of(looked, noon), meta: { receivedAt: 0 } },
        of(search({ eventTime: iso(noon) }), noon),
      ],
      same('12:00', 'JFK-LHR', [1, 0, 0, 0]),
    ],
    [
      'what the API calls by a name as the contract allows it, and nothing else',
      ['', 'x'.repeat(257), 'x'.repeat(256), 'Root=1-67891233:abc~.$', '\u{1f6eb}'.repeat(256)].map((requestId) => ({
        ...of(search({ eventTime: iso(noon) }), noon),
        meta: { requestId },
      })),
      same('12:00', 'JFK-LHR', [3, 0, 0, 0]),
    ],
    ['what lies before and after the span: not at all', [of(looked, noon - 2 * day), of(late, today + day)], {}],
  ];

  it.each(cases)('counts %s', async (_what, arrivals, expected) => {
    const { lake, close } = await lakeOf(arrivals);
    const rows: Record<string, readonly number[]> = {};
    for await (const [route, minuteNumber, ...figure] of lake.query(recountSql(yesterday, today))) {
      rows[`${route} ${iso(Number(minuteNumber) * minute).slice(0, 16)}`] = figure.map(Number);
    }
    await close();
    expect(rows).toEqual(expected);
  });

  it('bounds an hour of the day inside, and reads a day more on either side', () => {
    const sql = recountSql(at('10:00'), at('11:00'));
    expect(sql.match(/dt BETWEEN '2026-11-30' AND '2026-12-02'/g)).toHaveLength(2);
    expect(
      sql.match(new RegExp(`minute BETWEEN ${at('10:00') / minute} AND ${at('11:00') / minute - 1}`, 'g')),
    ).toHaveLength(2);
  });
});

describe.skipIf(!duckDB)('after a night', () => {
  let happened: readonly Happened[];
  let test: TestLake;
  let w: World;
  beforeAll(async () => {
    happened = history({ seed: 4, bookings: 80, searches: 250, from: yesterday - 8 * hour, until: today + 3 * hour });
    test = await lakeOf(happened);
  }, 60_000);
  afterAll(() => test.close());

  const counted = async (): Promise<World> => {
    const fresh = world(today + 4 * hour);
    await countLive(fresh, happened, 4);
    return fresh;
  };
  const spanOf = (from: number, until: number) => ({ from, until });
  const dependencies = () => ({ clock: w.clock, db: w.store.direct, lake: test.lake, figuresTable: 'figures' });

  it("shows yesterday's distinct events, and what was counted live on other days", async () => {
    w = await counted();
    const live = await shownFigures(w);
    const expected = distinctFigures(happened);
    expect(within(live, yesterday, today)).not.toEqual(within(expected, yesterday, today));
    const handle = createHandler({ ...w.said, ...dependencies(), ledgerTable: 'ledger', seatTable: 'seats' });
    expect(await handle({})).toEqual({ left: [] });
    const shown = await shownFigures(w);
    expect(within(shown, yesterday, today)).toEqual(within(expected, yesterday, today));
    expect(within(shown, 0, yesterday)).toEqual(within(live, 0, yesterday));
    expect(within(shown, today, today + day)).toEqual(within(live, today, today + day));
    const finals = (await w.store.items('figures')).filter(({ minuteKey }) => String(minuteKey).endsWith('#final'));
    expect(w.said.counts.get('FiguresCorrected')).toBe(finals.length);
    // Written only where it differed: that is most of the saving.
    expect(finals.length).toBeLessThan(Object.keys(within(live, yesterday, today)).length / 2);
    const before = await w.store.items('figures');
    w.said.counts.clear();
    await handle({});
    expect(await w.store.items('figures')).toEqual(before);
    expect(w.said.counts.get('FiguresCorrected')).toBe(0);
  }, 60_000);

  it.each([
    ['an hour', yesterday + 10 * hour, yesterday + 11 * hour],
    ['the hours around midnight', today - 2 * hour, today + 2 * hour],
  ])(
    '%s may be recounted alone, or looked at only',
    async (_what, from, until) => {
      w = await counted();
      const live = await shownFigures(w);
      const differences: Difference[] = [];
      const looked = await recount(dependencies(), spanOf(from, until), {
        write: false,
        onDifference: (difference) => differences.push(difference),
      });
      expect(await shownFigures(w)).toEqual(live);
      expect(looked.corrected).toBe(differences.length);
      expect(looked.corrected).toBeGreaterThan(0);
      expect(await recount(dependencies(), spanOf(from, until))).toEqual(looked);
      const shown = await shownFigures(w);
      expect(within(shown, from, until)).toEqual(within(distinctFigures(happened), from, until));
      expect(within(shown, 0, from)).toEqual(within(live, 0, from));
      expect(within(shown, until, today + 2 * day)).toEqual(within(live, until, today + 2 * day));
    },
    60_000,
  );

  it('says what it had no time for, and another night does it', async () => {
    w = await counted();
    let leftMs = 60_000;
    const slow: Lake = {
      query: async function* (sql) {
        for await (const row of test.lake.query(sql)) {
          if (row[0] === 'LHR-CDG') leftMs = 1_000;
          yield row;
        }
      },
    };
    const work = { ...w.said, ...dependencies(), ledgerTable: 'ledger', seatTable: 'seats' };
    const { left } = await createHandler({ ...work, lake: slow })({}, { leftMs: () => leftMs });
    expect(left).toEqual([expect.stringMatching(/^yesterday's figures from route [A-Z]{3}-[A-Z]{3} on$/)]);
    expect(w.said.lines.join()).toContain('out of time');
    expect(w.said.counts.get('ReconcileDone')).toBeUndefined();
    expect(w.said.counts.get('FiguresCorrected')).toBeGreaterThan(0);
    expect(await createHandler(work)({})).toEqual({ left: [] });
    expect(within(await shownFigures(w), yesterday, today)).toEqual(
      within(distinctFigures(happened), yesterday, today),
    );
  }, 60_000);
});
