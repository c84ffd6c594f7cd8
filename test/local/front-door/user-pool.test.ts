// Requests to a route of a Cognito user pool: tokens as docs.aws.amazon.com/apigateway, "Integrate a REST API with an Amazon
// Cognito user pool" asks for them.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Template } from '../../../deployment/template.ts';
import { search } from '../../support/api-events.ts';
import { flyhigh, type Opened, openDoor, post, startMs } from './support/door.ts';
import { accessClaims, issuer, keySet, poolId, signingKey, token, traveller } from './support/tokens.ts';

const template = await flyhigh();
let door: Opened;
beforeAll(async () => {
  door = await openDoor(template);
});
afterAll(() => door.close());

const claims = accessClaims(startMs);
const send = (authorization: string | undefined, to: Opened = door): Promise<Response> =>
  post(`${to.url}/me/searches`, search, authorization === undefined ? {} : { authorization });

describe('401', () => {
  const stranger = signingKey('key-1');
  const unsigned = (): string => `${token(claims, door.key, { alg: 'none' }).split('.').slice(0, 2).join('.')}.`;
  it.each<readonly [string, () => string | undefined, string]>([
    ['no token', () => undefined, 'Unauthorized'],
    ['an empty one', () => 'Bearer ', 'Unauthorized'],
    ['something else', () => 'Bearer nonsense', 'Unauthorized'],
    ['no signature', () => `Bearer ${unsigned()}`, 'Unauthorized'],
    ['signed by another key of the same name', () => token(claims, stranger), 'Unauthorized'],
    ['signed by a key that is not published', () => token(claims, signingKey('key-9')), 'Unauthorized'],
    ['claims changed after it was signed', () => altered(token(claims, door.key)), 'Unauthorized'],
    ['another pool', () => token({ ...claims, iss: issuer.replace('abc', 'xyz') }, door.key), 'Unauthorized'],
    ['another issuer', () => token({ ...claims, iss: `https://example.com/${poolId}` }, door.key), 'Unauthorized'],
    ['expired', () => token({ ...claims, exp: startMs / 1000 - 1 }, door.key), 'The incoming token has expired'],
    [
      'expired this moment',
      () => token({ ...claims, exp: startMs / 1000 }, door.key),
      'The incoming token has expired',
    ],
    ['never to expire', () => token({ ...claims, exp: undefined }, door.key), 'Unauthorized'],
    ['not valid yet', () => token({ ...claims, nbf: startMs / 1000 + 60 }, door.key), 'Unauthorized'],
    ['an identity token', () => token({ ...claims, token_use: 'id', aud: 'app' }, door.key), 'Unauthorized'],
    ['without a scope', () => token({ ...claims, scope: undefined }, door.key), 'Unauthorized'],
    [
      'with another scope',
      () => token({ ...claims, scope: 'profile aws.cognito.signin.user.admin' }, door.key),
      'Unauthorized',
    ],
  ])('%s', async (_, authorization, message) => {
    door.aws.received.length = 0;
    const answer = await send(authorization());
    expect({ status: answer.status, body: await answer.json() }).toEqual({ status: 401, body: { message } });
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(door.aws.received).toEqual([]);
  });
});

function altered(signed: string): string {
  const [header, , signature] = signed.split('.');
  const other = Buffer.from(JSON.stringify({ ...claims, sub: 'someone else' })).toString('base64url');
  return `${header}.${other}.${signature}`;
}

it('takes a token with or without "Bearer"', async () => {
  expect((await send(`Bearer ${token(claims, door.key)}`)).status).toBe(202);
  expect((await send(token(claims, door.key))).status).toBe(202);
});

it('gives claims to the function as texts', async () => {
  door.aws.received.length = 0;
  door.aws.answer = () => ({ body: '{"statusCode":200,"body":"{}"}' });
  const answer = await fetch(`${door.url}/me/offers`, { headers: { authorization: token(claims, door.key) } });
  expect(answer.status).toBe(200);
  const event = JSON.parse(door.aws.received[0]?.body ?? '') as { requestContext: { authorizer: unknown } };
  expect(event.requestContext.authorizer).toEqual({
    claims: expect.objectContaining({
      sub: traveller,
      exp: String(startMs / 1000 + 3600),
      'cognito:groups': 'gold,beta',
      token_use: 'access',
    }),
  });
});

describe('keys', () => {
  it('are asked for once, and again when a token names one that is not known, though not for every one', async () => {
    const own = await openDoor(template);
    await send(token(claims, own.key), own);
    await send(token(claims, own.key), own);
    expect(own.aws.keysAsked()).toBe(1);
    const next = signingKey('key-2');
    own.aws.keys.set(poolId, keySet(own.key, next));
    expect((await send(token(claims, next), own)).status).toBe(401);
    expect(own.aws.keysAsked()).toBe(1);
    own.clock.nowMs += 10_000;
    expect((await send(token(claims, next), own)).status).toBe(202);
    expect((await send(token(claims, own.key), own)).status).toBe(202);
    expect(own.aws.keysAsked()).toBe(2);
    await own.close();
  });

  it.each([
    ['that cannot be had', undefined],
    ['that are none', '{"keys":"none"}'],
    ['that are no JSON', '<html>'],
  ])('%s are the API’s fault, not the caller’s', async (_, published) => {
    const own = await openDoor(template);
    own.aws.keys.clear();
    if (published !== undefined) own.aws.keys.set(poolId, published);
    const answer = await send(token(claims, own.key), own);
    expect(answer.status).toBe(500);
    await own.close();
  });
});

it('a method without scopes asks for an identity token', async () => {
  const without = JSON.parse(JSON.stringify(template)) as Template;
  for (const { Properties: properties } of Object.values(without.Resources))
    if (properties !== undefined) Reflect.deleteProperty(properties, 'AuthorizationScopes');
  const own = await openDoor(without);
  expect((await send(token(claims, own.key), own)).status).toBe(401);
  expect((await send(token({ ...claims, token_use: 'id', aud: 'app' }, own.key), own)).status).toBe(202);
  await own.close();
});
