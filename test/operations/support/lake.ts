// Events to Parquet files as the delivery writes them: the catalogue's own columns, in folders by the hour of arrival.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Template } from '../../../deployment/template.ts';
import { type Catalogue, catalogueOf } from '../../../model/flyhigh/operations/lake/catalogue.ts';
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
  /** What its meta says instead, past the API. */
  readonly meta?: object;
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
  for (const { name: table, columns } of catalogue.tables) {
    const lines = arrivals
      .filter((each) => each.table === table)
      .map(({ receivedAt, event, meta: said }, index) => {
        const [dt = '', time = ''] = new Date(receivedAt).toISOString().split('T');
        const meta = { receivedAt, requestId: `r-${index}`, source: 'api', principal: 'p', ...said };
        return JSON.stringify({ ...inSmallLetters({ meta, event }), dt, hr: time.slice(0, 2) });
      });
    const types = [...columns, { name: 'dt', type: 'string' }, { name: 'hr', type: 'string' }];
    const typed = types.map(({ name, type }) => `'${name}': '${duckDBType(type)}'`).join(', ');
    for (const part of [0, 1]) {
      const file = join(folder, `${table}-${part}.json`);
      const some = lines.filter((_, index) => index % 2 === part);
      if (some.length === 0) continue;
      await writeFile(file, some.join('\n'));
      const read = `read_json('${file}', format = 'newline_delimited', columns = {${typed}})`;
      const into = `'${join(folder, table)}' (FORMAT PARQUET, PARTITION_BY (dt, hr), FILENAME_PATTERN 'part-${part}-{i}', OVERWRITE_OR_IGNORE)`;
      await connection.run(`COPY (SELECT * FROM ${read}) TO ${into}`);
    }
  }
  connection.closeSync();
  instance.closeSync();
}

/** As the delivery's JSON reader does it. */
function inSmallLetters(object: object): object {
  const inside = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(inside);
    return typeof value === 'object' && value !== null ? inSmallLetters(value) : value;
  };
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key.toLowerCase(), inside(value)]));
}
