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

/** DynamoDB answers for no more in one request. */
const mostKeys = 100;

/**
 * Items by key. Those of the keys named are read together, when the first of them is asked for; who asks again for one, or
 * asks for another, gets it as it stands then. Made for one batch: it keeps what it read, and a request that never comes
 * back holds up all who wait for it.
 */
export function itemReader(from: ReadTable, keys: readonly Item[]): ReadItem {
  const unread = new Map(keys.map((key) => [from.placeOf(key), key]));
  const named = [...unread.values()];
  let together: Promise<ReadonlyMap<string, Item>> | undefined;
  return async (key) => {
    const place = from.placeOf(key);
    if (!unread.delete(place)) return (await readItems(from, [key])).get(place);
    together ??= readItems(from, named);
    return (await together).get(place);
  };
}

async function readItems(from: ReadTable, keys: readonly Item[]): Promise<ReadonlyMap<string, Item>> {
  const parts = Array.from({ length: Math.ceil(keys.length / mostKeys) }, (_, part) =>
    readPart(from, keys.slice(part * mostKeys, (part + 1) * mostKeys)),
  );
  return new Map((await Promise.all(parts)).flat().map((item) => [from.placeOf(item), item]));
}

/** What DynamoDB leaves out of an answer, for being throttled or for its size, is asked for again. */
class UnprocessedKeys extends Error {
  override readonly name = 'UnprocessedKeys';
}

async function readPart({ db, clock, table }: ReadTable, keys: readonly Item[]): Promise<readonly Item[]> {
  const found: Item[] = [];
  let left = [...keys];
  await retrying(
    clock,
    async () => {
      const { Responses, UnprocessedKeys: unprocessed } = await db.send(
        new BatchGetCommand({ RequestItems: { [table]: { Keys: left, ConsistentRead: true } } }),
      );
      found.push(...(Responses?.[table] ?? []));
      left = unprocessed?.[table]?.Keys ?? [];
      if (left.length > 0) throw new UnprocessedKeys();
    },
    (error) => error instanceof UnprocessedKeys || isTransient(error),
  );
  return found;
}
