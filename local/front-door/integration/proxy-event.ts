// A request to the event that a function gets of it: docs.aws.amazon.com/apigateway, "Lambda proxy integrations in API Gateway",
// input format 1.0.
import { grouped, type Pair } from '../http.ts';
import type { Call } from './integration.ts';

export function proxyEvent({ context, pathParameters, request, stageVariables }: Call) {
  const { requestOverride: _, responseOverride: __, ...requestContext } = context;
  const [, , ...path] = request.path.split('/');
  return {
    resource: String(context.resourcePath),
    path: `/${path.join('/')}`,
    httpMethod: request.method,
    headers: lastOf(request.headers),
    multiValueHeaders: severalOf(request.headers),
    queryStringParameters: orNull(lastOf(request.query)),
    multiValueQueryStringParameters: orNull(severalOf(request.query)),
    pathParameters: orNull(pathParameters),
    stageVariables: orNull(stageVariables),
    requestContext,
    body: request.body.length === 0 ? null : request.body.toString('utf8'),
    isBase64Encoded: false,
  };
}

const lastOf = (pairs: readonly Pair[]): Readonly<Record<string, string>> => Object.fromEntries(pairs);
const severalOf = (pairs: readonly Pair[]): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(grouped(pairs));
const orNull = <T extends object>(values: T): T | null => (Object.keys(values).length === 0 ? null : values);
