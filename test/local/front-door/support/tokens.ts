// Tokens as a user pool makes them, with a key of the tests' own.
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

export const poolId = 'us-east-1_abcDEF123';
export const issuer = `https://cognito-idp.us-east-1.amazonaws.com/${poolId}`;
export const traveller = '9a8b7c6d-0000-4000-8000-123456789abc';

export interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  /** As it is published. */
  readonly published: object;
}

export function signingKey(kid: string): SigningKey {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { kid, privateKey, published: { ...publicKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'RS256' } };
}

export const keySet = (...keys: readonly SigningKey[]): string =>
  JSON.stringify({ keys: keys.map(({ published }) => published) });

export const accessClaims = (nowMs: number): Readonly<Record<string, unknown>> => ({
  sub: traveller,
  iss: issuer,
  client_id: 'app',
  token_use: 'access',
  scope: 'openid profile',
  iat: nowMs / 1000 - 60,
  exp: nowMs / 1000 + 3600,
  'cognito:groups': ['gold', 'beta'],
});

export function token(claims: object, { kid, privateKey }: SigningKey, header: object = { alg: 'RS256', kid }): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const content = `${part(header)}.${part(claims)}`;
  return `${content}.${sign('sha256', Buffer.from(content), privateKey).toString('base64url')}`;
}
