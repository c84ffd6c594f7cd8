// Parquet files of the lake to what answers the queries that Athena answers on AWS, by DuckDB in this process.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Lake, LakeFailed, type Row } from '../../handlers/reconciler/lake.ts';
import type { Catalogue, LakeTable } from './catalogue.ts';
import { duckDBType } from './column-types.ts';

export interface OpenLake extends Lake {
  /** Whatever it is asked just then fails. */
  interrupt(): void;
  close(): void;
}

/** All that queries use of Athena's language and DuckDB calls otherwise. */
const dialect = [
  'CREATE MACRO cardinality(list) AS len(list)',
  'CREATE MACRO element_at(list, place) AS list[place]',
  'CREATE MACRO regexp_like(value, pattern) AS regexp_matches(value, pattern)',
  'CREATE MACRO json_format(value) AS CAST(value AS VARCHAR)',
];

/**
 * @param folder holds a folder for each table, by its name; below, the files lie as in the bucket: dt=…/hr=…/….parquet.
 * Throws where DuckDB is not installed, or not for this platform, and LakeFailed where a file is none of Parquet.
 */
export async function openDuckDBLake(catalogue: Catalogue, folder: string): Promise<OpenLake> {
  const { database, tables, views } = catalogue;
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const schema = `"${database}"`;
  const close = (): void => {
    connection.closeSync();
    instance.closeSync();
  };
  try {
    for (const statement of [...dialect, `CREATE SCHEMA ${schema}`]) await connection.run(statement);
    for (const table of tables) {
      const select = await tableSql(table, join(folder, table.name));
      await connection.run(`CREATE VIEW ${schema}."${table.name}" AS ${select}`);
    }
    for (const { name, sql } of views) await connection.run(`CREATE VIEW ${schema}."${name}" AS ${sql}`);
    await connection.run(`USE ${schema}`);
  } catch (error) {
    close();
    throw failed(error, catalogue, folder);
  }

  async function* query(sql: string): AsyncGenerator<Row> {
    try {
      const result = await connection.stream(sql);
      for await (const rows of result.yieldRowsJson()) yield* rows.map((row) => row.map(text));
    } catch (error) {
      throw failed(error, catalogue, folder);
    }
  }
  return { query, interrupt: () => connection.interrupt(), close };
}

/** In DuckDB's words, with an object's place in the lake for that of its copy. */
function failed(error: unknown, { tables }: Catalogue, folder: string): LakeFailed {
  const said = error instanceof Error ? error.message : String(error);
  const where = tables.reduce(
    (words, { name, bucket, prefix }) => words.replaceAll(`${join(folder, name)}/`, `s3://${bucket}/${prefix}`),
    said,
  );
  return new LakeFailed(`DuckDB cannot read the lake: ${where}`, { cause: error });
}

/** As a table of the catalogue is read: columns are what it says, whatever a file holds or lacks. */
async function tableSql({ columns, partitions }: LakeTable, folder: string): Promise<string> {
  const types = [
    ...columns.map(({ name, type }) => [name, duckDBType(type)] as const),
    ...partitions.map((name) => [name, 'VARCHAR'] as const),
  ];
  if (!(await hasFiles(folder))) {
    return `SELECT ${types.map(([name, type]) => `CAST(NULL AS ${type}) AS "${name}"`).join(', ')} WHERE false`;
  }
  const files = `${folder.replaceAll("'", "''")}/**/*.parquet`;
  const partitionTypes = partitions.map((name) => `'${name}': VARCHAR`).join(', ');
  const read = `read_parquet('${files}', union_by_name = true, hive_partitioning = true, hive_types = {${partitionTypes}})`;
  return `SELECT ${types.map(([name, type]) => `CAST("${name}" AS ${type}) AS "${name}"`).join(', ')} FROM ${read}`;
}

async function hasFiles(folder: string): Promise<boolean> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  return names.some((name) => name.endsWith('.parquet'));
}

function text(value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
