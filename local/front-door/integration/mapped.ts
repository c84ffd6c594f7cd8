// Mapping templates and integration responses: a request to the body that the integration gets, and its answer to the caller's.

import type { BackendAnswer } from '../backend.ts';
import type { IntegrationResponse, MockIntegration } from '../definition.ts';
import type { Refusal } from '../gateway-response.ts';
import { type GatewayAnswer, headerOf, mediaTypeOf, type Pair, withHeaders } from '../http.ts';
import { NotJson } from '../mapping/input.ts';
import { sourcedAll } from '../mapping/sources.ts';
import { type MappingTemplate, mappingTemplate } from '../mapping/template.ts';
import { type Call, variablesOf } from './integration.ts';

type Mapped = Omit<MockIntegration, 'kind'>;

export interface Mapping {
  request(call: Call): { readonly body: string } | Refusal;
  response(call: Call, answered: BackendAnswer): GatewayAnswer | Refusal;
}

export function mappingOf({ passthrough, requestTemplates, responses }: Mapped): Mapping {
  const templates = compiled(requestTemplates);
  const answers = responses.map((response) => ({
    ...response,
    templates: compiled(response.templates),
    pattern:
      response.selectionPattern === undefined ? undefined : new RegExp(`^(?:${response.selectionPattern})$`, 's'),
  }));
  const refuses = passthrough === 'NEVER' || (passthrough === 'WHEN_NO_TEMPLATES' && templates.size > 0);
  return {
    request: (call) => {
      const template = templates.get(call.mediaType);
      const body = call.request.body.toString('utf8');
      if (template !== undefined) return requestOf(template, call, body);
      return refuses ? { type: 'UNSUPPORTED_MEDIA_TYPE' } : { body };
    },
    response: (call, answered) => {
      const status = String(answered.status);
      const chosen =
        answers.find(({ pattern }) => pattern?.test(status)) ?? answers.find(({ pattern }) => pattern === undefined);
      return chosen === undefined ? { type: 'API_CONFIGURATION_ERROR' } : answerOf(chosen, call, answered);
    },
  };
}

/** Only here is a body that is no JSON the caller's mistake: one that the integration answers is a failure, as of any template. */
function requestOf(template: MappingTemplate, call: Call, body: string): { readonly body: string } | Refusal {
  try {
    return { body: template(variablesOf(call, body)) };
  } catch (error) {
    if (!(error instanceof NotJson)) throw error;
    return { type: 'BAD_REQUEST_BODY', message: 'Could not parse request body into json' };
  }
}

type Templates = ReadonlyMap<string, MappingTemplate>;

const compiled = (templates: Readonly<Record<string, string>>): Templates =>
  new Map(Object.entries(templates).map(([type, text]) => [type.toLowerCase(), mappingTemplate(text)]));

function answerOf(
  { parameters, status, templates }: Omit<IntegrationResponse, 'templates'> & { readonly templates: Templates },
  call: Call,
  answered: BackendAnswer,
): GatewayAnswer {
  const accepted = mediaTypeOf(headerOf(call.request, 'Accept'));
  const [firstType = 'application/json'] = templates.keys();
  const type = templates.has(accepted) ? accepted : firstType;
  const template = templates.get(type);
  // A template may override the status, so it goes first.
  const body = template === undefined ? answered.body : template(variablesOf(call, answered.body));
  const { header, status: overridden } = call.context.responseOverride;
  const mapped = sourcedAll(parameters, 'method.response.header.', { ...call, answered });
  return {
    status: overridden === undefined ? status : Number(overridden),
    headers: withHeaders(withHeaders([['Content-Type', type]], mapped), pairsIn(header)),
    body,
  };
}

export const pairsIn = (values: Readonly<Record<string, unknown>>): readonly Pair[] =>
  Object.entries(values).map(([name, value]) => [name, String(value)]);
