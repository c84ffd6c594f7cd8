// What failed, in memory: set-aside batches in a bucket, messages in a queue, and functions that take them again or fail still.
import { createHash } from 'node:crypto';
import { EventBridgeClient, type PutEventsCommandInput } from '@aws-sdk/client-eventbridge';
import { type InvokeCommandInput, LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { type RedriveOptions, type RedriveResult, redrive } from '../../../model/flyhigh/operations/redrive/redrive.ts';
import { batch, booking, noon, record } from '../../handlers/support/records.ts';
import { world } from '../../handlers/support/world.ts';
import { answering, nowhere } from '../../support/client-double.ts';

export const arn = (name: string) => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;
export const payload = JSON.stringify(batch(record(booking())));
export const notice = (key: string) =>
  JSON.stringify({ Records: [{ s3: { bucket: { name: 'failed' }, object: { key } } }] });
export const stillFails = { Payload: Buffer.from('{"batchItemFailures":[{"itemIdentifier":"1"}]}') };

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

export interface Failures {
  readonly objects: Map<string, Stored>;
  /** In the order in which they are received. */
  messages: Map<string, Waiting>;
  readonly invoked: InvokeCommandInput[];
  readonly announced: PutEventsCommandInput[];
  /** Functions that answer so; the others have nothing left. */
  answers: Readonly<Record<string, object>>;
  /** Told of every request to the queue, and of every call of a function, before it is answered. */
  onRequest: (command: string) => void;
  interrupted: AbortController;
  store(key: string, functionName: string, at?: number): void;
  send(id: string, body: string, attributes?: Record<string, string>, sentAt?: number): void;
  run(options?: RedriveOptions): Promise<RedriveResult>;
}

export function failures(): Failures {
  const f: Failures = {
    objects: new Map(),
    messages: new Map(),
    invoked: [],
    announced: [],
    answers: {},
    onRequest: () => {},
    interrupted: new AbortController(),
    store: (key, name, at = noon) => {
      const text = JSON.stringify({ requestContext: { functionArn: arn(name) }, payload });
      f.objects.set(key, { text, at, tags: [] });
    },
    send: (id, body, attributes = {}, sentAt = noon) =>
      void f.messages.set(id, { body, attributes, sentAt, hidden: false }),
    run: (options = {}) => run(f, options),
  };
  return f;
}

function respondS3({ objects }: Failures, command: string, input: unknown): object {
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

function respondSQS({ messages, onRequest }: Failures, command: string, input: unknown): object {
  const { ReceiptHandle = '', VisibilityTimeout } = input as { ReceiptHandle?: string; VisibilityTimeout?: number };
  onRequest(command);
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

function run(f: Failures, options: RedriveOptions): Promise<RedriveResult> {
  const w = world(noon);
  return redrive(
    {
      ...w.said,
      clock: w.clock,
      store: answering(new S3Client(nowhere), (command, input) => respondS3(f, command, input)),
      functions: answering(new LambdaClient(nowhere), (_command, input) => {
        const call = input as InvokeCommandInput;
        f.onRequest('Invoke');
        f.invoked.push(call);
        const answer = f.answers[(call.FunctionName ?? '').split(':').at(-1) ?? ''];
        return answer ?? { Payload: Buffer.from('{"batchItemFailures":[]}') };
      }),
      queue: answering(new SQSClient(nowhere), (command, input) => respondSQS(f, command, input)),
      queueUrl: 'https://sqs.us-east-1.amazonaws.com/000000000000/undelivered',
      bus: answering(new EventBridgeClient(nowhere), (_command, input) => {
        f.announced.push(input as PutEventsCommandInput);
        return { FailedEntryCount: 0, Entries: [] };
      }),
      busName: 'domain-events',
      bucket: 'failed',
      redriven: ['inventory', 'profiles'],
      recounted: ['analytics'],
      selfHealing: ['detector'],
      logGroups: new Map([['inventory', 'logs-of-inventory']]),
      signal: f.interrupted.signal,
      scheduled: ['reconciler'],
    },
    options,
  );
}
