// The lake's objects to files that an engine on this machine can read, a folder for each table.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { GetObjectCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import { dayMs } from '../../handlers/common/clock.ts';
import { inParallel } from '../../handlers/common/lanes.ts';
import { day } from '../../handlers/reconciler/lake-sql.ts';
import type { Catalogue, LakeTable } from './catalogue.ts';

export interface Download {
  readonly store: S3Client;
  readonly catalogue: Catalogue;
  /** Where to; a folder for each table is made below. */
  readonly folder: string;
  /** Epoch milliseconds: what arrived on their days, both included. Absent: everything. */
  readonly days?: { readonly from: number; readonly until: number };
  /** Once it is aborted, the download fails with its reason. */
  readonly signal?: AbortSignal;
}

const objectsAtOnce = 16;

/** @returns how many objects there were. */
export async function downloadLake({ store, catalogue, folder, days, signal }: Download): Promise<number> {
  let objects = 0;
  for (const table of catalogue.tables) {
    const keys = await keysOf(store, table, days);
    await inParallel(keys, objectsAtOnce, async (key) => {
      signal?.throwIfAborted();
      const { Body: body } = await store.send(new GetObjectCommand({ Bucket: table.bucket, Key: key }));
      const path = join(folder, table.name, key.slice(table.prefix.length));
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, (await body?.transformToByteArray()) ?? new Uint8Array());
    });
    objects += keys.length;
  }
  return objects;
}

/** Days are asked for one by one where they are few: a lake of years holds far more than is wanted. */
async function keysOf(
  store: S3Client,
  { bucket, prefix }: LakeTable,
  days: Download['days'],
): Promise<readonly string[]> {
  const prefixes = days === undefined ? [prefix] : daysBetween(days).map((dt) => `${prefix}dt=${dt}/`);
  const listed = await inParallel(prefixes, objectsAtOnce, async (below) => {
    const keys: string[] = [];
    for await (const { Contents = [] } of paginateListObjectsV2({ client: store }, { Bucket: bucket, Prefix: below })) {
      keys.push(...Contents.flatMap(({ Key }) => (Key?.endsWith('.parquet') ? [Key] : [])));
    }
    return keys;
  });
  return listed.flat();
}

function daysBetween({ from, until }: { readonly from: number; readonly until: number }): readonly string[] {
  const first = Math.floor(from / dayMs);
  return Array.from({ length: Math.floor(until / dayMs) - first + 1 }, (_, n) => day((first + n) * dayMs));
}
