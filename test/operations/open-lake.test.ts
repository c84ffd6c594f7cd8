// A lake that gives no answer, or that nobody waits for any more: one sentence, and no copy left behind.
import { readdirSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AthenaClient } from '@aws-sdk/client-athena';
import { S3Client } from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { CannotRun } from '../../model/flyhigh/operations/cannot-run.ts';
import { clientsIn } from '../../model/flyhigh/operations/clients.ts';
import { type Engine, withLake } from '../../model/flyhigh/operations/open-lake.ts';
import { rebuildSql } from '../../model/flyhigh/operations/rebuild.ts';
import template from '../../output/templates/flyhigh-dev.template.json' with { type: 'json' };
import { booking, noon } from '../handlers/support/records.ts';
import { world } from '../handlers/support/world.ts';
import { answering, nowhere } from '../support/client-double.ts';
import { emptyFolder } from '../support/folders.ts';
import { duckDB, writeLake } from './support/lake.ts';

const sql = rebuildSql({ arrivedFrom: noon, arrivedUntil: noon });
const sales = ['ABC123', 'ABC124'].map((bookingId) => ({
  ...({ table: 'booking', receivedAt: noon } as const),
  event: booking({ bookingId }),
}));
let folder: string;
/** Objects of the lake by key. */
let objects: Map<string, Uint8Array>;
let state: { readonly State: string; readonly StateChangeReason?: string };
let commands: string[];
let interrupted: AbortController;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'objects-'));
  if (duckDB) await writeLake(folder, sales);
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(async () => {
  // Of its own: other tests keep their copies beside each other.
  vi.stubEnv('TMPDIR', emptyFolder('copies'));
  const paths = (await readdir(folder, { recursive: true })).filter((path) => path.endsWith('.parquet'));
  objects = new Map(
    await Promise.all(paths.map(async (path) => [`events/${path}`, await readFile(join(folder, path))] as const)),
  );
  state = { State: 'SUCCEEDED' };
  commands = [];
  interrupted = new AbortController();
});

afterEach(() => void vi.unstubAllEnvs());

interface Asking {
  readonly engine?: Engine;
  readonly bucket?: string;
  readonly onRow?: (bookingId: string) => void;
  readonly query?: string;
}

const asked = ({ engine, bucket, onRow = () => {}, query = sql }: Asking) => {
  const { clock } = world(noon);
  const store = answering(new S3Client(nowhere), (command, input) => {
    commands.push(command);
    const { Prefix = '', Key = '' } = input as { readonly Prefix?: string; readonly Key?: string };
    if (command !== 'ListObjectsV2') return { Body: { transformToByteArray: async () => objects.get(Key) } };
    return { Contents: [...objects.keys()].filter((key) => key.startsWith(Prefix)).map((key) => ({ Key: key })) };
  });
  const athena = answering(new AthenaClient(nowhere), (command) => {
    commands.push(command);
    if (command === 'GetQueryExecution') return { QueryExecution: { Status: state } };
    return { QueryExecutionId: 'q-1', ResultSet: { Rows: [] } };
  });
  return withLake(
    {
      ...{ clock, engine, bucket, days: { from: noon, until: noon }, signal: interrupted.signal },
      clients: { ...clientsIn('us-east-1'), store, athena },
      stage: {
        ...{ stack: 'flyhigh-dev', region: 'us-east-1', account: '000000000000', template },
        physical: (component) => component,
        refOf: (id) => (id.startsWith('eventLake') ? 'the-lake' : id),
      },
    },
    async (lake) => {
      let rows = 0;
      for await (const [bookingId = ''] of lake.query(query)) {
        rows += 1;
        onRow(bookingId);
      }
      return rows;
    },
  );
};

const refused = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(CannotRun);
  return error instanceof CannotRun ? error.message : '';
};

describe('Athena', () => {
  it.each([
    ['FAILED', 'HIVE_BAD_DATA: not valid Parquet File.', 'HIVE_BAD_DATA: not valid Parquet File; look it up'],
    ['FAILED', 'SYNTAX_ERROR: no such column\n\nSELECT x', 'SYNTAX_ERROR: no such column; look it up'],
    ['CANCELLED', undefined, 'no reason given; look it up'],
  ])('a query that it ends as %s is said in a sentence, with a way out', async (State, StateChangeReason, why) => {
    state = { State, ...(StateChangeReason === undefined ? {} : { StateChangeReason }) };
    expect(await refused(asked({ engine: 'athena' }))).toBe(
      `Athena's query ${State}: ${why} in the history of Athena's workgroup, or read a copy of the lake by --engine duckdb`,
    );
  });

  it.each([
    ['takes too long', false, "Athena's query takes too long; "],
    ['nobody waits for any more', true, "Athena's query was interrupted; "],
  ])('a query that %s is stopped', async (_what, interrupt, why) => {
    state = { State: 'RUNNING' };
    if (interrupt) interrupted.abort();
    expect(await refused(asked({ engine: 'athena' }))).toContain(why);
    expect(commands.at(-1)).toBe('StopQueryExecution');
    expect(commands.filter((name) => name === 'GetQueryExecution').length > 1).toBe(!interrupt);
  });
});

describe.skipIf(!duckDB)('DuckDB', () => {
  it.each([
    ['empty', new Uint8Array()],
    ['none of Parquet', Buffer.from('this was never Parquet at all')],
  ])('an object that is %s is named by its place in the lake', async (_what, bytes) => {
    const key = 'events/booking/dt=2026-12-01/hr=11/broken.parquet';
    objects.set(key, bytes);
    const said = await refused(asked({ engine: 'duckdb' }));
    expect(said).toMatch(
      /^DuckDB cannot read the lake: [^\n]+; mend or remove the object that it names, or ask for other days$/,
    );
    expect(said).toContain(`'s3://the-lake/${key}'`);
    expect(said).not.toContain(tmpdir());
  });

  it('one that lacks its middle too', async () => {
    for (const [key, bytes] of objects) objects.set(key, Buffer.concat([bytes.slice(0, 40), bytes.slice(-300)]));
    expect(await refused(asked({ engine: 'duckdb' }))).toMatch(/^DuckDB cannot read the lake: /);
  });

  it('is asked no more once it is interrupted', async () => {
    const seen: string[] = [];
    const asking = asked({
      engine: 'duckdb',
      onRow: (id) => {
        seen.push(id);
        interrupted.abort();
      },
    });
    await expect(asking).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
    expect(seen).toEqual(['ABC123']);
  });

  it('gives up what it is at when it is interrupted', async () => {
    const endless = 'SELECT sum(a.range * b.range) FROM range(10000000) AS a, range(10000000) AS b';
    const asking = asked({ engine: 'duckdb', query: endless });
    // Mostly it is at the query by then; where it is not yet, it does not begin it.
    setTimeout(() => interrupted.abort(), 500);
    await expect(asking).rejects.toThrow(/^(DuckDB cannot read the lake: INTERRUPT|This operation was aborted)/);
  });

  it('has nothing to read once the download is interrupted', async () => {
    interrupted.abort();
    await expect(asked({ engine: 'duckdb' })).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
    expect(commands).not.toContain('GetObject');
  });

  it('leaves no copy behind, however it ends', async () => {
    const copies: number[] = [];
    expect(await asked({ engine: 'duckdb', onRow: () => copies.push(readdirSync(tmpdir()).length) })).toBe(2);
    expect(copies).toEqual([1, 1]);
    expect(readdirSync(tmpdir())).toEqual([]);
    objects.set('events/booking/dt=2026-12-01/hr=11/broken.parquet', new Uint8Array());
    await refused(asked({ engine: 'duckdb' }));
    expect(readdirSync(tmpdir())).toEqual([]);
  });
});

describe.skipIf(!duckDB)('whoever names no engine', () => {
  it.each([
    ['has Athena on AWS', undefined, undefined, 'StartQueryExecution'],
    ['has DuckDB for a copy', undefined, 'the-replica', 'GetObject'],
    ['has DuckDB on a local AWS', 'http://127.0.0.1:4566', undefined, 'GetObject'],
  ])('%s', async (_what, url, bucket, command) => {
    vi.stubEnv('AWS_ENDPOINT_URL', url);
    await asked(bucket === undefined ? {} : { bucket });
    expect(commands.filter((name) => ['StartQueryExecution', 'GetObject'].includes(name))).toContain(command);
    expect(commands.includes('StartQueryExecution')).toBe(command === 'StartQueryExecution');
  });
});
