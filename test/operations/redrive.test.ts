import { createHash } from 'node:crypto';
import { EventBridgeClient, type PutEventsCommandInput } from '@aws-sdk/client-eventbridge';
import { type InvokeCommandInput, LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { beforeEach, describe, expect, it } from 'vitest';
import { type RedriveOptions, redrive } from '../../model/flyhigh/operations/redrive/redrive.ts';
import { batch, booking, noon, record } from '../handlers/support/records.ts';
import { world } from '../handlers/support/world.ts';
import { answering, nowhere } from '../support/client-double.ts';

const arn = (name: string) => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;
const payload = JSON.stringify(batch(record(booking())));
const invocation = (name: string) => JSON.stringify({ requestContext: { functionArn: arn(name) }, payload });
const notice = (key: string) => JSON.stringify({ Records: [{ s3: { bucket: { name: 'failed' }, object: { key } } }] });

interface Stored {
  readonly text: string;
  readonly at: number;
  tags: readonly { readonly Key: string; readonly Value: string }[];
}

interface Waiting {
  readonly body: string;
  readonly attributes: Record<string, string>;
  readonly sentAt: number;
  hidden: boolean;
}

let objects: Map<string, Stored>;
let messages: Map<string, Waiting>;
let invoked: InvokeCommandInput[];
let announced: PutEventsCommandInput[];
/** Functions that answer so; the others have nothing left. */
let answers: Record<string, object>;
beforeEach(() => {
  objects = new Map();
  messages = new Map();
  invoked = [];
  announced = [];
  answers = {};
});

const store = (key: string, name: string, at = noon) => objects.set(key, { text: invocation(name), at, tags: [] });
const send = (id: string, body: string, attributes: Record<string, string> = {}, sentAt = noon) =>
  messages.set(id, { body, attributes, sentAt, hidden: false });

function respondS3(command: string, input: unknown): object {
  const {
    Prefix = '',
    Key = '',
    ContinuationToken,
    Tagging,
  } = input as Record<string, string> & {
    readonly Tagging?: { readonly TagSet: Stored['tags'] };
  };
  if (command === 'ListObjectsV2') {
    // One a page: whoever forgets to turn it is found out.
    const keys = [...objects.keys()].filter((key) => key.startsWith(Prefix)).sort();
    const at = Number(ContinuationToken ?? 0);
    const page = keys.slice(at, at + 1);
    const Contents = page.map((key) => ({ Key: key, LastModified: new Date(objects.get(key)?.at ?? 0) }));
    return { Contents, ...(at + 1 < keys.length ? { NextContinuationToken: String(at + 1), IsTruncated: true } : {}) };
  }
  const object = objects.get(Key);
  if (!object) throw new Error(`no object ${Key}`);
  if (command === 'GetObject') return { Body: { transformToString: async () => object.text } };
  if (command === 'GetObjectTagging') return { TagSet: object.tags };
  if (command !== 'PutObjectTagging') throw new Error(`${command} is not expected`);
  object.tags = Tagging?.TagSet ?? [];
  return {};
}

function respondSQS(command: string, input: unknown): object {
  const { ReceiptHandle = '', VisibilityTimeout } = input as { ReceiptHandle?: string; VisibilityTimeout?: number };
  if (command === 'DeleteMessage') messages.delete(ReceiptHandle);
  else if (command === 'ChangeMessageVisibility') {
    const message = messages.get(ReceiptHandle);
    if (message) message.hidden = VisibilityTimeout !== 0;
  } else if (command === 'ReceiveMessage') {
    const some = [...messages].filter(([, { hidden }]) => !hidden).slice(0, 2);
    for (const [, message] of some) message.hidden = true;
    return {
      Messages: some.map(([id, { body, attributes, sentAt }]) => ({
        MessageId: id,
        ReceiptHandle: id,
        Body: body,
        MD5OfBody: createHash('md5').update(body).digest('hex'),
        Attributes: { SentTimestamp: String(sentAt) },
        MessageAttributes: Object.fromEntries(
          Object.entries(attributes).map(([name, value]) => [name, { DataType: 'String', StringValue: value }]),
        ),
      })),
    };
  }
  return {};
}

function run(options: RedriveOptions = {}) {
  const w = world(noon);
  return redrive(
    {
      ...w.said,
      clock: w.clock,
      store: answering(new S3Client(nowhere), respondS3),
      functions: answering(new LambdaClient(nowhere), (_command, input) => {
        const call = input as InvokeCommandInput;
        invoked.push(call);
        const answer = answers[(call.FunctionName ?? '').split(':').at(-1) ?? ''];
        return answer ?? { Payload: Buffer.from('{"batchItemFailures":[]}') };
      }),
      queue: answering(new SQSClient(nowhere), respondSQS),
      queueUrl: 'https://sqs.us-east-1.amazonaws.com/000000000000/undelivered',
      bus: answering(new EventBridgeClient(nowhere), (_command, input) => {
        announced.push(input as PutEventsCommandInput);
        return { FailedEntryCount: 0, Entries: [] };
      }),
      busName: 'domain-events',
      bucket: 'failed',
      redriven: ['inventory', 'profiles'],
      scheduled: ['reconciler'],
    },
    options,
  );
}

const stillFails = { Payload: Buffer.from('{"batchItemFailures":[{"itemIdentifier":"1"}]}') };

describe('batches', () => {
  it('go back to their own functions, are marked, and do not go back again', async () => {
    store('aws/lambda/a', 'inventory');
    store('aws/lambda/b', 'profiles');
    const tagged = objects.get('aws/lambda/b');
    if (tagged) tagged.tags = [{ Key: 'case', Value: '7' }];
    expect((await run()).batches).toEqual([
      { key: 'aws/lambda/a', did: 'redriven' },
      { key: 'aws/lambda/b', did: 'redriven' },
    ]);
    expect(invoked.map(({ FunctionName, Payload }) => [FunctionName, String(Payload)]).sort()).toEqual([
      [arn('inventory'), payload],
      [arn('profiles'), payload],
    ]);
    expect(objects.get('aws/lambda/b')?.tags).toEqual([
      { Key: 'case', Value: '7' },
      { Key: 'redriven', Value: '2026-12-01T12:00:00.000Z' },
    ]);
    expect((await run()).batches.map(({ did }) => did)).toEqual(['earlier', 'earlier']);
    expect(invoked).toHaveLength(2);
    expect((await run({ again: true })).batches.map(({ did }) => did)).toEqual(['redriven', 'redriven']);
    expect(objects.get('aws/lambda/b')?.tags).toHaveLength(2);
  });

  it('that fail still stay unmarked and are named; the others go on', async () => {
    store('aws/lambda/a', 'inventory');
    store('aws/lambda/b', 'profiles');
    objects.set('aws/lambda/c', { text: 'not JSON', at: noon, tags: [] });
    answers = { inventory: stillFails };
    const result = await run();
    expect(result.batches).toEqual([
      { key: 'aws/lambda/a', did: 'failed', why: '1 records of aws/lambda/a fail still' },
      { key: 'aws/lambda/b', did: 'redriven' },
      { key: 'aws/lambda/c', did: 'failed', why: expect.stringContaining('JSON') },
    ]);
    answers = {};
    expect((await run()).batches.map(({ did }) => did)).toEqual(['redriven', 'earlier', 'failed']);
  });

  it('of figures are not handed back but named, for a recount', async () => {
    store('aws/lambda/a', 'analytics');
    expect((await run()).batches).toEqual([{ key: 'aws/lambda/a', did: 'recount' }]);
    expect(invoked).toEqual([]);
    expect(objects.get('aws/lambda/a')?.tags).toEqual([]);
  });

  it.each([
    ['since a moment', { since: noon }, ['aws/lambda/new/1']],
    ['below a prefix', { prefix: 'aws/lambda/old/' }, ['aws/lambda/old/1']],
    ['of both', {}, ['aws/lambda/new/1', 'aws/lambda/old/1']],
  ])('%s alone are looked at, and nothing that was rejected', async (_what, options, keys) => {
    store('aws/lambda/old/1', 'inventory', noon - 1);
    store('aws/lambda/new/1', 'inventory');
    store('rejected/1', 'inventory');
    expect((await run(options)).batches.map(({ key }) => key)).toEqual(keys);
  });
});

describe('undelivered messages', () => {
  it('about batches leave the queue when the batch went back, now or earlier', async () => {
    store('aws/lambda/a', 'inventory');
    store('aws/lambda/b', 'profiles');
    answers = { profiles: stillFails };
    send('m-1', notice('aws/lambda/a'));
    send('m-2', notice('aws/lambda/b'));
    send('m-3', notice('aws/lambda/a'));
    const result = await run();
    expect(result.messages).toEqual([
      { messageId: 'm-1', what: 'notice of aws/lambda/a', did: 'redriven' },
      { messageId: 'm-2', what: 'notice of aws/lambda/b', did: 'failed', why: '1 records of aws/lambda/b fail still' },
      { messageId: 'm-3', what: 'notice of aws/lambda/a', did: 'redriven' },
    ]);
    // Each batch once, whoever tells of it.
    expect(invoked).toHaveLength(2);
    expect([...messages]).toEqual([['m-2', expect.objectContaining({ hidden: false })]]);
  });

  it('of domain events go to the bus again', async () => {
    const detail = { id: 'JFK-LHR#1', eventType: 'HighDemand' };
    const event = { source: 'flyhigh.demandDetector', 'detail-type': 'HighDemand', detail };
    const attributes = {
      RULE_ARN: 'arn:aws:events:us-east-1:0:rule/domain-events/alerts',
      TARGET_ARN: 'arn:aws:sns:x',
    };
    send('m-1', JSON.stringify(event), attributes);
    send('m-2', 'not JSON', attributes);
    expect((await run()).messages.map(({ did }) => did)).toEqual(['redriven', 'failed']);
    expect(announced.flatMap(({ Entries }) => Entries)).toEqual([
      {
        EventBusName: 'domain-events',
        Source: 'flyhigh.demandDetector',
        DetailType: 'HighDemand',
        Detail: JSON.stringify(detail),
      },
    ]);
    expect([...messages.keys()]).toEqual(['m-2']);
  });

  it('of the schedule start its function, without waiting for it; no other function', async () => {
    const attributes = { SCHEDULE_ARN: 'arn:aws:scheduler:us-east-1:0:schedule/default/nightly' };
    send('m-1', '{}', { ...attributes, TARGET_ARN: arn('reconciler') });
    send('m-2', '{}', { ...attributes, TARGET_ARN: arn('stranger') });
    expect((await run()).messages.map(({ did }) => did)).toEqual(['redriven', 'failed']);
    expect(invoked).toEqual([{ FunctionName: 'reconciler', InvocationType: 'Event', Payload: '{}' }]);
  });

  it.each([['{}'], ['not JSON'], [JSON.stringify({ Event: 's3:TestEvent' })]])(
    'of unknown origin stay: %s',
    async (body) => {
      send('m-1', body);
      expect((await run()).messages).toEqual([
        expect.objectContaining({ did: 'failed', why: 'nothing is known to do' }),
      ]);
      expect(messages.get('m-1')?.hidden).toBe(false);
    },
  );

  it('sent before the moment asked for stay, and none is looked at when a prefix is given', async () => {
    store('aws/lambda/a', 'inventory');
    send('m-1', notice('aws/lambda/a'), {}, noon - 1);
    expect((await run({ since: noon })).messages).toEqual([]);
    expect(messages.get('m-1')?.hidden).toBe(false);
    expect((await run({ prefix: 'aws/lambda/' })).messages).toEqual([]);
    expect(messages.size).toBe(1);
  });
});

it('only says what it would do', async () => {
  store('aws/lambda/a', 'inventory');
  store('aws/lambda/b', 'analytics');
  send('m-1', notice('aws/lambda/a'));
  const result = await run({ write: false });
  expect([...result.batches, ...result.messages].map(({ did }) => did)).toEqual(['would', 'recount', 'would']);
  expect(invoked).toEqual([]);
  expect(objects.get('aws/lambda/a')?.tags).toEqual([]);
  expect(messages.get('m-1')?.hidden).toBe(false);
});
