// A Lambda proxy integration: the request to the function's event, and what the function returns to the answer.
// Statuses of errors: docs.aws.amazon.com/lambda, "Handling Lambda errors with an API Gateway API".

import type { FunctionFailure } from '../../failures.ts';
import { isObject, type Json, parsed } from '../../json.ts';
import type { Backend } from '../backend.ts';
import type { FunctionIntegration } from '../definition.ts';
import { type GatewayAnswer, headerOf, isFinal, type Pair, withHeaders } from '../http.ts';
import type { Integrate } from './integration.ts';
import { proxyEvent } from './proxy-event.ts';

export function functionIntegration(
  { functionName, timeoutMs }: FunctionIntegration,
  backend: Backend,
  failed: (failure: FunctionFailure) => void,
): Integrate {
  const path = `/2015-03-31/functions/${encodeURIComponent(functionName)}/invocations`;
  return async (call) => {
    const answered = await backend.call({
      service: 'lambda',
      path,
      query: {},
      headers: [
        ['Content-Type', 'application/json'],
        ['X-Amz-Invocation-Type', 'RequestResponse'],
      ],
      body: JSON.stringify(proxyEvent(call)),
      timeoutMs,
    });
    if (answered === 'timeout') return { outcome: { type: 'INTEGRATION_TIMEOUT' } };
    if (answered === 'unreachable') return { outcome: { type: 'INTEGRATION_FAILURE' } };
    const integrationStatus = answered.status;
    // Lambda did not take the call at all; else the function ran, and failed or returned something else.
    if (integrationStatus >= 300) return { outcome: { type: 'API_CONFIGURATION_ERROR' }, integrationStatus };
    const fails = headerOf(answered, 'X-Amz-Function-Error') !== undefined;
    if (fails) failed({ functionName, payload: answered.body });
    const returned = fails ? undefined : parsed(answered.body)?.value;
    const answer = isObject(returned) ? answerIn(returned) : undefined;
    return {
      outcome: answer ?? { type: 'API_CONFIGURATION_ERROR', status: 502 },
      integrationStatus,
    };
  };
}

/** Undefined where the function returned something that is no answer. */
function answerIn({ body, headers, multiValueHeaders, statusCode }: Json): GatewayAnswer | undefined {
  const status = Number(statusCode);
  const single = pairsIn(headers);
  const several = pairsIn(multiValueHeaders);
  const text = body ?? '';
  if (!isFinal(status) || typeof text !== 'string') return undefined;
  if (single === undefined || several === undefined) return undefined;
  return { status, headers: withHeaders([['Content-Type', 'application/json']], [...single, ...several]), body: text };
}

/** Undefined where headers are no object of plain values. */
function pairsIn(headers: unknown): readonly Pair[] | undefined {
  if (headers === undefined || headers === null) return [];
  if (!isObject(headers)) return undefined;
  const pairs = Object.entries(headers).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((each) => [name, each] as const),
  );
  return pairs.some(([, value]) => typeof value === 'object')
    ? undefined
    : pairs.map(([name, value]) => [name, String(value)]);
}
