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
import { failedBatch, functionName, objectKeys } from './messages.ts';

export interface Dependencies extends Report {
  readonly store: Pick<S3Client, 'send'>;
  readonly functions: Pick<LambdaClient, 'send'>;
  readonly bucket: string;
  /** Names of the functions that are safe to hand a batch again. */
  readonly redriven: readonly string[];
}

/** `recount`: a batch of figures, which is never handed back. */
export type Redriven = 'redriven' | 'recount';

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

/** Hands one failed batch back. Throws when any of it fails still. */
export async function redrive(dependencies: Dependencies, key: string): Promise<Redriven> {
  const { store, functions, bucket, redriven, logger } = dependencies;
  const { Body: body } = await store.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  const { functionArn, payload } = failedBatch(await body?.transformToString());
  if (!redriven.includes(functionName(functionArn))) {
    // Figures are recounted, not redriven: counting an old batch again would add to what is final.
    logger.warn('not redriven', { key, functionArn });
    count(dependencies, 'BatchesNotRedriven');
    return 'recount';
  }
  const answer = await functions.send(new InvokeCommand({ FunctionName: functionArn, Payload: payload }));
  const fault = answer.FunctionError;
  const left = failuresIn(answer);
  if (fault !== undefined || left > 0) {
    logger.warn('batch fails still', { key, functionArn, fault, records: left });
    throw new Error(fault === undefined ? `${left} records of ${key} fail still` : `the function failed: ${fault}`);
  }
  logger.info('redriven', { key });
  count(dependencies, 'BatchesRedriven');
  return 'redriven';
}

/** Records that the function could not process. */
function failuresIn({ Payload: payload }: InvokeCommandOutput): number {
  const answer: unknown = payload && payload.length > 0 ? JSON.parse(Buffer.from(payload).toString('utf8')) : undefined;
  const failures = isItem(answer) ? answer.batchItemFailures : undefined;
  return Array.isArray(failures) ? failures.length : 0;
}
