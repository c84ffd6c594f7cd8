// What every kind of integration is given, and what it gives back.
import type { RequestContext } from '../context.ts';
import type { Refusal } from '../gateway-response.ts';
import type { GatewayAnswer } from '../http.ts';
import { inputOf, type Parameters } from '../mapping/input.ts';
import type { Sources } from '../mapping/sources.ts';
import type { Variables } from '../mapping/template.ts';
import { util } from '../mapping/util.ts';

/** A request that has passed everything before its integration. */
export interface Call extends Sources {
  readonly context: RequestContext;
  readonly mediaType: string;
  readonly parameters: Parameters;
}

export interface Integrated {
  readonly outcome: GatewayAnswer | Refusal;
  /** Status that the integration answered with, for the access log. */
  readonly integrationStatus?: number;
}

export type Integrate = (call: Call) => Promise<Integrated>;

export const isRefusal = (outcome: GatewayAnswer | Refusal): outcome is Refusal => 'type' in outcome;

export const variablesOf = ({ context, parameters, stageVariables }: Call, body: string): Variables => ({
  context,
  input: inputOf(body, parameters),
  stageVariables,
  util,
});
