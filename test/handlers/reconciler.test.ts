import {
  AthenaClient,
  type GetQueryResultsCommandInput,
  type StartQueryExecutionCommandInput,
  type StopQueryExecutionCommandInput,
} from '@aws-sdk/client-athena';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { athenaLake } from '../../model/flyhigh/handlers/reconciler/athena.ts';
import { createHandler } from '../../model/flyhigh/handlers/reconciler/handler.ts';
import { recountSql } from '../../model/flyhigh/handlers/reconciler/recount-sql.ts';
import { answering, nowhere } from '../support/client-double.ts';
import { day, departure, hour, iso, minute, outbound, second } from './support/records.ts';
import { type World, world } from './support/world.ts';

const night = Date.parse('2026-12-02T03:00:00.000Z');
const yesterday = Date.parse('2026-12-01T00:00:00.000Z');

let w: World;
let states: string[];
let rows: readonly (readonly (string | number)[])[];
let queries: StartQueryExecutionCommandInput[];
let stopped: (string | undefined)[];
let handle: ReturnType<typeof createHandler>;
beforeEach(() => {
  stopped = [];
  w = world(night);
  states = ['QUEUED', 'RUNNING', 'SUCCEEDED'];
  rows = [];
  queries = [];
  handle = createHandler({
    ...w.said,
    clock: w.clock,
    db: w.store.client,
    lake: athenaLake({
      athena: answering(new AthenaClient(nowhere), athena),
      clock: w.clock,
      workgroup: 'ad-hoc',
      database: 'events',
    }),
    ledgerTable: 'ledger',
    seatTable: 'seats',
    figuresTable: 'figures',
  });
});

/** Two rows a page, the first of the first page being the header. */
function athena(command: string, input: unknown): object {
  if (command === 'StartQueryExecution') {
    queries.push(input as StartQueryExecutionCommandInput);
    return { QueryExecutionId: 'q-1' };
  }
  if (command === 'GetQueryExecution') {
    const State = states.length > 1 ? states.shift() : states[0];
    return { QueryExecution: { Status: { State, StateChangeReason: 'because' } } };
  }
  if (command === 'StopQueryExecution') {
    stopped.push((input as StopQueryExecutionCommandInput).QueryExecutionId);
    return {};
  }
  const all = [['route', 'minute', '', '', '', ''], ...rows];
  const from = Number((input as GetQueryResultsCommandInput).NextToken ?? 0);
  const page = all
    .slice(from, from + 2)
    .map((row) => ({ Data: row.map((value) => ({ VarCharValue: String(value) })) }));
  return { ResultSet: { Rows: page }, ...(from + 2 < all.length ? { NextToken: String(from + 2) } : {}) };
}

const put = (TableName: string, Item: Record<string, unknown>) =>
  w.store.client.send(new PutCommand({ TableName, Item }));

describe('inventory', () => {
  const key = `${outbound}#Y`;
  const ledger = (bookingId: string, seats: number, more: object = {}) =>
    put('ledger', { bookingId, version: 1, held: { [key]: { seats, departsAt: departure }, ...more } });
  const seats = (sold: number, more: object = {}) =>
    put('seats', {
      flightId: outbound,
      cabin: 'Y',
      sold,
      capacity: 100,
      sellLimit: 100,
      updatedAt: night - hour,
      departsAt: departure,
      ...more,
    });
  const drift = async () => {
    await handle({});
    return w.said.counts.get('InventoryDrift');
  };

  it('agrees where what all bookings hold is what was sold', async () => {
    await ledger('A00001', 2);
    await ledger('A00002', 3);
    await ledger('A00003', 0);
    await seats(5);
    expect(await drift()).toBe(0);
    expect(w.said.counts.get('ReconcileDone')).toBe(1);
  });

  it.each([
    ['sold too few', 4, {}],
    ['sold too many', 6, {}],
    ['touched just long enough ago', 6, { updatedAt: night - 5 * minute }],
  ])('drifts with %s', async (_what, sold, more) => {
    await ledger('A00001', 5);
    await seats(sold, more);
    expect(await drift()).toBe(1);
    expect(w.said.lines.join()).toContain(key);
    expect(w.said.counts.get('ReconcileDone')).toBe(1);
  });

  it.each([
    ['departed', { departsAt: night }],
    ['busy', { updatedAt: night - 4 * minute }],
  ])('is not judged on a flight that is %s', async (_what, more) => {
    await ledger('A00001', 5);
    await seats(6, more);
    expect(await drift()).toBe(0);
  });

  it('drifts with seats that are held and not counted at all, unless flown', async () => {
    await ledger('A00001', 5, { 'FH9-2026-11-01-JFK#Y': { seats: 1, departsAt: night - day } });
    expect(await drift()).toBe(1);
  });

  it('drifts with a count that was begun anew by what was given back', async () => {
    await put('seats', { flightId: outbound, cabin: 'Y', sold: -2, updatedAt: night - hour, departsAt: departure });
    expect(await drift()).toBe(1);
    expect(JSON.stringify(w.said)).toContain(`${key}: 0 held, -2 sold`);
  });

  it('drifts with seats that are sold and not held', async () => {
    await seats(1);
    expect(await drift()).toBe(1);
    expect(JSON.stringify(w.said)).toContain(`${key}: 0 held, 1 sold`);
  });

  it.each(['ledger', 'seats'])('is left unproven, and says so, when the time is up amid %s', async (table) => {
    for (let n = 0; n < 200; n += 1) await ledger(`C${String(n).padStart(5, '0')}`, 1);
    await seats(1);
    let leftMs = 60_000;
    w.store.hooks.after = (command, input) => {
      if (command === 'Scan' && JSON.stringify(input).includes(`"TableName":"${table}"`)) leftMs = 10_000;
    };
    for (let n = 0; n < 200; n += 1) await seats(1, { flightId: `FH${n}-2026-12-24-JFK` });
    const said = await handle({}, { leftMs: () => leftMs });
    expect(said).toEqual({ left: ['the proof of the inventory', "yesterday's figures"] });
    expect(w.said.lines.join()).toContain('out of time');
    expect(w.said.counts.get('InventoryDrift')).toBeUndefined();
    expect(w.said.counts.get('ReconcileDone')).toBeUndefined();
    expect(queries).toEqual([]);
  });

  it('reads every page', async () => {
    for (let n = 0; n < 500; n += 1) await ledger(`B${String(n).padStart(5, '0')}`, 1);
    await seats(500);
    expect(await drift()).toBe(0);
  });
});

describe('recount', () => {
  const at = (hhmm: string) => Date.parse(`2026-12-01T${hhmm}:00.000Z`) / minute;
  const figure = (route: string, hhmm: string, counts: object, of = '#looks#shard-1') =>
    put('figures', { route, minuteKey: `2026-12-01T${hhmm}${of}`, ...counts });
  const finals = async () =>
    (await w.store.items('figures')).filter((item) => String(item.minuteKey).endsWith('#final'));

  it('replaces what differs, and only that', async () => {
    await figure('JFK-LHR', '10:00', { searches: 3 });
    await figure('JFK-LHR', '10:00', { searches: 2 }, '#looks#shard-2');
    await figure('JFK-LHR', '10:01', { searches: 9 });
    await figure('JFK-LHR', '10:02', { bookings: 1, seats: 2 });
    await figure('LHR-JFK', '10:00', { searches: 4 });
    rows = [
      ['JFK-LHR', at('10:00'), 5, 0, 0, 0],
      ['JFK-LHR', at('10:01'), 8, 0, 0, 0],
      ['JFK-LHR', at('10:03'), 0, 1, 2, 3],
      ['LHR-JFK', at('10:00'), 4, 0, 0, 0],
    ];
    await handle({});
    const final = (hhmm: string, counts: object) => ({
      route: 'JFK-LHR',
      minuteKey: `2026-12-01T${hhmm}#final`,
      searches: 0,
      bookings: 0,
      seats: 0,
      cancelled: 0,
      ...counts,
      expiresAt: Date.parse(`2026-12-03T${hhmm}:00.000Z`) / 1000,
    });
    expect(await finals()).toEqual([
      final('10:01', { searches: 8 }),
      final('10:02', {}),
      final('10:03', { bookings: 1, seats: 2, cancelled: 3 }),
    ]);
    expect(w.said.counts.get('FiguresCorrected')).toBe(3);
  });

  it('changes nothing when run again, and corrects its own earlier word', async () => {
    await figure('JFK-LHR', '10:00', { searches: 3 });
    rows = [['JFK-LHR', at('10:00'), 5, 0, 0, 0]];
    await handle({});
    const once = await w.store.items('figures');
    states = ['SUCCEEDED'];
    await handle({});
    expect(await w.store.items('figures')).toEqual(once);
    expect(w.said.counts.get('FiguresCorrected')).toBe(1);
    rows = [['JFK-LHR', at('10:00'), 6, 0, 0, 0]];
    await handle({});
    expect((await finals()).map(({ searches }) => searches)).toEqual([6]);
  });

  it('goes through many routes', async () => {
    rows = Array.from({ length: 20 }, (_, n) => [`JFK-A${String.fromCharCode(65 + n)}A`, at('10:00'), 1, 0, 0, 0]);
    await handle({});
    expect(await finals()).toHaveLength(20);
  });

  it('asks for yesterday, where it may', async () => {
    await handle({});
    expect(queries).toEqual([
      expect.objectContaining({
        WorkGroup: 'ad-hoc',
        QueryExecutionContext: { Database: 'events' },
        QueryString: recountSql(yesterday, yesterday + day),
      }),
    ]);
    expect(w.clock.at).toBe(night + 4 * second);
  });

  it('bounds the query inside, with a day more on either side', () => {
    const sql = recountSql(yesterday, yesterday + day);
    expect(sql.match(/dt BETWEEN '2026-11-30' AND '2026-12-02'/g)).toHaveLength(2);
    expect(sql).toContain(`minute BETWEEN ${yesterday / minute} AND ${yesterday / minute + 1439}`);
    expect(sql).not.toContain('undefined');
  });
});

describe('what goes wrong', () => {
  it.each([['FAILED'], ['CANCELLED']])(
    'a query that is %s leaves the night undone, but drift is said',
    async (state) => {
      states = [state];
      await expect(handle({})).rejects.toThrow('not reconciled');
      expect(w.said.counts.get('InventoryDrift')).toBe(0);
      expect(w.said.counts.get('ReconcileDone')).toBeUndefined();
    },
  );

  it('a query that takes too long is given up, and stopped', async () => {
    states = ['RUNNING'];
    await expect(handle({})).rejects.toThrow('not reconciled');
    expect(stopped).toEqual(['q-1']);
    expect(w.clock.at - night).toBeGreaterThanOrEqual(8 * minute);
    expect(w.clock.at - night).toBeLessThan(9 * minute);
  });

  it('a scan that fails leaves the night undone, but figures are recounted', async () => {
    w.store.hooks.before = (command) => {
      if (command === 'Scan') throw new Error('down');
    };
    rows = [['JFK-LHR', yesterday / minute, 1, 0, 0, 0]];
    await expect(handle({})).rejects.toThrow('not reconciled');
    expect(w.said.counts.get('FiguresCorrected')).toBe(1);
    expect(w.said.counts.get('InventoryDrift')).toBeUndefined();
    expect(w.said.counts.get('ReconcileDone')).toBeUndefined();
  });

  it('a row of another shape is not taken for a figure', async () => {
    rows = [['JFK-LHR', iso(yesterday), 1, 0, 0, 0]];
    await expect(handle({})).rejects.toThrow('not reconciled');
    expect(await w.store.items('figures')).toEqual([]);
  });
});
