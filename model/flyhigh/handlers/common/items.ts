// Keys of a table to their items as they stand, those of a batch in one request.

import { BatchGetCommand } from '@aws-sdk/lib-dynamodb';
import type { Item } from './attributes.ts';
import type { Clock } from './clock.ts';
import { type DocumentClient, isTransient, retrying } from './dynamo.ts';

export interface ReadTable {
  readonly db: DocumentClient;
  readonly clock: Clock;
  readonly table: string;
  /** The same for two items, or keys, only if they are the same item. */
  readonly placeOf: (item: Item) => string;
}

/** The item of a key, or nothing where there is none. */
export type ReadItem = (key: Item) => Promise<Item | undefined>;

/** Of one request; it answers with 16 MB at most, and leaves the other keys out (Amazon DynamoDB API Reference, BatchGetItem). */
const mostKeys = 100;

interface Answer {
  readonly found: readonly Item[];
  /** Keys that could not be read, with the reason. */
  readonly failed: readonly (readonly [key: Item, reason: unknown])[];
}

/**
 * Items by key. Those of the keys named are read together, when the first of them is asked for; who asks again for one, or
 * asks for another, gets it as it stands then. A key that cannot be read fails who asks for it, and no other. Made for one
 * batch: it keeps what it read.
 */
export function itemReader(from: ReadTable, keys: readonly Item[]): ReadItem {
  const unread = new Map(keys.map((key) => [from.placeOf(key), key]));
  const named = [...unread.values()];
  let together: Promise<ReadItem> | undefined;
  return async (key) => {
    if (!unread.delete(from.placeOf(key))) return (await readItems(from, [key]))(key);
    together ??= readItems(from, named);
    return (await together)(key);
  };
}

async function readItems(from: ReadTable, keys: readonly Item[]): Promise<ReadItem> {
  const parts = Array.from({ length: Math.ceil(keys.length / mostKeys) }, (_, part) =>
    readPart(from, keys.slice(part * mostKeys, (part + 1) * mostKeys)),
  );
  const answers = await Promise.all(parts);
  const found = new Map(answers.flatMap((answer) => answer.found.map((item) => [from.placeOf(item), item])));
  const failed = new Map(answers.flatMap((answer) => answer.failed.map(([key, why]) => [from.placeOf(key), why])));
  return async (key) => {
    const place = from.placeOf(key);
    if (failed.has(place)) throw failed.get(place);
    return found.get(place);
  };
}

/** What DynamoDB leaves out of an answer, for being throttled or for its size, is asked for again. */
class UnprocessedKeys extends Error {
  override readonly name = 'UnprocessedKeys';
}

const mayPass = (error: unknown): boolean => error instanceof UnprocessedKeys || isTransient(error);

/** Never rejects. Goes on for as long as some of the keys are answered. */
async function readPart(from: ReadTable, keys: readonly Item[]): Promise<Answer> {
  const { db, clock, table } = from;
  const found: Item[] = [];
  let left = [...keys];
  const ask = async () => {
    const { Responses, UnprocessedKeys: unprocessed } = await db.send(
      new BatchGetCommand({ RequestItems: { [table]: { Keys: left, ConsistentRead: true } } }),
    );
    found.push(...(Responses?.[table] ?? []));
    left = unprocessed?.[table]?.Keys ?? [];
    if (left.length > 0) throw new UnprocessedKeys();
  };
  try {
    await retrying(clock, ask, mayPass);
    return { found, failed: [] };
  } catch (error) {
    if (left.length === keys.length || !mayPass(error)) return { found, failed: left.map((key) => [key, error]) };
    const rest = await readPart(from, left);
    return { found: [...found, ...rest.found], failed: rest.failed };
  }
}
