// Travellers who sign in as the apps let them: authorisation code with PKCE, to the token that the API asks for.

import { createHash, randomBytes } from 'node:crypto';
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  type CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Answer, Http } from './http.ts';

export interface Traveller {
  /** The pool's `sub`. */
  readonly travellerRef: string;
  readonly accessToken: string;
}

export interface Pool {
  readonly id: string;
  readonly clientId: string;
  /** Where the pool's own pages are served, without a slash at the end. */
  readonly pages: string;
  readonly callback: string;
}

const atOnce = 8;

/** As many new users as wanted, each signed in. */
export async function signIn(
  cognito: CognitoIdentityProviderClient,
  http: Http,
  pool: Pool,
  count: number,
): Promise<readonly Traveller[]> {
  const travellers: Traveller[] = [];
  const waiting = Array(count).keys();
  const worker = async () => {
    for (const index of waiting) travellers[index] = await newTraveller(cognito, http, pool, index);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return travellers;
}

async function newTraveller(
  cognito: CognitoIdentityProviderClient,
  http: Http,
  pool: Pool,
  index: number,
): Promise<Traveller> {
  const username = `traveller-${index}@flyhigh.example`;
  const password = `${randomBytes(12).toString('hex')}-Aa1!`;
  const user = { UserPoolId: pool.id, Username: username };
  const { User } = await cognito.send(
    new AdminCreateUserCommand({
      ...user,
      MessageAction: 'SUPPRESS',
      UserAttributes: [
        { Name: 'email', Value: username },
        { Name: 'email_verified', Value: 'true' },
      ],
    }),
  );
  await cognito.send(new AdminSetUserPasswordCommand({ ...user, Password: password, Permanent: true }));
  const travellerRef = User?.Attributes?.find(({ Name }) => Name === 'sub')?.Value;
  if (travellerRef === undefined) throw new Error('the pool gave a user no sub');
  const verifier = randomBytes(32).toString('base64url');
  const code = await codeFor(http, pool, { username, password }, verifier);
  return { travellerRef, accessToken: await tokenFor(http, pool, code, verifier) };
}

async function codeFor(
  http: Http,
  pool: Pool,
  credentials: { readonly username: string; readonly password: string },
  verifier: string,
): Promise<string> {
  const answer = await postForm(http, `${pool.pages}/login`, {
    ...credentials,
    client_id: pool.clientId,
    redirect_uri: pool.callback,
    response_type: 'code',
    scope: 'openid',
    state: 'rehearsal',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  const { location } = answer.headers;
  const code = typeof location === 'string' ? new URL(location).searchParams.get('code') : null;
  if (code === null) throw new Error(`signing in was answered ${answer.status} without a code`);
  return code;
}

async function tokenFor(http: Http, pool: Pool, code: string, verifier: string): Promise<string> {
  const answer = await postForm(http, `${pool.pages}/oauth2/token`, {
    grant_type: 'authorization_code',
    client_id: pool.clientId,
    redirect_uri: pool.callback,
    code,
    code_verifier: verifier,
  });
  if (answer.status !== 200) throw new Error(`the token was refused: ${answer.status}`);
  const { access_token: token }: { readonly access_token?: string } = JSON.parse(answer.text);
  if (token === undefined) throw new Error('the answer holds no access token');
  return token;
}

function postForm(http: Http, url: string, fields: Readonly<Record<string, string>>): Promise<Answer> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return http.call({ method: 'POST', url: new URL(url), headers, body: new URLSearchParams(fields).toString() });
}
