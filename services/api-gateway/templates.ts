// A route to the mapping templates (VTL) between HTTP and Kinesis. Whatever a body holds is data here: it is never parsed as a template.
import { type Route, tokenKey } from './settings.ts';

const sub = '$context.authorizer.claims.sub';
const principals: Readonly<Record<Route['by'], string>> = {
  iam: '$context.identity.userArn',
  token: sub,
  key: 'guest',
};

/** Not $context.requestId, which is whatever a caller's X-Amzn-RequestId header says. */
const requestId = '$context.extendedRequestId';

/** Names that `subject` must not take. */
export const metaFields = ['receivedAt', 'requestId', 'source', 'principal'];

/**
 * Body to a PutRecord whose data is {"meta", "event"}: meta is what the API knows, so that nobody can claim to be someone else;
 * event is the body as sent. `streamName` may be a token. VTL has no escape for a quote inside a quoted string, hence ${q}.
 */
export function putRecordTemplate(route: Route, streamName: string, keyField: string): string {
  const meta = [
    ['receivedAt', '$context.requestTimeEpoch'],
    ['requestId', quoted(requestId)],
    ['source', quoted(route.name)],
    ['principal', quoted(principals[route.by])],
    ...(route.subject === undefined ? [] : [[route.subject, quoted(sub)]]),
  ].map(([name, value]) => `${quoted(name ?? '')}:${value}`);
  const key = route.key === tokenKey ? sub : `$input.path('$.${keyField}')`;
  return [
    `#set($q = '"')`,
    `#set($event = $input.json('$'))`,
    `#set($record = "{${quoted('meta')}:{${meta.join(',')}},${quoted('event')}:$event}")`,
    `{"StreamName":"${streamName}","PartitionKey":"${key}","Data":"$util.base64Encode($record)"}`,
  ].join('\n');
}

const quoted = (text: string): string => `\${q}${text}\${q}`;

export const acceptedTemplate = `{"requestId":"${requestId}"}`;

/** Kinesis throttles with a 400, as it does for our own mistakes; only the former is worth the sender's repeating at once. */
export const refusedTemplate = [
  `#set($type = $input.path('$.__type'))`,
  `#if($type.endsWith('ProvisionedThroughputExceededException'))`,
  '#set($context.responseOverride.status = 429)',
  `{"message":"Too many requests; send it again a little later.","requestId":"${requestId}"}`,
  '#else',
  `{"message":"It could not be stored.","requestId":"${requestId}"}`,
  '#end',
].join('\n');

export const unavailableTemplate = `{"message":"It could not be stored; send it again a little later.","requestId":"${requestId}"}`;

/** Gateway responses know plain variables only. The reason names fields and what is wrong with them. */
export const badBodyTemplate = `{"message":"The body does not fit its schema.","reason":"$context.error.validationErrorString","requestId":"${requestId}"}`;
