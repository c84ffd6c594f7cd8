// Records of a shard to the event that a function is called with, and to its size.
// https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html (Example event)
import type { Mapping } from './mapping.ts';
import type { StreamRecord } from './ports.ts';

/** A record in a function's event, written once however often it is sent. */
export interface Written {
  readonly sequenceNumber: string;
  readonly partitionKey: string;
  readonly arrivedAt: number;
  /** Epoch milliseconds at which the poller had it in hand. */
  readonly readAt: number;
  /** JSON text. */
  readonly text: string;
  readonly bytes: number;
}

/** Bytes of an event around its records. */
const frame = '{"Records":[]}'.length;

export function written(mapping: Mapping, shardId: string, record: StreamRecord, readAt: number): Written {
  const { sequenceNumber, partitionKey, arrivedAt, data } = record;
  const text = JSON.stringify({
    kinesis: {
      kinesisSchemaVersion: '1.0',
      partitionKey,
      sequenceNumber,
      data: Buffer.from(data).toString('base64'),
      approximateArrivalTimestamp: arrivedAt / 1000,
    },
    eventSource: 'aws:kinesis',
    eventVersion: '1.0',
    eventID: `${shardId}:${sequenceNumber}`,
    eventName: 'aws:kinesis:record',
    invokeIdentityArn: mapping.invokeIdentityArn,
    awsRegion: mapping.region,
    eventSourceARN: mapping.eventSourceArn,
  });
  return { sequenceNumber, partitionKey, arrivedAt, readAt, text, bytes: Buffer.byteLength(text) };
}

export function eventOf(records: readonly Written[]): string {
  return `{"Records":[${records.map(({ text }) => text).join()}]}`;
}

/** How many of them, from the first on, one call may carry: at least one, at most a batch, within the payload limit. */
export function fitting(records: readonly Written[], batchSize: number, payloadBytes: number): number {
  let bytes = frame;
  for (const [index, record] of records.entries()) {
    bytes += record.bytes + 1;
    if (index === batchSize || (index > 0 && bytes > payloadBytes)) return index;
  }
  return records.length;
}
