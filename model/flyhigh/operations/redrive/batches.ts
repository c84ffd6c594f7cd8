// Objects of batches that were set aside to what came of handing each back, by the redriver's own code.
import {
  GetObjectTaggingCommand,
  PutObjectTaggingCommand,
  paginateListObjectsV2,
  type S3Client,
} from '@aws-sdk/client-s3';
import { rfc3339 } from '../../handlers/common/clock.ts';
import { inParallel } from '../../handlers/common/lanes.ts';
import { type Dependencies, handBack, readBatch } from '../../handlers/redriver/handler.ts';
import { failedPrefix, functionName } from '../../handlers/redriver/messages.ts';

export interface BatchesDependencies extends Dependencies {
  readonly store: S3Client;
  readonly clock: { now(): number };
  /** Names of the functions whose batches are counted again from the lake instead. */
  readonly recounted: readonly string[];
  /** Names of the functions that need no batch again: what comes next says it all. */
  readonly selfHealing: readonly string[];
  /** Where each of these functions says why it failed, by name. */
  readonly logGroups: ReadonlyMap<string, string>;
  /** Once it is aborted nothing is begun any more; what was begun is ended. */
  readonly signal: Pick<AbortSignal, 'aborted'>;
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
  /**
   * `earlier`: it is marked as handed back. `recount` and `needless`: of functions that are not handed it. `stranger`: of
   * one that takes no batches in this stage. `would`: not written. `interrupted`: not begun.
   */
  readonly did: 'redriven' | 'earlier' | Kept | 'failed' | 'would' | 'interrupted';
  /** The function it failed in, where that was read. */
  readonly functionName?: string;
  readonly why?: string;
}

type Kept = 'recount' | 'needless' | 'stranger';

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
  return inParallel(keys, batchesAtOnce, async (key) =>
    dependencies.signal.aborted ? { key, did: 'interrupted' } : redriveBatch(dependencies, key, again, write),
  );
}

export async function redriveBatch(
  dependencies: BatchesDependencies,
  key: string,
  again: boolean,
  write: boolean,
): Promise<BatchOutcome> {
  const { store, bucket, clock } = dependencies;
  let name: string | undefined;
  const outcome = (did: BatchOutcome['did'], why?: string): BatchOutcome => ({
    ...{ key, did },
    ...(name === undefined ? {} : { functionName: name }),
    ...(why === undefined ? {} : { why }),
  });
  try {
    const { TagSet: tags = [] } = await store.send(new GetObjectTaggingCommand({ Bucket: bucket, Key: key }));
    const others = tags.filter(({ Key }) => Key !== mark);
    if (!again && others.length < tags.length) return outcome('earlier');
    const batch = await readBatch(dependencies, key);
    name = functionName(batch.functionArn);
    const kept = keptOf(dependencies, name);
    if (kept !== undefined)
      return outcome(kept, kept === 'stranger' ? `${name} takes no batches in this stage` : undefined);
    if (!write) return outcome('would');
    const failure = await handBack(dependencies, key, batch).then(() => undefined, reasonOf);
    if (failure !== undefined) return outcome('failed', `${failure}${wayToLog(dependencies, name)}`);
    const tagging = { TagSet: [...others, { Key: mark, Value: rfc3339(clock.now()) }] };
    await store.send(new PutObjectTaggingCommand({ Bucket: bucket, Key: key, Tagging: tagging }));
    return outcome('redriven');
  } catch (error) {
    return outcome('failed', reasonOf(error));
  }
}

/** Why a batch of this function is not handed back; nothing where it is. */
function keptOf({ redriven, recounted, selfHealing }: BatchesDependencies, name: string): Kept | undefined {
  if (redriven.includes(name)) return undefined;
  if (recounted.includes(name)) return 'recount';
  return selfHealing.includes(name) ? 'needless' : 'stranger';
}

function wayToLog({ logGroups }: BatchesDependencies, name: string): string {
  const group = logGroups.get(name);
  return group === undefined ? '' : `; the log group ${group} says why`;
}

/** An error of several, as where no address could be reached, has no message of its own. */
export const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message || error.name : String(error);
