// A batch to groups that are worked on beside each other, and their failures to Lambda's partial batch response.
// Powertools' own processor takes records one by one; where a batch is folded by key, only its response format fits.

import type { PartialItemFailureResponse } from '@aws-lambda-powertools/batch/types';

/** Groups in the order of their first member; members keep the order they came in. */
export function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

/** Like Promise.all over `work`, with at most `limit` of them under way. Rejects as soon as one does. */
export async function inParallel<T, R>(
  items: Iterable<T>,
  limit: number,
  work: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = [];
  const waiting = [...items].entries();
  const worker = async () => {
    for (const [index, item] of waiting) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: limit }, worker));
  return results;
}

/**
 * What Lambda is to try again, from the first record on that each group could not finish.
 *
 * @param work gives the sequence number of the first record it could not finish, or nothing when all is done.
 */
export async function processGroups<T>(
  groups: ReadonlyMap<string, readonly T[]>,
  limit: number,
  work: (group: readonly T[]) => Promise<string | undefined>,
): Promise<PartialItemFailureResponse> {
  const failures = await inParallel(groups.values(), limit, work);
  return {
    batchItemFailures: failures
      .filter((sequenceNumber) => sequenceNumber !== undefined)
      .map((itemIdentifier) => ({ itemIdentifier })),
  };
}
