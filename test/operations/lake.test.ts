import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import type { Row } from '../../model/flyhigh/handlers/reconciler/lake.ts';
import { baselineSql, hourIn } from '../../model/flyhigh/operations/baseline-sql.ts';
import { catalogueOf } from '../../model/flyhigh/operations/lake/catalogue.ts';
import { duckDBType } from '../../model/flyhigh/operations/lake/column-types.ts';
import { downloadLake } from '../../model/flyhigh/operations/lake/download.ts';
import template from '../../output/templates/flyhigh-dev.template.json' with { type: 'json' };
import { booking, hour, iso, minute, noon, search } from '../handlers/support/records.ts';
import { answering, nowhere } from '../support/client-double.ts';
import { catalogue, duckDB, lakeOf } from './support/lake.ts';

describe('the catalogue, read from the template', () => {
  it('names tables, places and views', () => {
    expect(catalogue.database).toBe('flyhigh_dev_event_catalogue');
    expect(catalogue.tables.map(({ name, prefix, partitions }) => [name, prefix, partitions])).toEqual([
      ['booking', 'events/booking/', ['dt', 'hr']],
      ['search', 'events/search/', ['dt', 'hr']],
    ]);
    expect(catalogue.views.map(({ name }) => name)).toEqual(['booking_once', 'search_once']);
    expect(catalogue.views[0]?.sql).toContain('FROM "flyhigh_dev_event_catalogue"."booking"');
  });

  it('names the bucket by what stands for it', () => {
    const { tables } = catalogueOf(template, (id) => `physical-${id.slice(0, 9)}`);
    expect(tables.map(({ bucket }) => bucket)).toEqual(
      ['physical-eventLake', 'physical-eventLake'].map((b) => b.slice(0, 18)),
    );
  });

  it('is missed in a stage without one', () => {
    expect(() => catalogueOf({ Resources: {} })).toThrow('no catalogue');
  });
});

describe('types of columns', () => {
  it.each([
    ['string', 'VARCHAR'],
    ['array<bigint>', 'BIGINT[]'],
    [
      'struct<a:string,b:array<struct<c:double,d:boolean>>>',
      'STRUCT("a" VARCHAR, "b" STRUCT("c" DOUBLE, "d" BOOLEAN)[])',
    ],
  ])('%s', (hive, expected) => expect(duckDBType(hive)).toBe(expected));

  it('none other is taken', () => expect(() => duckDBType('map<string,string>')).toThrow('map<string,string>'));
});

describe.skipIf(!duckDB)('the view of events that stand once', () => {
  const of = async (sql: string, ...arrivals: Parameters<typeof lakeOf>[0]) => {
    const { lake, close } = await lakeOf(arrivals);
    const rows: Row[] = [];
    for await (const row of lake.query(sql)) rows.push(row);
    await close();
    return rows;
  };
  const sale = booking();
  const at = (receivedAt: number) => ({ table: 'booking' as const, receivedAt, event: sale });

  it('shows the first arrival of each day', async () => {
    const rows = await of(
      'SELECT dt, hr, meta.receivedat FROM booking_once ORDER BY dt',
      at(noon + hour),
      at(noon),
      at(noon + 12 * hour),
    );
    expect(rows).toEqual([
      ['2026-12-01', '12', String(noon)],
      ['2026-12-02', '00', String(noon + 12 * hour)],
    ]);
  });

  it('shows every column that the payload has, and nothing where it has no value', async () => {
    const [row] = await of('SELECT json_format(CAST(event AS JSON)) FROM booking_once', at(noon));
    const stored: Record<string, unknown> = JSON.parse(row?.[0] ?? '');
    expect(stored).toMatchObject({ eventid: sale.eventId, added: [{ seats: 2 }], removed: [], travellerref: null });
  });

  it('is empty where nothing was delivered', async () => {
    expect(await of('SELECT event.eventid FROM search_once')).toEqual([]);
  });

  it('gives hours with their busiest five minutes, the first of several as busy', async () => {
    const start = noon - (noon % hour);
    const times = [0, 3, 4, 5, 9, 30, 34, 63].map((n) => start + n * minute);
    const arrivals = [...times, start + 33 * minute].map((each) => ({
      table: 'search' as const,
      receivedAt: each,
      event: search({ eventTime: iso(each) }),
    }));
    const hours = (await of(baselineSql(start, start + 2 * hour), ...arrivals)).map(hourIn);
    expect(hours).toEqual([
      {
        hour: start / hour,
        searches: 8,
        busiest: { at: start + 5 * minute - 1, searches: 3 },
        began: start,
      },
      {
        hour: start / hour + 1,
        searches: 1,
        busiest: { at: start + 64 * minute - 1, searches: 1 },
        began: start + 63 * minute,
      },
    ]);
  });
});

describe('a copy of the lake', () => {
  const keys = [
    'events/booking/dt=2026-11-30/hr=23/a.parquet',
    'events/booking/dt=2026-12-01/hr=00/b.parquet',
    'events/booking/dt=2026-12-02/hr=00/c.parquet',
    'events/search/dt=2026-12-01/hr=12/d.parquet',
    'events/search/dt=2026-12-01/hr=12/_note',
  ];
  const copied = async (days?: { readonly from: number; readonly until: number }) => {
    const folder = await mkdtemp(join(tmpdir(), 'copy-'));
    const store = answering(new S3Client(nowhere), (command, input) => {
      const { Prefix = '', Key = '' } = input as { readonly Prefix?: string; readonly Key?: string };
      if (command === 'ListObjectsV2') {
        return { Contents: keys.filter((key) => key.startsWith(Prefix)).map((key) => ({ Key: key })) };
      }
      return { Body: { transformToByteArray: async () => Buffer.from(Key) } };
    });
    const count = await downloadLake({ store, catalogue, folder, ...(days ? { days } : {}) });
    const held = await readFile(join(folder, 'booking/dt=2026-12-01/hr=00/b.parquet'), 'utf8');
    await rm(folder, { recursive: true });
    return { count, held };
  };

  it.each([
    ['of all', undefined, 4],
    ['of some days, the first and the last included', { from: noon - 13 * hour, until: noon }, 3],
    ['of one day', { from: noon, until: noon + 1 }, 2],
  ])('%s', async (_what, days, expected) => {
    expect(await copied(days)).toEqual({ count: expected, held: 'events/booking/dt=2026-12-01/hr=00/b.parquet' });
  });
});
