// The document client that every handler sends its requests by.

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { secondMs } from './clock.ts';
import type { Instruments } from './lambda.ts';

/**
 * What has no answer by then is sent again by the SDK, as often as it repeats any request. Without it, a connection that
 * died while the function was frozen would hold up a batch until Lambda cuts it off. A judgement: a request takes some ten
 * milliseconds, and the SDK's tries must fit into the time of a batch.
 *
 * @param requestTimeout milliseconds.
 */
export function documentClient({ traced }: Pick<Instruments, 'traced'>, requestTimeout = 3 * secondMs) {
  const requestHandler = { connectionTimeout: secondMs, requestTimeout, throwOnRequestTimeout: true };
  return DynamoDBDocumentClient.from(traced(new DynamoDBClient({ requestHandler })));
}
