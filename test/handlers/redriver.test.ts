import { type InvokeCommandInput, LambdaClient } from '@aws-sdk/client-lambda';
import type { SQSEvent } from 'aws-lambda';
import { beforeEach, describe, expect, it } from 'vitest';
import { createHandler } from '../../model/flyhigh/handlers/redriver/handler.ts';
import { answering, nowhere } from '../support/client-double.ts';
import { batch, booking, failures, noon, record } from './support/records.ts';
import { type World, world } from './support/world.ts';

const arn = (name: string) => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;
const key = 'aws/lambda/esm-1/shardId-000000000000/2026/12/01/12.00.00-a b';
const payload = JSON.stringify(batch(record(booking())));

let w: World;
let invoked: { readonly name: string | undefined; readonly payload: string }[];
let answer: { readonly FunctionError?: string; readonly Payload?: Uint8Array };
let handle: ReturnType<typeof createHandler>;
beforeEach(() => {
  w = world(noon);
  invoked = [];
  answer = { Payload: Buffer.from('{"batchItemFailures":[]}') };
  handle = createHandler({
    ...w.said,
    store: w.s3,
    functions: answering(new LambdaClient(nowhere), (_command, input) => {
      const { FunctionName, Payload } = input as InvokeCommandInput;
      invoked.push({ name: FunctionName, payload: String(Payload) });
      return answer;
    }),
    bucket: 'failed',
    redriven: ['inventory', 'profiles'],
  });
});

const failed = (functionArn: string, of: unknown = payload) =>
  JSON.stringify({
    requestContext: { requestId: 'r', functionArn, condition: 'RetryAttemptsExhausted', approximateInvokeCount: 11 },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    version: '1.0',
    KinesisBatchInfo: { shardId: 'shardId-000000000000', batchSize: 1 },
    payload: of,
  });

function notice(objectKey: string, bucket = 'failed'): string {
  const encoded = encodeURIComponent(objectKey).replaceAll('%20', '+').replaceAll('%2F', '/');
  return JSON.stringify({ Records: [{ s3: { bucket: { name: bucket }, object: { key: encoded } } }] });
}

function message(body: string, messageId = 'm-1'): SQSEvent['Records'][number] {
  return {
    messageId,
    receiptHandle: 'h',
    body,
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: '0',
      SenderId: 's',
      ApproximateFirstReceiveTimestamp: '0',
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:redrive',
    awsRegion: 'us-east-1',
  };
}

const redrive = (...bodies: readonly string[]) =>
  handle({ Records: bodies.map((body, n) => message(body, `m-${n + 1}`)) });

describe('a failed batch', () => {
  it.each([
    ['as it was', arn('inventory'), payload],
    ['under the alias it failed under', `${arn('profiles')}:live`, payload],
    ['when its record holds it as JSON', arn('inventory'), JSON.parse(payload)],
  ])('goes back to its own function %s', async (_what, functionArn, of) => {
    w.objects.set(key, failed(functionArn, of));
    expect(await redrive(notice(key))).toEqual(failures());
    expect(invoked).toEqual([{ name: functionArn, payload }]);
    expect(w.said.counts.get('BatchesRedriven')).toBe(1);
  });

  it('goes to no function that may not count it twice, and is said to have stayed', async () => {
    w.objects.set(key, failed(arn('analytics')));
    w.objects.set(`${key}2`, failed(arn('inventory2')));
    expect(await redrive(notice(key), notice(`${key}2`))).toEqual(failures());
    expect(invoked).toEqual([]);
    expect(w.said.counts.get('BatchesNotRedriven')).toBe(2);
  });

  it.each([
    ['some of it fails still', { Payload: Buffer.from('{"batchItemFailures":[{"itemIdentifier":"1"}]}') }],
    ['the function fails', { FunctionError: 'Unhandled', Payload: Buffer.from('{"errorMessage":"no"}') }],
  ])('is tried again when %s', async (_what, given) => {
    w.objects.set(key, failed(arn('inventory')));
    answer = given;
    expect(await redrive(notice(key))).toEqual(failures('m-1'));
    expect(w.said.counts.get('RedrivesFailed')).toBe(1);
    expect(w.said.counts.get('BatchesRedriven')).toBeUndefined();
  });

  it.each([['null'], ['']])('is done when the function answers %j', async (text) => {
    w.objects.set(key, failed(arn('inventory')));
    answer = { Payload: Buffer.from(text) };
    expect(await redrive(notice(key))).toEqual(failures());
  });

  it('is tried again when its object cannot be read', async () => {
    expect(await redrive(notice(key))).toEqual(failures('m-1'));
  });

  it.each([['{}'], ['{"requestContext":{}}'], [JSON.stringify({ requestContext: { functionArn: arn('inventory') } })]])(
    'is tried again, then parked, when its object is %s',
    async (text) => {
      w.objects.set(key, text);
      expect(await redrive(notice(key))).toEqual(failures('m-1'));
      expect(invoked).toEqual([]);
    },
  );
});

it('reports only the messages that failed', async () => {
  w.objects.set(key, failed(arn('inventory')));
  const { batchItemFailures } = await redrive(notice(key), notice('aws/lambda/gone'), 'not JSON');
  expect(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier).sort()).toEqual(['m-2', 'm-3']);
  expect(invoked).toHaveLength(1);
});

it.each([
  ['what the updater rejected', notice('rejected/sales/1.json')],
  ['another bucket', notice(key, 'other')],
  ["S3's own test", '{"Service":"Amazon S3","Event":"s3:TestEvent"}'],
])('leaves %s alone', async (_what, body) => {
  w.objects.set(key, failed(arn('inventory')));
  w.objects.set('rejected/sales/1.json', failed(arn('inventory')));
  expect(await redrive(body)).toEqual(failures());
  expect(invoked).toEqual([]);
});
