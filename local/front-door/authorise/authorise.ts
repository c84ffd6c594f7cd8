// Who calls a route, or why they may not.
import type { Authorisation } from '../definition.ts';
import type { Refusal } from '../gateway-response.ts';
import type { GatewayRequest } from '../http.ts';

/** What authorisation finds out: it goes into $context.identity and $context.authorizer. */
export interface Identity {
  readonly userArn?: string;
  readonly accessKey?: string;
  readonly accountId?: string;
  /** Of a user pool's token; every value as a text. */
  readonly claims?: Readonly<Record<string, string>>;
}

export interface Asked {
  readonly request: GatewayRequest;
  readonly authorisation: Authorisation;
  /** As a policy names the method that is called. */
  readonly methodArn: string;
  readonly nowMs: number;
}

export type Authorise = (asked: Asked) => Promise<Identity | { readonly refusal: Refusal }>;
