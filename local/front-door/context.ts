// A request to what templates, logs and functions know of it as $context. Nothing in it comes from the request's body.
import type { Identity } from './authorise/authorise.ts';
import type { ApiDefinition, RouteDefinition } from './definition.ts';
import { type GatewayRequest, headerOf } from './http.ts';

/** What a mapping template may change of the answer or of the request to the integration. */
export interface Overrides {
  status?: unknown;
  readonly header: Record<string, unknown>;
  readonly querystring: Record<string, unknown>;
  readonly path: Record<string, unknown>;
}

export interface RequestContext extends Readonly<Record<string, unknown>> {
  readonly requestId: string;
  readonly requestTimeEpoch: number;
  readonly requestOverride: Overrides;
  readonly responseOverride: Overrides;
}

export interface Known {
  readonly api: ApiDefinition;
  readonly stage: string;
  readonly route: Pick<RouteDefinition, 'path' | 'resourceId'> | undefined;
  readonly identity: Identity;
  readonly apiKey: { readonly id: string; readonly value: string } | undefined;
  readonly extendedRequestId: string;
  readonly nowMs: number;
}

export function contextOf(request: GatewayRequest, known: Known): RequestContext {
  const { api, stage, route, identity, apiKey, extendedRequestId, nowMs } = known;
  const domainName = headerOf(request, 'Host') ?? '';
  return {
    accountId: api.account,
    apiId: api.id,
    domainName,
    domainPrefix: domainName.split('.')[0] ?? '',
    extendedRequestId,
    httpMethod: request.method,
    identity: {
      accessKey: identity.accessKey ?? null,
      accountId: identity.accountId ?? null,
      apiKey: apiKey?.value ?? null,
      apiKeyId: apiKey?.id ?? null,
      caller: identity.accessKey ?? null,
      cognitoAuthenticationProvider: null,
      cognitoAuthenticationType: null,
      cognitoIdentityId: null,
      cognitoIdentityPoolId: null,
      principalOrgId: null,
      sourceIp: request.sourceIp,
      user: identity.accessKey ?? null,
      userAgent: headerOf(request, 'User-Agent') ?? null,
      userArn: identity.userArn ?? null,
    },
    path: request.path,
    protocol: 'HTTP/1.1',
    requestId: callersId(request) ?? extendedRequestId,
    requestTime: clf(nowMs),
    requestTimeEpoch: nowMs,
    stage,
    ...(route === undefined ? {} : { resourceId: route.resourceId, resourcePath: route.path }),
    ...(identity.claims === undefined ? {} : { authorizer: { claims: identity.claims } }),
    requestOverride: noOverrides(),
    responseOverride: noOverrides(),
  };
}

/** AWS: a caller can override it by this header, but not the extended one. */
function callersId(request: GatewayRequest): string | undefined {
  const id = headerOf(request, 'X-Amzn-RequestId');
  return id !== undefined && /^[\w!#$%&'*+.^|~\x60-]{1,128}$/.test(id) ? id : undefined;
}

const noOverrides = (): Overrides => ({ header: {}, querystring: {}, path: {} });

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Common log format: "22/Nov/2026:10:00:00 +0000". */
function clf(ms: number): string {
  const [date = '', time = ''] = new Date(ms).toISOString().split('T');
  const [year, month, day] = date.split('-');
  return `${day}/${months[Number(month) - 1]}/${year}:${time.slice(0, 8)} +0000`;
}
