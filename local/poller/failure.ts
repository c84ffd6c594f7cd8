// A batch that is given up to the object in which Lambda keeps it: its key and its JSON.
// https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html
import { eventOf, type Written } from './event.ts';
import type { Mapping } from './mapping.ts';
import type { Answer } from './ports.ts';

export type Condition = 'RetryAttemptsExhausted' | 'RecordAgeExceeded';

export interface Failure {
  readonly condition: Condition;
  readonly shardId: string;
  /** At least one. */
  readonly records: readonly Written[];
  readonly invocations: number;
  /** What the function said last; absent when it was never called. */
  readonly answer?: Answer;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** @param id a random UUID. */
export function failureKey(mapping: Mapping, { shardId, at }: Pick<Failure, 'shardId' | 'at'>, id: string): string {
  const time = new Date(at).toISOString();
  const day = time.slice(0, 10).replaceAll('-', '/');
  return `aws/lambda/${mapping.uuid}/${shardId}/${day}/${time.slice(0, 19).replaceAll(':', '.')}-${id}`;
}

export function failureBody(mapping: Mapping, failure: Failure, requestId: string): string {
  const { condition, shardId, records, invocations, answer, at } = failure;
  const [first, last] = [records[0], records.at(-1)];
  return JSON.stringify({
    requestContext: {
      requestId: answer?.requestId ?? requestId,
      functionArn: mapping.functionArn,
      condition,
      approximateInvokeCount: invocations,
    },
    ...(answer === undefined ? {} : { responseContext: responseOf(answer) }),
    version: '1.0',
    timestamp: new Date(at).toISOString(),
    KinesisBatchInfo: {
      shardId,
      startSequenceNumber: first?.sequenceNumber,
      endSequenceNumber: last?.sequenceNumber,
      approximateArrivalOfFirstRecord: first && new Date(first.arrivedAt).toISOString(),
      approximateArrivalOfLastRecord: last && new Date(last.arrivedAt).toISOString(),
      batchSize: records.length,
      streamArn: mapping.streamArn,
    },
    payload: eventOf(records),
  });
}

function responseOf({ executedVersion = '$LATEST', functionError }: Answer) {
  return { statusCode: 200, executedVersion, functionError: functionError ?? null };
}
