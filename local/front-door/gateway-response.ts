// Why a request was refused to the answer that the API gives then: its own gateway response, or API Gateway's usual one.
// Statuses and fallbacks: docs.aws.amazon.com/apigateway, "Gateway response types for API Gateway".

import { at } from '../json.ts';
import type { GatewayResponseDefinition } from './definition.ts';
import { type GatewayAnswer, headerOf, mediaTypeOf, withHeaders } from './http.ts';
import { type Sources, sourcedAll } from './mapping/sources.ts';

export interface Refusal {
  readonly type: RefusalType;
  /** Where it is not the type's usual one. */
  readonly message?: string;
  readonly status?: number;
  /** What is wrong with a body or its parameters. */
  readonly reason?: string;
}

export type RefusalType = keyof typeof usual;

/** Status, message and name of the error, as API Gateway says them. */
const usual = {
  ACCESS_DENIED: [403, 'User is not authorized to access this resource', 'AccessDeniedException'],
  API_CONFIGURATION_ERROR: [500, 'Internal server error', 'InternalServerErrorException'],
  AUTHORIZER_CONFIGURATION_ERROR: [500, 'Internal server error', 'AuthorizerConfigurationException'],
  BAD_REQUEST_BODY: [400, 'Invalid request body', 'BadRequestException'],
  BAD_REQUEST_PARAMETERS: [400, 'Invalid request parameters', 'BadRequestException'],
  INTEGRATION_FAILURE: [504, 'Network error communicating with endpoint', 'IntegrationFailureException'],
  INTEGRATION_TIMEOUT: [504, 'Endpoint request timed out', 'IntegrationTimeoutException'],
  INVALID_API_KEY: [403, 'Forbidden', 'ForbiddenException'],
  INVALID_SIGNATURE: [
    403,
    'The request signature we calculated does not match the signature you provided.',
    'InvalidSignatureException',
  ],
  MISSING_AUTHENTICATION_TOKEN: [403, 'Missing Authentication Token', 'MissingAuthenticationTokenException'],
  REQUEST_TOO_LARGE: [413, 'Request Too Long', 'RequestTooLongException'],
  THROTTLED: [429, 'Too Many Requests', 'TooManyRequestsException'],
  UNAUTHORIZED: [401, 'Unauthorized', 'UnauthorizedException'],
  UNSUPPORTED_MEDIA_TYPE: [415, 'Unsupported Media Type', 'BadRequestException'],
} as const satisfies Readonly<Record<string, readonly [number, string, string]>>;

const usualTemplates = { 'application/json': '{"message":$context.error.messageString}' };

/** Of `sources`, the context is what the templates read, with the error in it. */
export function refused(
  refusal: Refusal,
  definitions: ReadonlyMap<string, GatewayResponseDefinition>,
  sources: Sources,
): GatewayAnswer {
  const [usualStatus, usualMessage, errorType] = usual[refusal.type];
  const usualHere = refusal.status ?? usualStatus;
  const definition = definitions.get(refusal.type) ?? definitions.get(usualHere < 500 ? 'DEFAULT_4XX' : 'DEFAULT_5XX');
  const message = refusal.message ?? usualMessage;
  const error = {
    message,
    messageString: JSON.stringify(message),
    responseType: refusal.type,
    ...(refusal.reason === undefined ? {} : { validationErrorString: refusal.reason }),
  };
  const context = { ...(typeof sources.context === 'object' ? sources.context : {}), error };
  const { type, template } = chosenTemplate(definition, sources);
  return {
    status: definition?.status ?? usualHere,
    headers: withHeaders(
      [
        ['Content-Type', type],
        ['x-amzn-ErrorType', errorType],
      ],
      sourcedAll(definition?.parameters ?? {}, 'gatewayresponse.header.', { ...sources, context }),
    ),
    body: substituted(template, { ...sources, context }),
  };
}

function chosenTemplate(
  definition: GatewayResponseDefinition | undefined,
  { request }: Sources,
): { readonly type: string; readonly template: string } {
  const own = definition?.templates ?? {};
  const templates: Readonly<Record<string, string>> = Object.keys(own).length === 0 ? usualTemplates : own;
  const accepted = mediaTypeOf(headerOf(request, 'Accept'));
  const type = Object.hasOwn(templates, accepted) ? accepted : (Object.keys(templates)[0] ?? 'application/json');
  return { type, template: templates[type] ?? '' };
}

/** These templates are no VTL: variables are put in, as they stand within a JSON string. */
function substituted(template: string, { context, stageVariables }: Sources): string {
  const values = { context, stageVariables };
  return template.replaceAll(/\$((?:context|stageVariables)(?:\.[A-Za-z_]\w*)+)/g, (_, name: string) => {
    const value = at(values, name);
    if (value === undefined || value === null) return '';
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return name.endsWith('.error.messageString') ? text : JSON.stringify(text).slice(1, -1);
  });
}
