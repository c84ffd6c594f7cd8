// Messages of the redrive queue to invocations; a message whose batch still fails is to be tried again.

import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { PartialItemFailureResponse } from '@aws-lambda-powertools/batch/types';
import type { InvokeCommandOutput, LambdaClient } from '@aws-sdk/client-lambda';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { SQSEvent, SQSRecord } from 'aws-lambda';
import { isItem } from '../common/attributes.ts';
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

export function createHandler(dependencies: Dependencies) {
  return (event: SQSEvent): Promise<PartialItemFailureResponse> =>
    processPartialResponse(
      event,
      (record: SQSRecord) => redriveMessage(dependencies, record),
      new BatchProcessor(EventType.SQS),
      { throwOnFullBatchFailure: false },
    );
}

async function redriveMessage(dependencies: Dependencies, { body, messageId }: SQSRecord): Promise<void> {
  try {
    for (const key of objectKeys(body, dependencies.bucket)) await redrive(dependencies, key);
  } catch (error) {
    dependencies.logger.error('redrive failed', {
      messageId,
      cause: error instanceof Error ? error.message : String(error),
    });
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
  const left = failuresIn(answer);
  if (left > 0) throw new Error(`${left} records of ${key} fail still`);
  logger.info('redriven', { key });
  count(dependencies, 'BatchesRedriven');
  return 'redriven';
}

/** Records that the function could not process. Throws when the function itself failed. */
function failuresIn({ FunctionError: fault, Payload: payload }: InvokeCommandOutput): number {
  if (fault !== undefined) throw new Error(`the function failed: ${fault}`);
  const answer: unknown = payload && payload.length > 0 ? JSON.parse(Buffer.from(payload).toString('utf8')) : undefined;
  const failures = isItem(answer) ? answer.batchItemFailures : undefined;
  return Array.isArray(failures) ? failures.length : 0;
}
