// The lake's objects to the rows of its own views, asked by DuckDB over the Parquet that was delivered.

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { S3Client } from '@aws-sdk/client-s3';
import type { Template } from '../../../../deployment/template.ts';
import type { Lake } from '../../handlers/reconciler/lake.ts';
import { catalogueOf } from '../../operations/lake/catalogue.ts';
import { openDuckDBLake } from '../../operations/lake/duckdb.ts';
import { bytesOf, keysBelow } from './objects.ts';

export interface LakeRow {
  /** Name of the table, not of its view. */
  readonly table: string;
  /** Undefined where a record was no event. */
  readonly eventId?: string;
  /** As the lake holds it: field names in small letters, absent fields left out. */
  readonly event: unknown;
}

export interface DownloadedLake {
  /** Downloads what has been delivered since the last time; gives the number of objects so far. */
  refresh(): Promise<number>;
  /** All rows of the views in which every event stands once. */
  rows(): Promise<readonly LakeRow[]>;
  /** Asks what has been downloaded. */
  asking<T>(ask: (lake: Lake) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

const objectsAtOnce = 32;
const tables = ['booking', 'search'] as const;

export async function downloadedLake(s3: S3Client, bucket: string, template: Template): Promise<DownloadedLake> {
  const folder = await mkdtemp(join(tmpdir(), 'rehearsal-lake-'));
  const known = new Set<string>();
  const asking = async <T>(ask: (lake: Lake) => Promise<T>): Promise<T> => {
    const lake = await openDuckDBLake(catalogueOf(template), join(folder, 'events'));
    try {
      return await ask(lake);
    } finally {
      lake.close();
    }
  };
  return {
    async refresh() {
      const waiting = (await keysBelow(s3, bucket, 'events/')).filter((key) => !known.has(key)).values();
      const worker = async () => {
        for (const key of waiting) {
          const file = join(folder, key);
          await mkdir(dirname(file), { recursive: true });
          await writeFile(file, await bytesOf(s3, bucket, key));
          known.add(key);
        }
      };
      await Promise.all(Array.from({ length: objectsAtOnce }, worker));
      return known.size;
    },
    rows: () =>
      asking(async (lake) => {
        const rows: LakeRow[] = [];
        // One after the other: they share a connection.
        for (const table of tables) rows.push(...(await rowsOf(lake, table)));
        return rows;
      }),
    asking,
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

async function rowsOf(lake: Lake, table: string): Promise<readonly LakeRow[]> {
  const rows: LakeRow[] = [];
  for await (const [id, event = '{}'] of lake.query(`SELECT event.eventid, to_json(event) FROM "${table}_once"`)) {
    rows.push({ table, event: withoutNulls(JSON.parse(event)), ...(id === undefined ? {} : { eventId: id }) });
  }
  return rows;
}

/** A column that an event does not have is empty in the lake. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, each]) => (each === null ? [] : [[key, withoutNulls(each)]])),
  );
}
