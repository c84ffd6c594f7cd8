// What Lambda writes to S3 when it gives a batch up, as AWS documents it:
// "Retain discarded batch records for a Kinesis Data Streams event source in Lambda", example S3 invocation record,
// https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html, and for figures
// "Retain discarded records for a DynamoDB event source in Lambda",
// https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html.
import { describe, expect, it } from 'vitest';
import { failedBatch, functionName, objectKeys } from '../../model/flyhigh/handlers/redriver/messages.ts';
import { batch, booking, record } from './support/records.ts';

const functionArn = 'arn:aws:lambda:us-east-2:000000000000:function:inventory-updater';
const event = batch(record(booking()), record(booking()));

/** The documented layout; `payload`, which only S3 destinations get, holds the whole event as an escaped JSON string. */
const kinesisRecord = {
  requestContext: { requestId: 'r-1', functionArn, condition: 'RetryAttemptsExhausted', approximateInvokeCount: 1 },
  responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
  version: '1.0',
  timestamp: '2026-11-14T00:38:06.021Z',
  KinesisBatchInfo: {
    shardId: 'shardId-000000000001',
    startSequenceNumber: '49601189658422359378836298521827638475320189012309704722',
    endSequenceNumber: '49601189658422359378836298522902373528957594348623495186',
    approximateArrivalOfFirstRecord: '2026-11-14T00:38:04.835Z',
    approximateArrivalOfLastRecord: '2026-11-14T00:38:05.580Z',
    batchSize: 2,
    streamArn: 'arn:aws:kinesis:us-east-2:000000000000:stream/sales',
  },
  payload: JSON.stringify(event),
};
const { KinesisBatchInfo, ...common } = kinesisRecord;
const dynamoRecord = {
  ...common,
  DDBStreamBatchInfo: { ...KinesisBatchInfo, startSequenceNumber: '800000000003126276362' },
};
const { responseContext, ...neverInvoked } = kinesisRecord;

/** aws/lambda/<ESM-UUID>/<shardID>/YYYY/MM/DD/YYYY-MM-DDTHH.MM.SS-<Random UUID> */
const key =
  'aws/lambda/0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0/shardId-000000000001/2026/11/14/2026-11-14T00.38.06-11111111-2222-3333-4444-555555555555';

describe('the documented invocation record', () => {
  it.each([
    ['of a Kinesis batch', kinesisRecord],
    ['of a DynamoDB batch', dynamoRecord],
    ['without a response, of which nothing is read', neverInvoked],
  ])('%s gives back the very event, and the function it failed in', (_what, given) => {
    const { functionArn: arn, payload } = failedBatch(JSON.stringify(given));
    expect(functionName(arn)).toBe('inventory-updater');
    expect(JSON.parse(payload)).toEqual(event);
  });

  it('without its payload, as SQS and SNS get it, is not taken for a batch', () => {
    const { payload, ...metadata } = kinesisRecord;
    expect(payload).toBeDefined();
    expect(() => failedBatch(JSON.stringify(metadata))).toThrow('holds no batch');
  });

  it('lies under a key that its notification names', () => {
    const notice = { Records: [{ s3: { bucket: { name: 'failed' }, object: { key: encodeURIComponent(key) } } }] };
    expect(objectKeys(JSON.stringify(notice), 'failed')).toEqual([key]);
  });
});
