// The front door, with the credentials that each route asks for.

import type { World } from '../../../../local/world.ts';
import type { Path } from '../traffic/message.ts';
import type { Answer, Call, Http } from './http.ts';
import { type Signer, signer } from './sign.ts';
import type { Traveller } from './sign-in.ts';

export type FrontDoor = NonNullable<World['frontDoor']>;

export interface Door {
  post(path: Path, body: string, as: Sender): Promise<Answer>;
  /** For a reader, who is a traveller on the travellers' own routes. */
  read(path: string, traveller?: number): Promise<Answer>;
  erase(traveller: number): Promise<Answer>;
}

export interface Sender {
  readonly traveller?: number;
  /** Default: application/json. */
  readonly contentType?: string;
  /** Default: right. */
  readonly credentials?: 'right' | 'none' | 'forged';
}

/** Routes whose caller signs; all others that are not a traveller's own show the API's key. */
const signedRoutes = /^\/(bookings|cancellations|routes\/[^/]+\/figures)$/;

export function doorOf(frontDoor: FrontDoor, region: string, http: Http, travellers: readonly Traveller[]): Door {
  const sign = signer(frontDoor.caller, region);
  const forge = signer({ ...frontDoor.caller, secretAccessKey: 'not the secret' }, region);
  const send = async (call: Call, path: string, { traveller, credentials = 'right' }: Sender): Promise<Answer> => {
    if (credentials === 'none') return http.call(call);
    const authorised = authorise(path, credentials === 'forged', traveller);
    return http.call(await authorised(call));
  };
  const authorise = (path: string, forged: boolean, traveller: number | undefined): Signer => {
    if (signedRoutes.test(path)) return forged ? forge : sign;
    if (path.startsWith('/me/')) {
      const token = travellers[traveller ?? 0]?.accessToken ?? '';
      return withHeader('authorization', forged ? `${token.slice(0, -8)}forged00` : token);
    }
    return withHeader('x-api-key', forged ? 'a key that nobody was given' : (frontDoor.apiKey ?? ''));
  };
  const url = (path: string) => new URL(`${frontDoor.url}${path}`);
  return {
    post: (path, body, as) =>
      send(
        { method: 'POST', url: url(path), headers: { 'content-type': as.contentType ?? 'application/json' }, body },
        path,
        as,
      ),
    read: (path, traveller) =>
      send({ method: 'GET', url: url(path), headers: {} }, path, traveller === undefined ? {} : { traveller }),
    erase: (traveller) =>
      send({ method: 'DELETE', url: url('/me/profile'), headers: {} }, '/me/profile', { traveller }),
  };
}

function withHeader(name: string, value: string): Signer {
  return async (call) => ({ ...call, headers: { ...call.headers, [name]: value } });
}
