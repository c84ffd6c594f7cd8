// Routes to methods of the API: straight to a stream, or to a function.
import type { aws_apigateway as apigateway, aws_lambda as lambda } from 'aws-cdk-lib';
import type { JsonObject } from '../../compiler/architecture.ts';
import type { Endpoint, WireContext } from '../kit/build.ts';
import { cdk } from '../kit/cdk.ts';
import { iamDescription } from '../kit/names.ts';
import { allowOrigin, fromBrowsers } from './browsers.ts';
import { modelSchema } from './payload.ts';
import { pathParameters, type Route, routesOf, type Settings, usualOrigin } from './settings.ts';
import { acceptedTemplate, putRecordTemplate, refusedTemplate, unavailableTemplate } from './templates.ts';

type Context = WireContext<Settings>;

/** Routes that accept what the connection carries: each a method that puts one record, with no code in between. */
export function put(context: Context): void {
  const { aws_iam } = cdk();
  const { component, grant, of, scope, to } = context;
  const endpoint = of(component.id, 'endpoint');
  const stream = of(to.id, 'stream');
  const role = new aws_iam.Role(scope, 'Role', {
    assumedBy: new aws_iam.ServicePrincipal('apigateway.amazonaws.com'),
    description: iamDescription(`Lets ${component.label} put to ${to.label}`),
  });
  const key = stream.encryptionKey;
  const policy = grant(role, [
    { sid: 'PutRecords', actions: ['kinesis:PutRecord'], resources: [stream.streamArn] },
    ...(key === undefined
      ? []
      : [{ sid: 'EncryptRecords', actions: ['kms:GenerateDataKey'], resources: [key.keyArn] }]),
  ]);
  for (const route of carried(context, 'accepts')) {
    const template = putRecordTemplate(route, stream.streamName, keyField(context, route));
    const method = addMethod(context, endpoint, route, putIntegration(context, route, role, template));
    // Without its permission the first request after a deployment would fail.
    method.node.addDependency(policy);
  }
}

/** Routes that answer what the connection carries: the function gets the request as it is. */
export function invoke(context: Context): void {
  const { aws_apigateway, aws_lambda } = cdk();
  const { component, of, scope, to } = context;
  const endpoint = of(component.id, 'endpoint');
  const { fn } = of(to.id, 'function');
  for (const route of carried(context, 'answers'))
    addMethod(
      context,
      endpoint,
      route,
      new aws_apigateway.AwsIntegration({
        proxy: true,
        service: 'lambda',
        path: `2015-03-31/functions/${fn.functionArn}/invocations`,
      }),
    );
  new aws_lambda.CfnPermission(scope, 'Permission', {
    action: 'lambda:InvokeFunction',
    principal: 'apigateway.amazonaws.com',
    functionName: fn.functionArn,
    sourceArn: endpoint.api.arnForExecuteApi('*', '/*', endpoint.api.deploymentStage.stageName),
  } satisfies lambda.CfnPermissionProps);
}

const carried = ({ connection, settings }: Context, does: 'accepts' | 'answers'): readonly Route[] =>
  routesOf(settings).filter((route) => {
    const event = route[does];
    return event !== undefined && (connection.carries === undefined || connection.carries.has(event));
  });

const keyField = ({ architecture }: Context, { event }: Route): string =>
  architecture.workload.events.get(event)?.key ?? '';

function putIntegration(
  context: Context,
  route: Route,
  credentialsRole: apigateway.IntegrationOptions['credentialsRole'],
  template: string,
) {
  const { aws_apigateway } = cdk();
  const answer = (statusCode: string, body: string, selectionPattern?: string): apigateway.IntegrationResponse => ({
    statusCode,
    responseTemplates: { 'application/json': body },
    ...(selectionPattern === undefined ? {} : { selectionPattern }),
    ...(fromBrowsers(route)
      ? {
          responseParameters: {
            [`method.response.header.${allowOrigin}`]: `'${context.settings.origin ?? usualOrigin}'`,
          },
        }
      : {}),
  });
  return new aws_apigateway.AwsIntegration({
    service: 'kinesis',
    action: 'PutRecord',
    integrationHttpMethod: 'POST',
    options: {
      ...(credentialsRole === undefined ? {} : { credentialsRole }),
      // Another content type has no template and no model, so it would slip past validation.
      passthroughBehavior: aws_apigateway.PassthroughBehavior.NEVER,
      requestParameters: { 'integration.request.header.Content-Type': "'application/x-amz-json-1.1'" },
      requestTemplates: { 'application/json': template },
      integrationResponses: [
        answer('202', acceptedTemplate, '2\\d{2}'),
        answer('500', refusedTemplate, '4\\d{2}'),
        answer('503', unavailableTemplate),
      ],
    },
  });
}

function addMethod(
  context: Context,
  endpoint: Endpoint,
  route: Route,
  integration: apigateway.Integration,
): apigateway.Method {
  const { api } = endpoint;
  const method = api.root.resourceForPath(route.path).addMethod(route.method, integration, {
    ...authorisation(endpoint, route),
    ...validation(context, api, route),
    ...(route.accepts === undefined
      ? {}
      : {
          methodResponses: ['202', '429', '500', '503'].map((statusCode) => ({
            statusCode,
            ...(fromBrowsers(route) ? { responseParameters: { [`method.response.header.${allowOrigin}`]: true } } : {}),
          })),
        }),
  });
  acknowledge(context, route, method);
  return method;
}

function authorisation({ authorizers }: Endpoint, route: Route): apigateway.MethodOptions {
  const { aws_apigateway, Lazy } = cdk();
  const { AuthorizationType } = aws_apigateway;
  if (route.by === 'iam') return { authorizationType: AuthorizationType.IAM };
  if (route.by === 'key') return { authorizationType: AuthorizationType.NONE, apiKeyRequired: true };
  // The arrow that authorises may be wired after this one.
  const known = () => {
    const authorizer = authorizers.get(route.auth);
    if (authorizer === undefined)
      throw new Error(`nothing named "${route.auth}" authorises: a check should have found it`);
    return authorizer;
  };
  return {
    authorizationType: AuthorizationType.COGNITO,
    authorizer: {
      authorizerId: Lazy.string({ produce: () => known().authorizerId }),
      authorizationType: AuthorizationType.COGNITO,
    },
    authorizationScopes: Lazy.list({ produce: () => [...known().scopes] }),
  };
}

const bodied: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH']);

function validation(context: Context, api: apigateway.RestApi, route: Route): apigateway.MethodOptions {
  const parameters = Object.fromEntries(
    pathParameters(route.path).map((name) => [`method.request.path.${name}`, true]),
  );
  const schema = bodied.has(route.method) ? context.architecture.workload.events.get(route.event)?.schema : undefined;
  return {
    requestValidator: validatorOf(api),
    ...(Object.keys(parameters).length === 0 ? {} : { requestParameters: parameters }),
    ...(schema === undefined ? {} : { requestModels: { 'application/json': modelOf(api, route.event, schema) } }),
  };
}

function validatorOf(api: apigateway.RestApi): apigateway.IRequestValidator {
  const { aws_apigateway } = cdk();
  const known = api.node.tryFindChild('Validator');
  if (known instanceof aws_apigateway.RequestValidator) return known;
  return api.addRequestValidator('Validator', {
    validateRequestBody: true,
    validateRequestParameters: true,
  });
}

/** One model for each event, whatever the number of routes that accept it. */
function modelOf(api: apigateway.RestApi, event: string, schema: JsonObject): apigateway.IModel {
  const { aws_apigateway } = cdk();
  const id = `Model-${event}`;
  const found = api.node.tryFindChild(id);
  const known = found instanceof aws_apigateway.CfnModel ? found : undefined;
  const model =
    known ??
    new aws_apigateway.CfnModel(api, id, {
      restApiId: api.restApiId,
      contentType: 'application/json',
      schema: modelSchema(schema),
    });
  if (known === undefined) api.latestDeployment?.addToLogicalId({ event, schema: modelSchema(schema) });
  return { modelId: model.ref };
}

function acknowledge(context: Context, route: Route, method: apigateway.Method): void {
  if (route.by === 'token') return;
  const reason =
    route.by === 'iam'
      ? `${route.name} is called by a machine with signed requests (IAM), not by people who sign in.`
      : `${route.name} is open to guests by intent: it shows or counts nothing about a person; an API key, a throttle and the firewall bound its use.`;
  context.acknowledge({ construct: method, rule: 'AwsSolutions-COG4', reason });
  if (route.by === 'key') context.acknowledge({ construct: method, rule: 'AwsSolutions-APIG4', reason });
}
