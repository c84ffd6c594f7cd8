// What a function's process writes, which is what its log group keeps: log lines, metrics, and what Lambda adds of an error.

import { vi } from 'vitest';
import { type LambdaHandler, lambda, type Work } from '../../../model/flyhigh/handlers/common/lambda.ts';
import type { Report } from '../../../model/flyhigh/handlers/common/report.ts';

/** Everything written while the work goes on, as text. */
export async function written(work: () => Promise<unknown>): Promise<string> {
  const chunks: string[] = [];
  const keep = (chunk: unknown) => {
    chunks.push(String(chunk));
    return true;
  };
  const spies = [process.stdout, process.stderr].map((stream) => vi.spyOn(stream, 'write').mockImplementation(keep));
  try {
    await work().catch((error: unknown) => {
      // Lambda's runtime writes an error that a handler throws to the same log.
      chunks.push(error instanceof Error ? `${error.name} ${error.message} ${error.stack}` : String(error));
    });
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  return chunks.join('');
}

/** The handler as Lambda calls it, with Powertools' own logger and metrics, around services that a test makes up. */
export function deployed<Event, Result>(
  service: string,
  build: (report: Report) => Work<Event, Result>,
): (event: Event) => Promise<Result> {
  const handler: LambdaHandler<Event, Result> = lambda(service, build);
  return (event) => handler(event, context);
}

const context = {
  callbackWaitsForEmptyEventLoop: false,
  functionName: 'function',
  functionVersion: '1',
  invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:function',
  memoryLimitInMB: '512',
  awsRequestId: 'lambda-request',
  logGroupName: 'group',
  logStreamName: 'stream',
  getRemainingTimeInMillis: () => 30_000,
  done: () => {},
  fail: () => {},
  succeed: () => {},
};
