// A stage to what answers queries over its lake: Athena, or DuckDB over a copy of the objects.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../handlers/common/clock.ts';
import { athenaLake } from '../handlers/reconciler/athena.ts';
import type { Lake } from '../handlers/reconciler/lake.ts';
import { CannotRun } from './cannot-run.ts';
import type { Clients } from './clients.ts';
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
  readonly engine: Engine;
  /** Where a copy of the lake lies, under the lake's own keys: the replica, for one. Absent: the lake itself. */
  readonly bucket?: string | undefined;
  /** Epoch milliseconds: days of arrival that the queries may ask for, both included. */
  readonly days: { readonly from: number; readonly until: number };
}

/** Has `work` ask the lake. Throws CannotRun where DuckDB is wanted and not installed. */
export async function withLake<T>(settings: LakeSettings, work: (lake: Lake) => Promise<T>): Promise<T> {
  const { stage, clients, clock, engine, bucket, days } = settings;
  // Athena knows the lake alone.
  if (engine === 'athena' && bucket === undefined) {
    const workgroup = stage.physical('adHocQueries', 'AWS::Athena::WorkGroup');
    const database = stage.physical('eventCatalogue', 'AWS::Glue::Database');
    return work(athenaLake({ athena: clients.athena, clock, workgroup, database }));
  }
  await import('@duckdb/node-api').catch(() => {
    throw new CannotRun('DuckDB is not installed, or not for this platform: say --engine athena');
  });
  const folder = await mkdtemp(join(tmpdir(), 'lake-'));
  try {
    const { tables, ...rest } = catalogueOf(stage.template, stage.refOf);
    const catalogue = { ...rest, tables: tables.map((table) => ({ ...table, bucket: bucket ?? table.bucket })) };
    await downloadLake({ store: clients.store, catalogue, folder, days });
    const lake = await openDuckDBLake(catalogue, folder);
    try {
      return await work(lake);
    } finally {
      lake.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
