// A synthesised template to the definition of the REST API in it.

import { type Resource, resourcesOf, type Template } from '../../deployment/template.ts';
import { evaluated, type Place, textOf } from '../intrinsics.ts';
import { type Json, listIn, objectIn, textIn, textsIn } from '../json.ts';
import type {
  ApiDefinition,
  Authorisation,
  GatewayResponseDefinition,
  KeyDefinition,
  RouteDefinition,
  StageDefinition,
} from './definition.ts';
import { integrationIn } from './read-integration.ts';

const prefix = 'AWS::ApiGateway::';

/**
 * @param api logical id of the REST API; may be left out where there is only one
 * @throws where the template has no such API, or uses of it what the front door does not do: better no answer than a wrong one
 */
export function definitionOf(template: Template, place: Place, api?: string): ApiDefinition {
  const apiId = apiIn(template, api);
  const own = (type: string): readonly (readonly [string, Json])[] =>
    resourcesOf(template, `${prefix}${type}`)
      .filter(([, { Properties: properties = {} }]) => reference(properties.RestApiId) === apiId)
      .map(([id, { Properties: properties = {} }]) => [id, properties] as const);
  const paths = pathsOf(own('Resource'));
  return {
    id: textOf({ Ref: apiId }, place),
    account: place.account,
    region: place.region,
    stages: new Map(
      own('Stage')
        .map(([, stage]) => stageIn(stage, place))
        .map((stage) => [stage.name, stage]),
    ),
    routes: own('Method').map(([id, method]) => {
      const resource = reference(method.ResourceId);
      return {
        method: textIn(method.HttpMethod),
        path: (resource === undefined ? undefined : paths.get(resource)) ?? '/',
        resourceId: textOf(method.ResourceId, place),
        authorisation: authorisationIn(id, method, template, place),
        keyRequired: method.ApiKeyRequired === true,
        ...validationIn(method, template, place),
        integration: integrationIn(id, objectIn(method.Integration), place),
      };
    }),
    gatewayResponses: new Map(
      own('GatewayResponse').map(([, each]) => [textIn(each.ResponseType), gatewayResponseIn(each)]),
    ),
    keys: keysIn(template, apiId, place),
  };
}

function apiIn(template: Template, wanted: string | undefined): string {
  const ids = resourcesOf(template, `${prefix}RestApi`).map(([id]) => id);
  const [only, ...more] = wanted === undefined ? ids : ids.filter((id) => id === wanted);
  if (only === undefined) throw new Error(`the template has no REST API ${wanted ?? ''}`);
  if (more.length > 0) throw new Error(`which REST API: ${ids.join(', ')}?`);
  return only;
}

/** Logical id of what a property refers to. */
function reference(value: unknown): string | undefined {
  const { Ref: ref } = objectIn(value);
  return typeof ref === 'string' ? ref : undefined;
}

/** Logical id of each resource to its path. */
function pathsOf(resources: readonly (readonly [string, Json])[]): ReadonlyMap<string, string> {
  const properties = new Map(resources);
  const pathOf = (id: string | undefined): string => {
    const found = id === undefined ? undefined : properties.get(id);
    return found === undefined ? '' : `${pathOf(reference(found.ParentId))}/${textIn(found.PathPart)}`;
  };
  return new Map(resources.map(([id]) => [id, pathOf(id)]));
}

function stageIn(stage: Json, place: Place): StageDefinition {
  const format = objectIn(stage.AccessLogSetting).Format;
  return {
    name: textOf(stage.StageName, place),
    variables: textsIn(evaluated(stage.Variables ?? {}, place)),
    ...(format === undefined ? {} : { accessLogFormat: textOf(format, place) }),
    throttles: listIn(stage.MethodSettings)
      .map(objectIn)
      .flatMap(({ HttpMethod, ResourcePath, ThrottlingRateLimit, ThrottlingBurstLimit }) =>
        typeof ThrottlingRateLimit === 'number' && typeof ThrottlingBurstLimit === 'number'
          ? [
              {
                method: textIn(HttpMethod),
                // A JSON pointer: slashes within the path are ~1.
                path: textIn(ResourcePath).replace(/^\/~1/, '/').replaceAll('~1', '/'),
                requestsPerSecond: ThrottlingRateLimit,
                burst: ThrottlingBurstLimit,
              },
            ]
          : [],
      ),
  };
}

function authorisationIn(id: string, method: Json, template: Template, place: Place): Authorisation {
  const type = method.AuthorizationType ?? 'NONE';
  if (type === 'NONE') return { by: 'nothing' };
  if (type === 'AWS_IAM') return { by: 'iam' };
  if (type !== 'COGNITO_USER_POOLS') throw new Error(`${id}: authorisation by ${String(type)} is not done here`);
  const authorizer = named(template, method.AuthorizerId);
  const source = textIn(authorizer.IdentitySource);
  return {
    by: 'userPool',
    header: source.replace(/^method\.request\.header\./, '') || 'Authorization',
    poolIds: listIn(evaluated(authorizer.ProviderARNs, place)).map((arn) => String(arn).split('/').at(-1) ?? ''),
    scopes: listIn(method.AuthorizationScopes).map((scope) => textOf(scope, place)),
  };
}

function validationIn(
  method: Json,
  template: Template,
  place: Place,
): Pick<RouteDefinition, 'requiredParameters' | 'models'> {
  const validator = named(template, method.RequestValidatorId);
  return {
    requiredParameters:
      validator.ValidateRequestParameters === true
        ? Object.entries(objectIn(method.RequestParameters)).flatMap(([name, required]) =>
            required === true ? [name] : [],
          )
        : [],
    models:
      validator.ValidateRequestBody === true
        ? Object.fromEntries(
            Object.entries(objectIn(method.RequestModels)).map(([type, model]) => {
              const schema = evaluated(named(template, model).Schema, place);
              return [type, objectIn(typeof schema === 'string' ? JSON.parse(schema) : schema)];
            }),
          )
        : {},
  };
}

function named(template: Template, value: unknown): Json {
  const id = reference(value);
  const resource: Resource | undefined = id === undefined ? undefined : template.Resources[id];
  return resource?.Properties ?? {};
}

const gatewayResponseIn = ({ StatusCode, ResponseTemplates, ResponseParameters }: Json): GatewayResponseDefinition => ({
  ...(StatusCode === undefined ? {} : { status: Number(StatusCode) }),
  templates: textsIn(ResponseTemplates),
  parameters: textsIn(ResponseParameters),
});

function keysIn(template: Template, apiId: string, place: Place): readonly KeyDefinition[] {
  const stagesOf = (plan: Json): readonly string[] =>
    listIn(plan.ApiStages)
      .map(objectIn)
      .filter(({ ApiId }) => reference(ApiId) === apiId)
      .map(({ Stage }) => textOf(Stage, place));
  const memberships = resourcesOf(template, `${prefix}UsagePlanKey`).map(([, { Properties: properties = {} }]) => ({
    key: reference(properties.KeyId),
    stages: stagesOf(named(template, properties.UsagePlanId)),
  }));
  return resourcesOf(template, `${prefix}ApiKey`).flatMap(([logicalId, { Properties: properties = {} }]) => {
    const stages = memberships.filter(({ key }) => key === logicalId).flatMap((each) => each.stages);
    if (properties.Enabled !== true) return [];
    const value = properties.Value === undefined ? {} : { value: textOf(properties.Value, place) };
    return [{ logicalId, id: textOf({ Ref: logicalId }, place), ...value, stages }];
  });
}
