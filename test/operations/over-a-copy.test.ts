import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { clientsIn } from '../../model/flyhigh/operations/clients.ts';
import type { Context } from '../../model/flyhigh/operations/commands/command.ts';
import { type RebuildFlags, rebuildWork } from '../../model/flyhigh/operations/commands/rebuild.ts';
import { type RecountFlags, recountWork } from '../../model/flyhigh/operations/commands/recount.ts';
import template from '../../output/templates/flyhigh-dev.template.json' with { type: 'json' };
import { booking, day, hour, iso, noon, search } from '../handlers/support/records.ts';
import { type World, world } from '../handlers/support/world.ts';
import { answering, nowhere } from '../support/client-double.ts';
import { duckDB, writeLake } from './support/lake.ts';

const names: Readonly<Record<string, string>> = {
  liveFigures: 'figures',
  bookingLedger: 'ledger',
  seatInventory: 'seats',
  routeDemand: 'demand',
};

describe.skipIf(!duckDB)('a command over a copy of the lake', { timeout: 30_000 }, () => {
  let folder: string;
  let w: World;
  let asked: Set<string>;
  let context: Context;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lake-'));
    await writeLake(folder, [
      { table: 'search', receivedAt: noon, event: search({ eventTime: iso(noon) }) },
      { table: 'booking', receivedAt: noon, event: booking({ eventTime: iso(noon) }) },
      { table: 'booking', receivedAt: noon, event: booking({ eventTime: iso(noon), bookingId: 'BAD000', party: 0 }) },
    ]);
  });
  afterAll(() => rm(folder, { recursive: true }));
  beforeEach(async () => {
    w = world(noon + 3 * hour);
    asked = new Set();
    const found = await readdir(folder, { recursive: true });
    const keys = found.filter((path) => path.endsWith('.parquet')).map((path) => `events/${path}`);
    const store = answering(new S3Client(nowhere), async (command, input) => {
      const { Bucket = '', Prefix = '', Key = '' } = input as Readonly<Record<string, string>>;
      asked.add(Bucket);
      if (command === 'ListObjectsV2')
        return { Contents: keys.filter((key) => key.startsWith(Prefix)).map((Key) => ({ Key })) };
      const bytes = await readFile(join(folder, Key.replace(/^events\//, '')));
      return { Body: { transformToByteArray: async () => bytes } };
    });
    context = {
      clock: w.clock,
      signal: new AbortController().signal,
      clients: { ...clientsIn('us-east-1'), store, db: w.store.client },
      stage: {
        stack: 'flyhigh-dev',
        region: 'us-east-1',
        account: '000000000000',
        template,
        physical: (component) => names[component] ?? component,
        refOf: (id) => (id.startsWith('eventLake') ? 'the-lake' : id),
      },
    };
  });

  const rebuilding = (more: Partial<RebuildFlags>): RebuildFlags => ({
    baseline: false,
    alerts: false,
    engine: 'duckdb',
    dryRun: false,
    ...more,
  });
  const recounting = (more: Partial<RecountFlags>): RecountFlags => ({
    from: iso(noon).slice(0, 13),
    unsettled: false,
    engine: 'duckdb',
    dryRun: false,
    ...more,
  });

  it('recounts an hour, or says what it would replace', async () => {
    const lines = [
      '2026-12-01T12 to 2026-12-01T13: 2 routes compared, 2 figures would be replaced',
      '  ALL 2026-12-01T12:00: searches 0 -> 1, bookings 0 -> 1, seats 0 -> 2',
      '  JFK-LHR 2026-12-01T12:00: searches 0 -> 1, bookings 0 -> 1, seats 0 -> 2',
    ];
    expect(await recountWork(recounting({ dryRun: true }), w.clock)(context)).toMatchObject({ lines, left: false });
    expect(await w.store.items('figures')).toEqual([]);
    expect((await recountWork(recounting({}), w.clock)(context)).lines[0]).toContain('2 figures replaced');
    expect(await w.store.items('figures')).toHaveLength(2);
    expect([...asked]).toEqual(['the-lake']);
  });

  const since = iso(noon - day).slice(0, 10);
  it('rebuilds the inventory, and ends as failed where a booking could not be fed', async () => {
    const outcome = await rebuildWork(rebuilding({ bucket: 'the-replica', since }), w.clock)(context);
    expect(outcome).toMatchObject({
      lines: [
        '2 bookings read, 1 applied, 0 known already, 1 failed',
        '  1 event broke the contract and was left out',
        '  failed: BAD000: breaks its contract',
      ],
      left: true,
    });
    expect((await w.store.items('seats')).map(({ sold }) => sold)).toEqual([2]);
    expect([...asked]).toEqual(['the-replica']);
  });

  it('rebuilds the baselines', async () => {
    const { lines } = await rebuildWork(rebuilding({ baseline: true, weeks: '2' }), w.clock)(context);
    expect(lines).toEqual(['1 baseline written, up to 2026-12-01T13; 0 know an hour of the week for three weeks']);
    expect(await w.store.items('demand')).toMatchObject([{ route: 'JFK-LHR', hours: { 36: { m: 1, n: 1 } } }]);
  });

  it.each<readonly [string, Partial<RebuildFlags>, string]>([
    ['no number of weeks', { baseline: true, weeks: 'many' }, '--weeks is a whole number'],
    ['no moment', { since: 'long ago' }, 'is no moment'],
    ['weeks without baselines', { weeks: '3' }, 'say --baseline with it'],
    ['baselines since a day', { baseline: true, since: '2026-12-01' }, 'with --baseline say --weeks'],
    ['baselines that raise alerts', { baseline: true, alerts: true }, '--alerts is of the inventory'],
    ['a copy by Athena', { bucket: 'the-replica', engine: 'athena' }, 'Athena knows no copy of the lake'],
  ])('refuses %s before anybody is asked', (_what, flags, why) => {
    expect(() => rebuildWork(rebuilding(flags), w.clock)).toThrow(why);
  });
});
