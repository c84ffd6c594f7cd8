// Events to Parquet files as the delivery writes them: the catalogue's own columns, in folders by the hour of arrival.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Template } from '../../../local/template.ts';
import { type Catalogue, catalogueOf, type LakeTable } from '../../../model/flyhigh/operations/lake/catalogue.ts';
import { duckDBType } from '../../../model/flyhigh/operations/lake/column-types.ts';
import { type OpenLake, openDuckDBLake } from '../../../model/flyhigh/operations/lake/duckdb.ts';
import template from '../../../output/templates/flyhigh-dev.template.json' with { type: 'json' };

/** Nothing where DuckDB has no binary for this platform: what needs it is skipped, and said so. */
export const duckDB = await import('@duckdb/node-api').catch((error: unknown) => {
  console.warn(`Skipped: no DuckDB for this platform (${error instanceof Error ? error.message : String(error)})`);
  return undefined;
});

const stage: Template = template;
export const catalogue: Catalogue = catalogueOf(stage);

/** What came in, in the lake's table of that name. */
export interface Arrival {
  readonly table: 'booking' | 'search';
  /** Epoch milliseconds. */
  readonly receivedAt: number;
  readonly event: object;
}

export interface TestLake {
  readonly lake: OpenLake;
  close(): Promise<void>;
}

export async function lakeOf(arrivals: readonly Arrival[]): Promise<TestLake> {
  const folder = await mkdtemp(join(tmpdir(), 'lake-'));
  await writeLake(folder, arrivals);
  const lake = await openDuckDBLake(catalogue, folder);
  return {
    lake,
    close: async () => {
      lake.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A folder for each table, below it dt=…/hr=…/, two files an hour. */
export async function writeLake(folder: string, arrivals: readonly Arrival[]): Promise<void> {
  if (!duckDB) throw new Error('no DuckDB');
  const instance = await duckDB.DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  for (const table of catalogue.tables) {
    const files = new Map<string, string[]>();
    for (const [index, { receivedAt, event }] of arrivals.filter((each) => each.table === table.name).entries()) {
      const [dt = '', time = ''] = new Date(receivedAt).toISOString().split('T');
      const meta = { receivedAt, requestId: `r-${index}`, source: 'api', principal: 'p' };
      const file = join(folder, table.name, `dt=${dt}`, `hr=${time.slice(0, 2)}`, `part-${index % 2}`);
      files.set(file, [...(files.get(file) ?? []), JSON.stringify(inSmallLetters({ meta, event }))]);
    }
    for (const [file, lines] of files) {
      await mkdir(join(file, '..'), { recursive: true });
      await writeFile(`${file}.json`, lines.join('\n'));
      const columns = table.columns.map(({ name, type }) => `'${name}': '${duckDBType(type)}'`).join(', ');
      const read = `read_json('${file}.json', format = 'newline_delimited', columns = {${columns}})`;
      await connection.run(`COPY (SELECT * FROM ${read}) TO '${file}.parquet' (FORMAT PARQUET, COMPRESSION snappy)`);
    }
  }
  connection.closeSync();
  instance.closeSync();
}

export const columnsOf = ({ columns }: LakeTable): string => columns.map(({ name, type }) => `${name} ${type}`).join();

/** As the delivery's JSON reader does it. */
function inSmallLetters(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inSmallLetters);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, held]) => [key.toLowerCase(), inSmallLetters(held)]));
}
