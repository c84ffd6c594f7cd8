// A method's integration in a template to what the front door does with a request that has passed.
import { evaluated, type Place, textOf } from '../intrinsics.ts';
import { type Json, listIn, objectIn, textIn, textsIn } from '../json.ts';
import type { Integration, IntegrationResponse, MockIntegration } from './definition.ts';

/** As API Gateway's where a template says none. */
const usualTimeoutMs = 29_000;

/** @throws for kinds of integration that are not done here */
export function integrationIn(method: string, integration: Json, place: Place): Integration {
  const { Type: type, TimeoutInMillis } = integration;
  const timeoutMs = typeof TimeoutInMillis === 'number' ? TimeoutInMillis : usualTimeoutMs;
  if (type === 'MOCK') return { kind: 'mock', ...mappingIn(integration, place) };
  const uri = integration.Uri === undefined ? '' : textOf(integration.Uri, place);
  if (type === 'AWS_PROXY') {
    const functionName = /:lambda:path\/2015-03-31\/functions\/(.+)\/invocations$/.exec(uri)?.[1];
    if (functionName !== undefined) return { kind: 'function', functionName, timeoutMs };
  }
  if (type === 'AWS') {
    const [, service, action] = /^arn:[^:]+:apigateway:[^:]+:([\w-]+):action\/(\w+)$/.exec(uri) ?? [];
    if (service !== undefined && action !== undefined)
      return {
        kind: 'service',
        service,
        action,
        timeoutMs,
        requestParameters: textsIn(evaluated(integration.RequestParameters ?? {}, place)),
        ...mappingIn(integration, place),
      };
  }
  throw new Error(`${method}: an integration of type ${String(type)} to "${uri}" is not done here`);
}

function mappingIn(integration: Json, place: Place): Omit<MockIntegration, 'kind'> {
  const passthrough = integration.PassthroughBehavior;
  return {
    requestTemplates: textsIn(evaluated(integration.RequestTemplates ?? {}, place)),
    passthrough: passthrough === 'NEVER' || passthrough === 'WHEN_NO_TEMPLATES' ? passthrough : 'WHEN_NO_MATCH',
    responses: listIn(integration.IntegrationResponses).map((each) => responseIn(objectIn(each), place)),
  };
}

function responseIn(response: Json, place: Place): IntegrationResponse {
  const pattern = textIn(response.SelectionPattern);
  return {
    status: Number(response.StatusCode),
    ...(pattern === '' ? {} : { selectionPattern: pattern }),
    templates: textsIn(evaluated(response.ResponseTemplates ?? {}, place)),
    parameters: textsIn(evaluated(response.ResponseParameters ?? {}, place)),
  };
}
