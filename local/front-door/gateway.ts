// The definition of an API to the function that answers its requests, and writes a line of access log for each.
import type { FunctionFailure } from '../failures.ts';
import { accessLine } from './access-log.ts';
import { type AdmissionPorts, admissionOf } from './admit.ts';
import type { Backend } from './backend.ts';
import { contextOf } from './context.ts';
import type { ApiDefinition, RouteDefinition } from './definition.ts';
import { refused } from './gateway-response.ts';
import { type GatewayAnswer, type GatewayRequest, withHeaders } from './http.ts';
import { functionIntegration } from './integration/function.ts';
import { type Call, type Integrate, type Integrated, isRefusal } from './integration/integration.ts';
import { mockIntegration } from './integration/mock.ts';
import { serviceIntegration } from './integration/service.ts';

export interface GatewayPorts extends AdmissionPorts {
  readonly backend: Backend;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** The gateway's own id of a request: the extended one, which no caller can choose. */
  readonly requestId: () => string;
  readonly log: (line: string) => void;
  /** Told of every call that a function failed at. */
  readonly failed: (failure: FunctionFailure) => void;
  /** Told what went wrong in a template or in the gateway itself; the caller gets a 500. */
  readonly problem: (error: unknown) => void;
}

export interface Answered {
  readonly answer: GatewayAnswer;
  /** Such as "GET /orders/{id}"; undefined where no route takes the request. */
  readonly route?: string;
}

export type Gateway = (request: GatewayRequest) => Promise<Answered>;

interface Route extends RouteDefinition {
  readonly integrate: Integrate;
}

/** @throws where the API uses what the front door does not do */
export function gatewayOf(api: ApiDefinition, ports: GatewayPorts): Gateway {
  const routes = api.routes.map((route): Route => ({ ...route, integrate: integrateOf(route, ports) }));
  const admit = admissionOf(api, routes, ports);
  return async (request) => {
    const nowMs = ports.now();
    const { apiKey, identity, match, mediaType, refusal, stage } = await admit(request, nowMs);
    const extendedRequestId = ports.requestId();
    const route = match?.route;
    const pathParameters = match?.parameters ?? {};
    const context = contextOf(request, {
      api,
      apiKey,
      identity,
      nowMs,
      extendedRequestId,
      route,
      stage: stage?.name ?? '',
    });
    const call: Call = {
      context,
      mediaType,
      pathParameters,
      request,
      stageVariables: stage?.variables ?? {},
      parameters: {
        path: pathParameters,
        querystring: Object.fromEntries(request.query),
        header: Object.fromEntries(request.headers),
      },
    };
    const startedMs = ports.now();
    const { integrationStatus, outcome }: Integrated =
      refusal !== undefined || route === undefined
        ? { outcome: refusal ?? { type: 'MISSING_AUTHENTICATION_TOKEN' } }
        : await integrated(route.integrate, call, ports);
    const endedMs = ports.now();
    const answer = isRefusal(outcome) ? refused(outcome, api.gatewayResponses, call) : outcome;
    if (stage?.accessLogFormat !== undefined)
      ports.log(
        accessLine(stage.accessLogFormat, {
          ...context,
          status: answer.status,
          responseLength: Buffer.byteLength(answer.body),
          responseLatency: endedMs - nowMs,
          ...(integrationStatus === undefined ? {} : { integrationStatus, integrationLatency: endedMs - startedMs }),
          ...(isRefusal(outcome) ? { error: { responseType: outcome.type, message: outcome.message } } : {}),
        }),
      );
    return {
      answer: {
        ...answer,
        headers: withHeaders(answer.headers, [
          ['x-amzn-RequestId', context.requestId],
          ['x-amz-apigw-id', extendedRequestId],
        ]),
      },
      ...(route === undefined ? {} : { route: `${request.method} ${route.path}` }),
    };
  };
}

async function integrated(integrate: Integrate, call: Call, { problem }: GatewayPorts): Promise<Integrated> {
  try {
    return await integrate(call);
  } catch (error) {
    problem(error);
    return { outcome: { type: 'API_CONFIGURATION_ERROR' } };
  }
}

function integrateOf(
  { integration }: RouteDefinition,
  { backend, failed }: Pick<GatewayPorts, 'backend' | 'failed'>,
): Integrate {
  if (integration.kind === 'mock') return mockIntegration(integration);
  return integration.kind === 'service'
    ? serviceIntegration(integration, backend)
    : functionIntegration(integration, backend, failed);
}
