// An API to its REST API, stage, logs, keys and outputs. Its methods are made by its arrows.
import type { aws_apigateway as apigateway } from 'aws-cdk-lib';
import type { BuildContext, EndpointRoute, Handles } from '../kit/build.ts';
import { cdk } from '../kit/cdk.ts';
import { logGroup } from '../kit/log-group.ts';
import { pascal } from '../kit/names.ts';
import { addGatewayResponses, addPreflights, fromBrowsers, pathsOf } from './browsers.ts';
import { type Route, routesOf, type Settings } from './settings.ts';

type Context = BuildContext<Settings>;

export const apiName = (prefix: string, id: string): string => `${prefix}-${id}`;

export function construct(context: Context): Handles {
  const { aws_apigateway, RemovalPolicy } = cdk();
  const { component, prefix, scope, settings, stage } = context;
  const routes = routesOf(settings);
  const api = new aws_apigateway.RestApi(scope, 'Api', {
    restApiName: apiName(prefix, component.id),
    description: component.label,
    endpointTypes: [aws_apigateway.EndpointType.REGIONAL],
    // One for the whole account: it stays when this stage goes, for another may use it.
    cloudWatchRole: true,
    cloudWatchRoleRemovalPolicy: RemovalPolicy.RETAIN,
    deployOptions: {
      stageName: stage.id,
      accessLogDestination: new aws_apigateway.LogGroupLogDestination(logGroup(context, 'AccessLog')),
      accessLogFormat: aws_apigateway.AccessLogFormat.custom(JSON.stringify(accessLog)),
      tracingEnabled: true,
      ...logging(),
      methodOptions: Object.fromEntries(throttles(routes)),
    },
  });
  keepExecutionLog(context, api);
  addGatewayResponses(api, settings.origin);
  addPreflights(api, routes, settings.origin);
  const key = addKey(context, api, routes);
  addOutputs(context, api, key);
  context.acknowledge({
    construct: api.node.findChild('CloudWatchRole'),
    rule: 'AwsSolutions-IAM4',
    appliesTo: ['Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs'],
    reason:
      'API Gateway takes one role for the logs of all APIs of the account; this is the policy that AWS keeps for it.',
  });
  return { endpoint: { api, routes: routes.map((route) => endpointRoute(api, route)), authorizers: new Map() } };
}

/** Nothing about a person: no address, no token, no key, no path with its values, no body. */
const accessLog = {
  requestId: '$context.extendedRequestId',
  requestTime: '$context.requestTimeEpoch',
  method: '$context.httpMethod',
  route: '$context.resourcePath',
  status: '$context.status',
  error: '$context.error.responseType',
  firewall: '$context.wafResponseCode',
  latencyMs: '$context.responseLatency',
  integrationLatencyMs: '$context.integrationLatency',
  integrationStatus: '$context.integrationStatus',
  bytes: '$context.responseLength',
};

/** A method's own settings replace the stage's as a whole, so each one says it all. */
function logging(): apigateway.MethodDeploymentOptions {
  return {
    loggingLevel: cdk().aws_apigateway.MethodLoggingLevel.ERROR,
    dataTraceEnabled: false,
    metricsEnabled: false,
  };
}

function throttles(routes: readonly Route[]): readonly (readonly [string, apigateway.MethodDeploymentOptions])[] {
  const limited = (path: string, method: string, requestsPerSecond: number) =>
    [
      `${path}/${method}`,
      { ...logging(), throttlingRateLimit: requestsPerSecond, throttlingBurstLimit: Math.ceil(requestsPerSecond) },
    ] as const;
  const open = routes.filter(fromBrowsers);
  return [
    ...routes.map(({ path, method, throttle }) => limited(path, method, throttle.value)),
    // A browser asks once before it calls, so preflights are as many as calls at most.
    ...pathsOf(open).map((path) => {
      const calls = open
        .filter((route) => route.path === path)
        .reduce((total, { throttle }) => total + throttle.value, 0);
      return limited(path, 'OPTIONS', calls);
    }),
  ];
}

/** API Gateway would make this group by itself, and keep it for ever. */
function keepExecutionLog(context: Context, api: apigateway.RestApi): void {
  const group = logGroup(context, 'ExecutionLog', `API-Gateway-Execution-Logs_${api.restApiId}/${context.stage.id}`);
  api.deploymentStage.node.addDependency(group);
}

/** An API key names a caller's kind and can be withdrawn; it is a handle, not a secret. */
function addKey(
  { component }: Context,
  api: apigateway.RestApi,
  routes: readonly Route[],
): apigateway.IApiKey | undefined {
  if (!routes.some(({ by }) => by === 'key')) return undefined;
  const key = api.addApiKey('Key', { description: `Callers of ${component.id} without sign-in` });
  const plan = api.addUsagePlan('UsagePlan', {
    description: 'Methods bound their own rates',
    apiStages: [{ stage: api.deploymentStage }],
  });
  plan.addApiKey(key);
  return key;
}

function addOutputs({ component, scope }: Context, api: apigateway.RestApi, key: apigateway.IApiKey | undefined): void {
  const { CfnOutput } = cdk();
  // The library's own output says the same under a name that nobody could guess.
  api.node.tryRemoveChild('Endpoint');
  const output = (name: string, value: string, description: string): void =>
    new CfnOutput(scope, name, { value, description }).overrideLogicalId(`${pascal(component.id)}${name}`);
  output('Url', api.url, 'Start of every path of the API');
  if (key !== undefined) output('KeyId', key.keyId, 'Id of the API key; its value is read with apigateway:GetApiKey');
}

function endpointRoute(api: apigateway.RestApi, { method, path, event, by, subject }: Route): EndpointRoute {
  const arn = api.arnForExecuteApi(method, path.replaceAll(/\{\w+\}/g, '*'), api.deploymentStage.stageName);
  return { method, path, event, auth: by, arn, ...(subject === undefined ? {} : { subject }) };
}
