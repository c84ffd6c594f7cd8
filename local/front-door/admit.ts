// A request to the route that it goes to and who calls it, or to why it goes no further. The order of the looks is API
// Gateway's: the stage's throttle of a method before authorisation (repost.aws, "Client API throttling in API Gateway"), and
// this before the API key, which an authoriser may give; where parameters and body come is not documented.
import type { Authorise, Identity } from './authorise/authorise.ts';
import type { ApiDefinition, RouteDefinition, StageDefinition } from './definition.ts';
import type { Refusal } from './gateway-response.ts';
import { type GatewayRequest, headerOf, mediaTypeOf } from './http.ts';
import { type Match, matcherOf } from './routes.ts';
import { throttleOf } from './throttle.ts';
import { type Validate, validatorOf } from './validate.ts';

/** API Gateway's quota. */
export const longestBodyBytes = 10 * 1024 * 1024;

export interface AdmissionPorts {
  readonly authorise: Authorise;
  /** Value of an API key to its id. */
  readonly keys: ReadonlyMap<string, string>;
  readonly throttles: boolean;
}

export interface Admission<R> {
  readonly stage?: StageDefinition;
  readonly match?: Match<R>;
  readonly mediaType: string;
  readonly identity: Identity;
  readonly apiKey?: { readonly id: string; readonly value: string };
  readonly refusal?: Refusal;
}

export type Admit<R> = (request: GatewayRequest, nowMs: number) => Promise<Admission<R>>;

export function admissionOf<R extends RouteDefinition>(
  api: ApiDefinition,
  routes: readonly R[],
  { authorise, keys, throttles }: AdmissionPorts,
): Admit<R> {
  const matching = matcherOf(routes);
  const validators = new Map<R, Validate>(routes.map((route) => [route, validatorOf(route)]));
  const throttlesOf = new Map([...api.stages].map(([name, stage]) => [name, throttleOf(stage.throttles)]));

  const identityOf = async (
    request: GatewayRequest,
    stage: StageDefinition,
    { authorisation }: RouteDefinition,
    nowMs: number,
  ): Promise<Identity | { readonly refusal: Refusal }> => {
    if (authorisation.by === 'nothing') return {};
    const { path } = splitPath(request.path);
    const methodArn = `arn:aws:execute-api:${api.region}:${api.account}:${api.id}/${stage.name}/${request.method}${path}`;
    return authorise({ request, authorisation, methodArn, nowMs });
  };

  return async (request, nowMs) => {
    const mediaType = mediaTypeOf(headerOf(request, 'Content-Type'));
    const { path, stage: stageName } = splitPath(request.path);
    const stage = api.stages.get(stageName);
    if (stage === undefined)
      return {
        mediaType,
        identity: {},
        refusal: { type: 'MISSING_AUTHENTICATION_TOKEN', message: 'Forbidden' },
      };
    if (request.body.length > longestBodyBytes)
      return { stage, mediaType, identity: {}, refusal: { type: 'REQUEST_TOO_LARGE' } };
    const match = matching(request.method, path === '/' ? [] : path.slice(1).split('/'));
    if (match === undefined)
      return { stage, mediaType, identity: {}, refusal: { type: 'MISSING_AUTHENTICATION_TOKEN' } };
    const { parameters, route } = match;
    const known = { stage, match, mediaType };
    if (throttles && throttlesOf.get(stageName)?.(route.method, route.path, nowMs) === false)
      return { ...known, identity: {}, refusal: { type: 'THROTTLED' } };
    const identity = await identityOf(request, stage, route, nowMs);
    if ('refusal' in identity) return { ...known, identity: {}, refusal: identity.refusal };
    const value = headerOf(request, 'X-Api-Key');
    const id = value === undefined ? undefined : keys.get(value);
    if (route.keyRequired && id === undefined) return { ...known, identity, refusal: { type: 'INVALID_API_KEY' } };
    const refusal = validators.get(route)?.(request, parameters, mediaType);
    return {
      ...known,
      identity,
      ...(value === undefined || id === undefined ? {} : { apiKey: { id, value } }),
      ...(refusal === undefined ? {} : { refusal }),
    };
  };
}

/** "/dev/orders/7" to its stage and "/orders/7". */
export function splitPath(path: string): { readonly stage: string; readonly path: string } {
  const end = path.indexOf('/', 1);
  return end < 0 ? { stage: path.slice(1), path: '/' } : { stage: path.slice(1, end), path: path.slice(end) };
}
