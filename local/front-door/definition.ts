// What a template says of one REST API, with everything that refers to other resources resolved.
import type { Json } from '../json.ts';

export interface ApiDefinition {
  readonly id: string;
  readonly account: string;
  readonly region: string;
  readonly stages: ReadonlyMap<string, StageDefinition>;
  readonly routes: readonly RouteDefinition[];
  readonly gatewayResponses: ReadonlyMap<string, GatewayResponseDefinition>;
  readonly keys: readonly KeyDefinition[];
}

export interface StageDefinition {
  readonly name: string;
  readonly variables: Readonly<Record<string, string>>;
  /** Text with $context variables. */
  readonly accessLogFormat?: string;
  readonly throttles: readonly ThrottleDefinition[];
}

export interface ThrottleDefinition {
  /** A method, or * for all. */
  readonly method: string;
  /** A path such as /orders/{id}, or /* for all. */
  readonly path: string;
  readonly requestsPerSecond: number;
  readonly burst: number;
}

export interface RouteDefinition {
  /** A method, or ANY. */
  readonly method: string;
  /** Such as /orders/{id}; / for the root. */
  readonly path: string;
  readonly resourceId: string;
  readonly authorisation: Authorisation;
  readonly keyRequired: boolean;
  /** Full names of parameters that a request must have, e.g. method.request.path.id; none where they are not validated. */
  readonly requiredParameters: readonly string[];
  /** Media type to draft-04 schema; none where bodies are not validated. */
  readonly models: Readonly<Record<string, Json>>;
  readonly integration: Integration;
}

export type Authorisation =
  | { readonly by: 'nothing' }
  | { readonly by: 'iam' }
  | {
      readonly by: 'userPool';
      /** Header that carries the token. */
      readonly header: string;
      readonly poolIds: readonly string[];
      /** With any, an access token that has one of them is asked for; with none, an identity token. */
      readonly scopes: readonly string[];
    };

export type Integration = MockIntegration | ServiceIntegration | FunctionIntegration;

interface Mapped {
  /** Media type to mapping template. */
  readonly requestTemplates: Readonly<Record<string, string>>;
  readonly passthrough: 'WHEN_NO_MATCH' | 'WHEN_NO_TEMPLATES' | 'NEVER';
  readonly responses: readonly IntegrationResponse[];
}

export interface MockIntegration extends Mapped {
  readonly kind: 'mock';
}

export interface ServiceIntegration extends Mapped {
  readonly kind: 'service';
  readonly service: string;
  readonly action: string;
  readonly timeoutMs: number;
  /** integration.request.… to where its value is taken from. */
  readonly requestParameters: Readonly<Record<string, string>>;
}

export interface FunctionIntegration {
  readonly kind: 'function';
  readonly functionName: string;
  readonly timeoutMs: number;
}

export interface IntegrationResponse {
  readonly status: number;
  /** Regular expression for the integration's status; absent for the one that takes what no other takes. */
  readonly selectionPattern?: string;
  readonly templates: Readonly<Record<string, string>>;
  /** method.response.header.… to where its value is taken from. */
  readonly parameters: Readonly<Record<string, string>>;
}

export interface GatewayResponseDefinition {
  readonly status?: number;
  readonly templates: Readonly<Record<string, string>>;
  /** gatewayresponse.header.… to where its value is taken from. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** A key that opens a stage: enabled, and in a usage plan of it. */
export interface KeyDefinition {
  readonly logicalId: string;
  readonly id: string;
  /** Where the template says one; else the service makes it up. */
  readonly value?: string;
  readonly stages: readonly string[];
}
