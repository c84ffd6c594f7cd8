// A stage to what answers queries over its lake: Athena, or DuckDB over a copy of the objects.
import { temporaryFolder } from '../../../ending/temporary-folder.ts';
import type { Clock } from '../handlers/common/clock.ts';
import { athenaLake } from '../handlers/reconciler/athena.ts';
import { type Lake, LakeFailed } from '../handlers/reconciler/lake.ts';
import { CannotRun } from './cannot-run.ts';
import { type Clients, endpoint } from './clients.ts';
import { catalogueOf } from './lake/catalogue.ts';
import { downloadLake } from './lake/download.ts';
import { openDuckDBLake } from './lake/duckdb.ts';
import type { Stage } from './stage.ts';

export const engines = ['athena', 'duckdb'] as const;
export type Engine = (typeof engines)[number];

export interface LakeSettings {
  readonly stage: Stage;
  readonly clients: Clients;
  readonly clock: Clock;
  /** Absent: Athena, or DuckDB where Athena is not, and for a copy. */
  readonly engine?: Engine | undefined;
  /** Where a copy of the lake lies, under the lake's own keys: the replica, for one. Absent: the lake itself. */
  readonly bucket?: string | undefined;
  /** Epoch milliseconds: days of arrival that the queries may ask for, both included. */
  readonly days: { readonly from: number; readonly until: number };
  readonly signal: AbortSignal;
}

type Work<T> = (lake: Lake) => Promise<T>;

/**
 * Has `work` ask the lake. Throws CannotRun where DuckDB is wanted and not installed, or the lake gives no answer; once
 * the signal is aborted, whatever comes of that.
 */
export async function withLake<T>(settings: LakeSettings, work: Work<T>): Promise<T> {
  const { bucket, signal } = settings;
  // Athena knows the lake alone, and where AWS is not it is not either.
  const { engine = bucket === undefined && endpoint() === undefined ? 'athena' : 'duckdb' } = settings;
  const heeding: Work<T> = ({ query }) =>
    work({
      query: async function* (sql) {
        for await (const row of query(sql)) {
          signal.throwIfAborted();
          yield row;
        }
      },
    });
  try {
    return await (engine === 'athena' ? byAthena(settings, heeding) : byDuckDB(settings, heeding));
  } catch (error) {
    if (!(error instanceof LakeFailed)) throw error;
    // What follows shows the query, or where in it.
    const [said = ''] = error.message.split('\n');
    throw new CannotRun(`${said.replace(/\.$/, '')}; ${waysOut[engine]}`, { cause: error });
  }
}

const waysOut: Readonly<Record<Engine, string>> = {
  athena: "look it up in the history of Athena's workgroup, or read a copy of the lake by --engine duckdb",
  duckdb: 'mend or remove the object that it names, or ask for other days',
};

function byAthena<T>({ stage, clients, clock, signal }: LakeSettings, work: Work<T>): Promise<T> {
  const workgroup = stage.physical('adHocQueries', 'AWS::Athena::WorkGroup');
  const database = stage.physical('eventCatalogue', 'AWS::Glue::Database');
  return work(athenaLake({ athena: clients.athena, clock, workgroup, database, signal }));
}

async function byDuckDB<T>({ stage, clients, bucket, days, signal }: LakeSettings, work: Work<T>): Promise<T> {
  await import('@duckdb/node-api').catch(() => {
    throw new CannotRun('DuckDB is not installed, or not for this platform: say --engine athena');
  });
  // A stage that has no catalogue says so by this.
  stage.physical('eventCatalogue', 'AWS::Glue::Database');
  const { tables, ...rest } = catalogueOf(stage.template, stage.refOf);
  const catalogue = { ...rest, tables: tables.map((table) => ({ ...table, bucket: bucket ?? table.bucket })) };
  const { path: folder, remove } = await temporaryFolder('lake-');
  try {
    await downloadLake({ store: clients.store, catalogue, folder, days, signal });
    const lake = await openDuckDBLake(catalogue, folder);
    signal.addEventListener('abort', lake.interrupt);
    try {
      signal.throwIfAborted();
      return await work(lake);
    } finally {
      signal.removeEventListener('abort', lake.interrupt);
      lake.close();
    }
  } finally {
    await remove();
  }
}
