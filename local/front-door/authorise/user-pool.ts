// A bearer token to the claims in it, checked against the keys that the user pool publishes.
import { CognitoJwtVerifier } from 'aws-jwt-verify';
import { JwksNotAvailableInCacheError, JwtBaseError, KidNotFoundInJwksError } from 'aws-jwt-verify/error';
import { assertIsJwks, type Jwks } from 'aws-jwt-verify/jwk';
import { safeJsonParse } from 'aws-jwt-verify/safe-json-parse';
import type { Json } from '../../json.ts';
import type { Refusal } from '../gateway-response.ts';
import { headerOf } from '../http.ts';
import type { Asked, Identity } from './authorise.ts';

/** Text of a pool's JWKS. */
export type FetchKeys = (poolId: string) => Promise<string>;

/** Keys are asked for again at most so often, for tokens with a key that is not known. */
const refreshMs = 10_000;
const anySkewSeconds = Number.MAX_SAFE_INTEGER;
const unauthorized = { refusal: { type: 'UNAUTHORIZED' } } as const satisfies { refusal: Refusal };

/**
 * API Gateway's rule: a method with scopes wants an access token that has one of them, a method without an identity token
 * (docs.aws.amazon.com/apigateway, "Integrate a REST API with an Amazon Cognito user pool").
 */
export function userPoolAuthoriser(fetchKeys: FetchKeys) {
  const pools = new Map<string, ReturnType<typeof poolOf>>();
  return async ({ authorisation, nowMs, request }: Asked): Promise<Identity | { readonly refusal: Refusal }> => {
    if (authorisation.by !== 'userPool') throw new Error('not a route of a user pool');
    const token =
      headerOf(request, authorisation.header)
        ?.replace(/^Bearer\s+/i, '')
        .trim() ?? '';
    if (token === '') return unauthorized;
    for (const poolId of authorisation.poolIds) {
      const pool = pools.get(poolId) ?? poolOf(poolId, fetchKeys);
      pools.set(poolId, pool);
      const claims = await pool(token, authorisation.scopes, nowMs);
      if (claims === 'no keys') return { refusal: { type: 'AUTHORIZER_CONFIGURATION_ERROR' } };
      if (claims !== undefined) return inTime(claims, nowMs);
    }
    return unauthorized;
  };
}

function inTime({ exp, nbf, ...claims }: Json, nowMs: number): Identity | { readonly refusal: Refusal } {
  if (typeof exp !== 'number' || (typeof nbf === 'number' && nbf * 1000 > nowMs)) return unauthorized;
  if (exp * 1000 <= nowMs) return { refusal: { type: 'UNAUTHORIZED', message: 'The incoming token has expired' } };
  const all = Object.entries({ ...claims, exp });
  return { claims: Object.fromEntries(all.map(([name, value]) => [name, plain(value)])) };
}

const plain = (value: unknown): string =>
  Array.isArray(value) ? value.join(',') : typeof value === 'object' ? JSON.stringify(value) : String(value);

function poolOf(userPoolId: string, fetchKeys: FetchKeys) {
  // The library reads the clock by itself; the times in a token are checked here, against the gateway's own.
  const verifier = CognitoJwtVerifier.create({ userPoolId, clientId: null, graceSeconds: anySkewSeconds });
  let fetchedMs = Number.NEGATIVE_INFINITY;
  const verify = (token: string, scopes: readonly string[]): Json | undefined | 'no key' => {
    try {
      return scopes.length === 0
        ? verifier.verifySync(token, { tokenUse: 'id' })
        : verifier.verifySync(token, { tokenUse: 'access', scope: [...scopes] });
    } catch (error) {
      if (error instanceof KidNotFoundInJwksError || error instanceof JwksNotAvailableInCacheError) return 'no key';
      if (error instanceof JwtBaseError) return undefined;
      throw error;
    }
  };
  return async (token: string, scopes: readonly string[], nowMs: number): Promise<Json | undefined | 'no keys'> => {
    const claims = verify(token, scopes);
    if (claims !== 'no key') return claims;
    if (nowMs - fetchedMs >= refreshMs) {
      const keys = await published(userPoolId, fetchKeys);
      if (keys === undefined) return 'no keys';
      verifier.cacheJwks(keys);
      fetchedMs = nowMs;
    }
    const again = verify(token, scopes);
    return again === 'no key' ? undefined : again;
  };
}

async function published(poolId: string, fetchKeys: FetchKeys): Promise<Jwks | undefined> {
  try {
    const keys = safeJsonParse(await fetchKeys(poolId));
    assertIsJwks(keys);
    return keys;
  } catch {
    return undefined;
  }
}
