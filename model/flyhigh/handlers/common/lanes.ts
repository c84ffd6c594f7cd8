// Work of a batch in lanes beside each other to what of it is not done.

import type { Deadline } from './deadline.ts';

/** Something that is done as one. */
export interface Step {
  /** Sequence numbers of the records that it does. */
  readonly records: readonly string[];
  run(): Promise<void>;
}

/** Steps that follow each other: after one that fails, none is begun, since Lambda sends them all again. */
export type Lane = readonly Step[];

/** Items by key, in the order of their first; those of one key keep the order they came in. */
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
 * Works at most `limit` lanes at a time. At the deadline no step is begun any more, and those under way are given up on:
 * they may still be done, so that each has to be harmless when it is done again.
 *
 * @returns sequence numbers of the records that are not done.
 */
export async function workLanes(
  lanes: readonly Lane[],
  limit: number,
  deadline: Deadline,
): Promise<ReadonlySet<string>> {
  const left = new Map(lanes.map((lane) => [lane, [...lane]]));
  const work = inParallel(left.values(), limit, async (steps) => {
    for (let step = steps[0]; step && deadline.leftMs() > 0; step = steps[0]) {
      const done = await step.run().then(
        () => true,
        () => false,
      );
      if (!done) return;
      steps.shift();
    }
  });
  await beforeDeadline(work, deadline);
  return new Set([...left.values()].flatMap((steps) => steps.flatMap(({ records }) => records)));
}

/** Timers hold far less than the longest a function may be given, and a test may give it more. */
const longestTimerMs = 2 ** 31 - 1;

async function beforeDeadline(work: Promise<unknown>, deadline: Deadline): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const cutOff = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, Math.min(Math.max(0, deadline.leftMs()), longestTimerMs));
  });
  await Promise.race([work, cutOff]);
  clearTimeout(timer);
}
