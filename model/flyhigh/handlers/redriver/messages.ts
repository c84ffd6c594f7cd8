// An S3 notification to the keys it names, and a failed batch's object to the batch and the function it failed in. Pure.

import { isItem, textIn } from '../common/attributes.ts';

/** Where Lambda writes the batches that a function failed to process. */
export const failedPrefix = 'aws/lambda/';

export interface FailedBatch {
  readonly functionArn: string;
  /** The function's input, as JSON text. */
  readonly payload: string;
}

/** Keys under the prefix Lambda writes failed batches to. S3's own test message names none. */
export function objectKeys(body: string, bucket: string): readonly string[] {
  const notice = parsed(body, 'the message');
  const records = isItem(notice) && Array.isArray(notice.Records) ? notice.Records : [];
  return records.flatMap((record: unknown) => {
    const s3 = isItem(record) ? record.s3 : undefined;
    if (!isItem(s3) || !isItem(s3.bucket) || !isItem(s3.object) || s3.bucket.name !== bucket) return [];
    // Keys come as in a form: encoded, with + for a space.
    const key = decodeURIComponent(textIn(s3.object, 'key').replaceAll('+', ' '));
    return key.startsWith(failedPrefix) ? [key] : [];
  });
}

/** Throws on what Lambda never writes. */
export function failedBatch(text: string | undefined): FailedBatch {
  const object = parsed(text ?? '', 'the invocation record');
  if (!isItem(object) || !isItem(object.requestContext)) throw new TypeError('not an invocation record');
  // The batch stands in the record as a text of its own: AWS Lambda Developer Guide, "Retain discarded batch records for
  // a Kinesis Data Streams event source in Lambda".
  const payload = typeof object.payload === 'string' ? object.payload : JSON.stringify(object.payload);
  if (payload === undefined) throw new TypeError('the invocation record holds no batch');
  return { functionArn: textIn(object.requestContext, 'functionArn'), payload };
}

/** arn:aws:lambda:REGION:ACCOUNT:function:NAME, with a version or an alias behind it or without. */
export function functionName(arn: string): string {
  return arn.split(':')[6] ?? '';
}

/** Throws where it is none, and quotes nothing of it, as the parser's own message would. */
export function parsed(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new TypeError(`${what} is not JSON`);
  }
}
