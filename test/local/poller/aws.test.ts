import {
  type GetRecordsCommandInput,
  type GetShardIteratorCommandInput,
  KinesisClient,
  type ListShardsCommandInput,
} from '@aws-sdk/client-kinesis';
import { type InvokeCommandInput, LambdaClient } from '@aws-sdk/client-lambda';
import { type PutObjectCommandInput, S3Client } from '@aws-sdk/client-s3';
import { expect, it } from 'vitest';
import { bucketDestination, kinesisStream, lambdaInvoke, systemClock } from '../../../local/poller/aws.ts';
import type { Position } from '../../../local/poller/ports.ts';
import { answering, nowhere, type Respond } from '../../support/client-double.ts';

const arn = 'arn:aws:kinesis:us-east-1:000000000000:stream/orders';
const arrived = new Date('2026-12-01T12:00:00.000Z');

function kinesis(getRecords: (iterator: string | undefined) => unknown) {
  const asked: string[] = [];
  const respond: Respond = (command, input) => {
    if (command === 'ListShards') {
      const { NextToken, StreamARN } = input as ListShardsCommandInput;
      asked.push(`list ${NextToken ?? StreamARN}`);
      return NextToken === undefined
        ? { Shards: [{ ShardId: 's-0' }], NextToken: 't' }
        : { Shards: [{ ShardId: 's-1', ParentShardId: 's-0', AdjacentParentShardId: 's-x' }] };
    }
    if (command === 'GetShardIterator') {
      const { ShardIteratorType, StartingSequenceNumber = '' } = input as GetShardIteratorCommandInput;
      asked.push(`${ShardIteratorType} ${StartingSequenceNumber}`.trim());
      return { ShardIterator: `new ${asked.length}` };
    }
    const { ShardIterator } = input as GetRecordsCommandInput;
    asked.push(`read ${ShardIterator}`);
    return getRecords(ShardIterator);
  };
  return { asked, stream: kinesisStream(answering(new KinesisClient(nowhere), respond), arn) };
}

const record = (n: number) => ({
  SequenceNumber: String(n),
  PartitionKey: 'k',
  Data: Buffer.from('x'),
  ApproximateArrivalTimestamp: arrived,
});

it('lists shards page by page, with their parents', async () => {
  const { stream, asked } = kinesis(() => ({}));
  expect(await stream.listShards()).toEqual([
    { id: 's-0', parents: [] },
    { id: 's-1', parents: ['s-0', 's-x'] },
  ]);
  expect(asked).toEqual([`list ${arn}`, 'list t']);
});

it('reads on with the iterator it was given, and after the last record when that has expired', async () => {
  const { stream, asked } = kinesis((iterator) => {
    if (iterator === 'old') throw Object.assign(new Error('expired'), { name: 'ExpiredIteratorException' });
    return { Records: [record(5), record(6)], NextShardIterator: 'next', MillisBehindLatest: 0 };
  });
  const page = await stream.read('s-0', { from: 'TRIM_HORIZON' }, 10);
  expect(page).toEqual({
    records: [5, 6].map((n) => ({
      sequenceNumber: String(n),
      partitionKey: 'k',
      data: Buffer.from('x'),
      arrivedAt: arrived.getTime(),
    })),
    atTip: true,
    next: { after: '6', hint: 'next' },
  });
  await stream.read('s-0', { after: '6', hint: 'next' }, 10);
  await stream.read('s-0', { after: '6', hint: 'old' }, 10);
  await stream.read('s-0', { after: undefined }, 10);
  expect(asked).toEqual([
    'TRIM_HORIZON',
    'read new 1',
    'read next',
    'read old',
    'AFTER_SEQUENCE_NUMBER 6',
    'read new 5',
    'TRIM_HORIZON',
    'read new 7',
  ]);
});

it.each([
  ['a page that is full', { Records: [record(1)], NextShardIterator: 'n', MillisBehindLatest: 0 }, false, true],
  ['a page behind the tip', { Records: [], NextShardIterator: 'n', MillisBehindLatest: 60_000 }, false, true],
  ['a page at the tip', { Records: [], NextShardIterator: 'n', MillisBehindLatest: 0 }, true, true],
  ['the end of a closed shard', { Records: [], MillisBehindLatest: 0 }, true, false],
])('knows %s', async (_what, answer, atTip, goesOn) => {
  const start: Position = { from: 'LATEST' };
  const page = await kinesis(() => answer).stream.read('s-0', start, 1);
  expect(page.atTip).toBe(atTip);
  expect(page.next !== undefined).toBe(goesOn);
  if (page.next && answer.Records.length === 0) expect(page.next).toEqual({ from: 'LATEST', hint: 'n' });
});

it('takes a shard that is gone for ended, and no other fault', async () => {
  const failing = (name: string) =>
    kinesis(() => {
      throw Object.assign(new Error('no'), { name });
    }).stream.read('s-0', { from: 'LATEST' }, 1);
  expect(await failing('ResourceNotFoundException')).toEqual({ records: [], atTip: true });
  await expect(failing('ProvisionedThroughputExceededException')).rejects.toThrow('no');
});

it('calls a function with the event, and says what it answered', async () => {
  const called: unknown[] = [];
  const client = answering(new LambdaClient(nowhere), (_command, input) => {
    const { FunctionName, Payload } = input as InvokeCommandInput;
    called.push([FunctionName, String(Payload)]);
    return called.length === 1
      ? { Payload: Buffer.from('{"batchItemFailures":[]}'), ExecutedVersion: '3' }
      : { FunctionError: 'Unhandled' };
  });
  const invoke = lambdaInvoke(client);
  expect(await invoke('counter', '{"Records":[]}')).toEqual({
    payload: '{"batchItemFailures":[]}',
    executedVersion: '3',
  });
  expect(await invoke('counter', '{}')).toEqual({ payload: '', functionError: 'Unhandled' });
  expect(called[0]).toEqual(['counter', '{"Records":[]}']);
});

it('puts what failed under its key', async () => {
  const put: unknown[] = [];
  const client = answering(new S3Client(nowhere), (_command, input) => {
    const { Bucket, Key, Body } = input as PutObjectCommandInput;
    put.push([Bucket, Key, String(Body)]);
    return {};
  });
  await bucketDestination(client).put('failed', 'aws/lambda/x', '{}');
  expect(put).toEqual([['failed', 'aws/lambda/x', '{}']]);
});

it('acts after a while, unless told otherwise', async () => {
  const begin = systemClock.now();
  const acted = await new Promise((resolve) => {
    const cancel = systemClock.after(1, () => resolve('early'));
    systemClock.after(20, () => resolve('late'));
    cancel();
  });
  expect(acted).toBe('late');
  expect(systemClock.now() - begin).toBeGreaterThanOrEqual(19);
});
