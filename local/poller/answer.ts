// What a function answered to a batch to how much of it is done.
// https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html
import type { Answer } from './ports.ts';

/** Records from the first on that are done; `failed` when nothing can be said of any of them. */
export type Outcome = { readonly done: number } | 'failed';

/** @param sequenceNumbers of the batch, in order. @param reports whether the mapping reads reports on single records. */
export function outcomeOf(
  { payload, functionError }: Answer,
  sequenceNumbers: readonly string[],
  reports: boolean,
): Outcome {
  if (functionError !== undefined) return 'failed';
  if (!reports) return { done: sequenceNumbers.length };
  const failures = failuresIn(payload);
  if (failures.length === 0) return { done: sequenceNumbers.length };
  const places = failures.map((failure) => placeOf(failure, sequenceNumbers));
  return places.includes(-1) ? 'failed' : { done: Math.min(...places) };
}

/** Nothing, null, no list and an empty list all say that every record is done. */
function failuresIn(payload: string): readonly unknown[] {
  const answer = payload === '' ? undefined : parsed(payload);
  if (typeof answer !== 'object' || answer === null || !('batchItemFailures' in answer)) return [];
  return Array.isArray(answer.batchItemFailures) ? answer.batchItemFailures : [];
}

/** -1 for an identifier that is empty, null, under another name, or of no record in the batch. */
function placeOf(failure: unknown, sequenceNumbers: readonly string[]): number {
  if (typeof failure !== 'object' || failure === null || !('itemIdentifier' in failure)) return -1;
  const { itemIdentifier: id } = failure;
  return typeof id === 'string' ? sequenceNumbers.indexOf(id) : -1;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
