// Objects of batches that were set aside to what came of handing each back, by the redriver's own code.
import {
  GetObjectCommand,
  GetObjectTaggingCommand,
  PutObjectTaggingCommand,
  paginateListObjectsV2,
  type S3Client,
} from '@aws-sdk/client-s3';
import { rfc3339 } from '../../handlers/common/clock.ts';
import { inParallel } from '../../handlers/common/lanes.ts';
import { type Dependencies, redrive } from '../../handlers/redriver/handler.ts';
import { failedBatch, failedPrefix, functionName } from '../../handlers/redriver/messages.ts';

export interface BatchesDependencies extends Dependencies {
  readonly store: S3Client;
  readonly clock: { now(): number };
}

export interface WhichBatches {
  /** Below aws/lambda/. */
  readonly prefix?: string;
  /** Epoch milliseconds: what failed before is left alone. */
  readonly since?: number;
  /** Also what went back before. */
  readonly again?: boolean;
}

export interface BatchOutcome {
  readonly key: string;
  /** `earlier`: it is marked as handed back. `recount`: it holds figures, which are recounted. `would`: not written. */
  readonly did: 'redriven' | 'earlier' | 'recount' | 'failed' | 'would';
  readonly why?: string;
}

/** A tag, so that the object stays as Lambda wrote it. */
const mark = 'redriven';

const batchesAtOnce = 4;

export async function redriveBatches(
  dependencies: BatchesDependencies,
  { prefix = failedPrefix, since = 0, again = false }: WhichBatches,
  write: boolean,
): Promise<readonly BatchOutcome[]> {
  const { store: client, bucket } = dependencies;
  const keys: string[] = [];
  for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix })) {
    for (const { Key: key, LastModified: at } of Contents) {
      if (key !== undefined && (at?.getTime() ?? 0) >= since) keys.push(key);
    }
  }
  return inParallel(keys, batchesAtOnce, (key) => redriveBatch(dependencies, key, again, write));
}

export async function redriveBatch(
  dependencies: BatchesDependencies,
  key: string,
  again: boolean,
  write: boolean,
): Promise<BatchOutcome> {
  const { store, bucket, clock } = dependencies;
  try {
    const { TagSet: tags = [] } = await store.send(new GetObjectTaggingCommand({ Bucket: bucket, Key: key }));
    const others = tags.filter(({ Key }) => Key !== mark);
    if (!again && others.length < tags.length) return { key, did: 'earlier' };
    if (!write) return { key, did: (await isOfFigures(dependencies, key)) ? 'recount' : 'would' };
    const did = await redrive(dependencies, key);
    if (did === 'redriven') {
      const tagging = { TagSet: [...others, { Key: mark, Value: rfc3339(clock.now()) }] };
      await store.send(new PutObjectTaggingCommand({ Bucket: bucket, Key: key, Tagging: tagging }));
    }
    return { key, did };
  } catch (error) {
    return { key, did: 'failed', why: error instanceof Error ? error.message : String(error) };
  }
}

async function isOfFigures({ store, bucket, redriven }: BatchesDependencies, key: string): Promise<boolean> {
  const { Body: body } = await store.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  return !redriven.includes(functionName(failedBatch(await body?.transformToString()).functionArn));
}
