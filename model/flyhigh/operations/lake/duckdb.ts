// Parquet files of the lake to what answers the queries that Athena answers on AWS, by DuckDB in this process.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Lake, Row } from '../../handlers/reconciler/lake.ts';
import type { Catalogue, LakeTable } from './catalogue.ts';
import { duckDBType } from './column-types.ts';

export interface OpenLake extends Lake {
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
 * Throws where DuckDB is not installed, or not for this platform.
 */
export async function openDuckDBLake({ database, tables, views }: Catalogue, folder: string): Promise<OpenLake> {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const schema = `"${database}"`;
  for (const statement of [...dialect, `CREATE SCHEMA ${schema}`]) await connection.run(statement);
  for (const table of tables) {
    await connection.run(`CREATE VIEW ${schema}."${table.name}" AS ${await tableSql(table, join(folder, table.name))}`);
  }
  for (const { name, sql } of views) await connection.run(`CREATE VIEW ${schema}."${name}" AS ${sql}`);
  await connection.run(`USE ${schema}`);

  async function* query(sql: string): AsyncGenerator<Row> {
    const result = await connection.stream(sql);
    for await (const rows of result.yieldRowsJson()) yield* rows.map((row) => row.map(text));
  }
  return {
    query,
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
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
