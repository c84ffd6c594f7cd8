// A batch and its lanes to the answer that tells Lambda where to go on: Powertools collects, by event source, what is not done.

import { BatchProcessorSync, EventType, processPartialResponseSync } from '@aws-lambda-powertools/batch';
import type { PartialItemFailureResponse } from '@aws-lambda-powertools/batch/types';
import type { DynamoDBRecord, DynamoDBStreamEvent, KinesisStreamEvent, KinesisStreamRecord } from 'aws-lambda';
import { type Deadline, noDeadline } from './deadline.ts';
import { errorName } from './dynamo.ts';
import { type Lane, type Step, workLanes } from './lanes.ts';
import type { RecordIds, Report } from './report.ts';

/** A step that says so when it fails, of its first record. Of an error only the name: its message may quote what was sent. */
export function reportedStep(
  { logger }: Report,
  complaint: string,
  records: readonly RecordIds[],
  run: () => Promise<void>,
  more: Readonly<Record<string, string>> = {},
): Step {
  return {
    records: records.map(({ sequenceNumber }) => sequenceNumber),
    run: () =>
      run().catch((error: unknown) => {
        const { eventId, requestId, sequenceNumber } = records[0] ?? {};
        logger.error(complaint, {
          ...more,
          eventId,
          requestId,
          sequenceNumber,
          records: records.length,
          cause: errorName(error),
        });
        throw error;
      }),
  };
}

/** Works the lanes until the deadline, see {@link workLanes} and {@link answerTo}. */
export async function workBatch(
  event: KinesisStreamEvent | DynamoDBStreamEvent,
  lanes: readonly Lane[],
  lanesAtOnce: number,
  deadline: Deadline = noDeadline,
): Promise<PartialItemFailureResponse> {
  return answerTo(event, await workLanes(lanes, lanesAtOnce, deadline));
}

/**
 * @param notDone sequence numbers of what is not done.
 * @returns that, in the order of the batch, so that the first is where Lambda goes on.
 */
export function answerTo(
  event: KinesisStreamEvent | DynamoDBStreamEvent,
  notDone: ReadonlySet<string>,
): PartialItemFailureResponse {
  const collect = (record: KinesisStreamRecord | DynamoDBRecord) => {
    if (notDone.has(sequenceNumberOf(record))) throw new Error('not done');
  };
  const source = event.Records.some((record) => 'kinesis' in record)
    ? EventType.KinesisDataStreams
    : EventType.DynamoDBStreams;
  return processPartialResponseSync(event, collect, new BatchProcessorSync(source), {
    throwOnFullBatchFailure: false,
  });
}

function sequenceNumberOf(record: KinesisStreamRecord | DynamoDBRecord): string {
  return 'kinesis' in record ? record.kinesis.sequenceNumber : (record.dynamodb?.SequenceNumber ?? '');
}
