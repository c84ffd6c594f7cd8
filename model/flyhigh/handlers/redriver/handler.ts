// Messages of the redrive queue to invocations; a message whose batch still fails is to be tried again.

import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { PartialItemFailureResponse } from '@aws-lambda-powertools/batch/types';
import type { InvokeCommandOutput, LambdaClient } from '@aws-sdk/client-lambda';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { SQSEvent, SQSRecord } from 'aws-lambda';
import { isItem } from '../common/attributes.ts';
import { secondMs } from '../common/clock.ts';
import { type Deadline, noDeadline } from '../common/deadline.ts';
import { errorName } from '../common/dynamo.ts';
import { count, type Report } from '../common/report.ts';
import { type FailedBatch, failedBatch, functionName, objectKeys, parsed } from './messages.ts';

export interface Dependencies extends Report {
  readonly store: Pick<S3Client, 'send'>;
  readonly functions: Pick<LambdaClient, 'send'>;
  readonly bucket: string;
  /** Names of the functions that are safe to hand a batch again. */
  readonly redriven: readonly string[];
}

/** As long as a function that is handed a batch may take: another is begun only when as much is left. */
const handedMs = 30 * secondMs;

export function createHandler(dependencies: Dependencies) {
  return (event: SQSEvent, deadline: Deadline = noDeadline): Promise<PartialItemFailureResponse> =>
    processPartialResponse(
      event,
      (record: SQSRecord) => redriveMessage(dependencies, record, deadline),
      new BatchProcessor(EventType.SQS),
      // One after the other, so that the time that is left is known before each.
      { throwOnFullBatchFailure: false, processInParallel: false },
    );
}

async function redriveMessage(
  dependencies: Dependencies,
  { body, messageId }: SQSRecord,
  deadline: Deadline,
): Promise<void> {
  try {
    for (const key of objectKeys(body, dependencies.bucket)) {
      if (deadline.leftMs() < handedMs) throw new Error('no time left');
      await redrive(dependencies, key);
    }
  } catch (error) {
    // Only the name: a message may quote what could not be read.
    dependencies.logger.error('redrive failed', { messageId, cause: errorName(error) });
    count(dependencies, 'RedrivesFailed');
    throw error;
  }
}

async function redrive(dependencies: Dependencies, key: string): Promise<void> {
  const batch = await readBatch(dependencies, key);
  if (dependencies.redriven.includes(functionName(batch.functionArn))) return handBack(dependencies, key, batch);
  // Figures are recounted, not redriven: counting an old batch again would add to what is final.
  dependencies.logger.warn('not redriven', { key, functionArn: batch.functionArn });
  count(dependencies, 'BatchesNotRedriven');
}

export async function readBatch({ store, bucket }: Dependencies, key: string): Promise<FailedBatch> {
  const { Body: body } = await store.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  return failedBatch(await body?.transformToString());
}

/** To the function it failed in. Throws when any of it fails still; the message says how, and nothing of what it holds. */
export async function handBack(
  dependencies: Dependencies,
  key: string,
  { functionArn, payload }: FailedBatch,
): Promise<void> {
  const { functions, logger } = dependencies;
  const answer = await functions.send(new InvokeCommand({ FunctionName: functionArn, Payload: payload }));
  const fault = faultIn(answer);
  const left = failuresIn(answer);
  if (fault !== undefined || left > 0) {
    logger.warn('batch fails still', { key, functionArn, fault, records: left });
    const how = fault === undefined ? `cannot do ${left} of its records` : `ended with ${fault}`;
    throw new Error(`${functionName(functionArn)} ${how}`);
  }
  logger.info('redriven', { key });
  count(dependencies, 'BatchesRedriven');
}

/** Type of the error that the function ended with: its message may quote what it was given. */
function faultIn(answer: InvokeCommandOutput): string | undefined {
  if (answer.FunctionError === undefined) return undefined;
  const error = payloadOf(answer);
  const type = isItem(error) ? error.errorType : undefined;
  return typeof type === 'string' && /^[\w.:$]{1,100}$/.test(type) ? type : answer.FunctionError;
}

/** Records that the function could not process. */
function failuresIn(answer: InvokeCommandOutput): number {
  const response = payloadOf(answer);
  const failures = isItem(response) ? response.batchItemFailures : undefined;
  return Array.isArray(failures) ? failures.length : 0;
}

function payloadOf({ Payload: payload }: InvokeCommandOutput): unknown {
  return payload && payload.length > 0 ? parsed(Buffer.from(payload).toString('utf8'), 'the answer') : undefined;
}
