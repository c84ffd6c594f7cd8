// What DynamoDB answers to what a handler must do about it: done, lost, or try again.

import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Clock } from './clock.ts';

/** What a handler needs of a document client; a double need offer no more. */
export type DocumentClient = Pick<DynamoDBDocumentClient, 'send'>;

// The SDK itself retries throttles of single requests; a transaction's conflict it takes for final.
const transient = new Set([
  'TransactionConflictException',
  'TransactionInProgressException',
  'ThrottlingException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
]);

const attempts = 5;
const firstPauseMs = 20;

export function errorName(error: unknown): string {
  return error instanceof Error ? error.name : '';
}

export function isTransient(error: unknown): boolean {
  return transient.has(errorName(error));
}

/** Does it up to six times, with full jitter between, for as long as `again` says that trying may help. */
export async function retrying<T>(
  clock: Clock,
  action: () => Promise<T>,
  again: (error: unknown) => boolean = isTransient,
): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await action();
    } catch (error) {
      if (attempt >= attempts || !again(error)) throw error;
      await clock.sleep(clock.random() * firstPauseMs * 2 ** attempt);
    }
  }
}

/** True when the write was made, false when its condition did not hold. */
export async function conditionally(clock: Clock, write: () => Promise<unknown>): Promise<boolean> {
  try {
    await retrying(clock, write);
    return true;
  } catch (error) {
    if (errorName(error) === 'ConditionalCheckFailedException') return false;
    throw error;
  }
}
