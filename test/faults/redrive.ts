// What was set aside to the real redriver, as the queue would hand it on: after a while, four times at most, then parked.

import type { InvokeCommandInput } from '@aws-sdk/client-lambda';
import type { GetObjectCommandInput } from '@aws-sdk/client-s3';
import type { SQSEvent } from 'aws-lambda';
import type { Answer } from '../../local/poller/ports.ts';
import { createHandler } from '../../model/flyhigh/handlers/redriver/handler.ts';

export interface Redrive {
  /** Whether the message is done. */
  redrive(key: string): Promise<boolean>;
}

const bucket = 'failed';
const said = { logger: { info: () => {}, warn: () => {}, error: () => {} }, metrics: { addMetric: () => {} } };

/** @param call the function of that name. @param redriven names of functions that may be handed a batch again. */
export function redriver(
  objects: ReadonlyMap<string, string>,
  call: (functionName: string, payload: string) => Promise<Answer>,
  redriven: readonly string[],
): Redrive {
  const getObject = async ({ input }: { readonly input: GetObjectCommandInput }) => {
    const text = objects.get(input.Key ?? '');
    if (text === undefined) throw new Error(`no object ${input.Key}`);
    return { Body: { transformToString: async () => text } };
  };
  const invoke = async ({ input }: { readonly input: InvokeCommandInput }) => {
    const { payload, functionError } = await call(input.FunctionName?.split(':')[6] ?? '', String(input.Payload));
    return {
      Payload: Buffer.from(payload),
      ...(functionError === undefined ? {} : { FunctionError: functionError }),
    };
  };
  const handle = createHandler({
    ...said,
    store: { send: getObject as never },
    functions: { send: invoke as never },
    bucket,
    redriven,
  });
  return {
    redrive: async (key) => (await handle(message(key))).batchItemFailures.length === 0,
  };
}

function message(key: string): SQSEvent {
  const body = JSON.stringify({
    Records: [{ s3: { bucket: { name: bucket }, object: { key: encodeURIComponent(key) } } }],
  });
  const attributes = {
    ApproximateReceiveCount: '1',
    SentTimestamp: '0',
    SenderId: 's',
    ApproximateFirstReceiveTimestamp: '0',
  };
  return {
    Records: [
      {
        ...{ messageId: key, receiptHandle: 'h', body, attributes, messageAttributes: {}, md5OfBody: '' },
        ...{
          eventSource: 'aws:sqs',
          eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:redrive',
          awsRegion: 'us-east-1',
        },
      },
    ],
  };
}
