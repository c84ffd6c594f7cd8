// A synthesised CloudFormation template to the API it would be: which requests it refuses, and what it asks of Kinesis.
// It knows nothing of how the template was made. It follows API Gateway's documented behaviour for the parts that the
// template uses: content types, request validation, mapping templates, selection of integration responses.
import Ajv from 'ajv-draft-04';
import { render } from 'velocityjs';

type Json = { readonly [key: string]: unknown };

export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  /** Default: application/json, as API Gateway takes it. */
  readonly contentType?: string;
  readonly body?: string;
  /** What authorisation has found out about the caller. */
  readonly userArn?: string;
  readonly sub?: string;
}

export interface KinesisRequest {
  readonly streamName: string;
  readonly partitionKey: string;
  /** Decoded from base64. */
  readonly data: string;
  readonly contentType: string;
}

export interface ApiAnswer {
  readonly status: number;
  readonly body: Json;
  readonly kinesisRequest?: KinesisRequest;
}

export interface Backend {
  readonly status: number;
  readonly body: string;
}

export interface Api {
  /** Answers as if Kinesis had said `backend`; by default it stores everything. */
  send(request: ApiRequest, backend?: Backend): ApiAnswer;
  readonly methods: readonly string[];
}

export const requestId = '8f5c1f6e-0000-4000-8000-000000000001';
export const receivedAt = 1790000000123;
const stored: Backend = { status: 200, body: '{"SequenceNumber":"1","ShardId":"shardId-000000000000"}' };

export function apiFromTemplate(template: unknown): Api {
  const resources = new Map(Object.entries(object(object(template).Resources)).map(([id, each]) => [id, object(each)]));
  const ofType = (type: string): readonly (readonly [string, Json])[] =>
    [...resources].filter(([, each]) => each.Type === type).map(([id, each]) => [id, object(each.Properties)] as const);
  const paths = new Map(ofType('AWS::ApiGateway::Resource').map(([id, each]) => [id, each]));
  const pathOf = (resource: unknown): string => {
    const id = text(object(resource).Ref);
    const found = paths.get(id);
    return found === undefined ? '' : `${pathOf(found.ParentId)}/${text(found.PathPart)}`;
  };
  const methods = new Map(
    ofType('AWS::ApiGateway::Method').map(([, each]) => [`${text(each.HttpMethod)} ${pathOf(each.ResourceId)}`, each]),
  );
  const named = (reference: unknown): Json => object(resources.get(text(object(reference).Ref))?.Properties);
  const gatewayAnswer = (type: string, status: number, variables: Readonly<Record<string, string>>): ApiAnswer => {
    const found = ofType('AWS::ApiGateway::GatewayResponse').find(([, each]) => each.ResponseType === type)?.[1];
    const template = object(found?.ResponseTemplates)['application/json'];
    const body =
      typeof template === 'string'
        ? // Gateway responses substitute variables and are no VTL.
          template.replaceAll(/\$context\.([A-Za-z.]+)/g, (_, name: string) =>
            JSON.stringify(variables[name] ?? '').slice(1, -1),
          )
        : JSON.stringify({ message: variables['error.message'] ?? '' });
    return {
      status: found?.StatusCode === undefined ? status : Number(found.StatusCode),
      body: object(JSON.parse(body)),
    };
  };

  return {
    methods: [...methods.keys()],
    send: (request, backend = stored) => {
      const method = methods.get(`${request.method} ${request.path}`);
      if (method === undefined)
        return gatewayAnswer('MISSING_AUTHENTICATION_TOKEN', 403, { 'error.message': 'Missing Authentication Token' });
      const contentType = (request.contentType ?? 'application/json').split(';')[0]?.trim().toLowerCase() ?? '';
      const reason = invalid(method, named, contentType, request.body ?? '');
      if (reason !== undefined)
        return gatewayAnswer('BAD_REQUEST_BODY', 400, { 'error.validationErrorString': reason, requestId });
      const integration = object(method.Integration);
      const templates = object(integration.RequestTemplates);
      const mapping = templates[contentType];
      if (mapping === undefined) {
        const refuses =
          integration.PassthroughBehavior === 'NEVER' ||
          (integration.PassthroughBehavior === 'WHEN_NO_TEMPLATES' && Object.keys(templates).length > 0);
        if (refuses) return gatewayAnswer('UNSUPPORTED_MEDIA_TYPE', 415, { 'error.message': 'Unsupported Media Type' });
        return { status: 200, body: { passedThrough: request.body ?? '' } };
      }
      const put = object(JSON.parse(evaluate(literal(mapping), request.body ?? '', callerContext(request)).output));
      return {
        ...answerOf(integration, backend),
        kinesisRequest: {
          streamName: text(put.StreamName),
          partitionKey: text(put.PartitionKey),
          data: Buffer.from(text(put.Data), 'base64').toString('utf8'),
          contentType: text(
            object(integration.RequestParameters)['integration.request.header.Content-Type'],
          ).replaceAll("'", ''),
        },
      };
    },
  };
}

/** The reason why a body is refused. A content type without a model is not validated at all, as in API Gateway. */
function invalid(
  method: Json,
  named: (reference: unknown) => Json,
  contentType: string,
  body: string,
): string | undefined {
  const validator = named(method.RequestValidatorId);
  const model = object(method.RequestModels)[contentType];
  if (validator.ValidateRequestBody !== true || model === undefined) return undefined;
  const check = new Ajv.default({ strict: true, allErrors: true }).compile(object(named(model).Schema));
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return 'Unable to parse the body';
  }
  return check(value)
    ? undefined
    : `[${(check.errors ?? []).map((error) => `${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`).join(', ')}]`;
}

function answerOf(integration: Json, backend: Backend): ApiAnswer {
  const responses = list(integration.IntegrationResponses).map(object);
  const chosen =
    responses.find(
      (each) =>
        typeof each.SelectionPattern === 'string' &&
        new RegExp(`^(?:${each.SelectionPattern})$`).test(String(backend.status)),
    ) ?? responses.find((each) => each.SelectionPattern === undefined);
  const { output, status } = evaluate(literal(object(chosen?.ResponseTemplates)['application/json']), backend.body, {
    requestId,
  });
  return { status: status ?? Number(chosen?.StatusCode), body: object(JSON.parse(output)) };
}

const callerContext = ({ userArn, sub }: ApiRequest): Json => ({
  requestId,
  requestTimeEpoch: receivedAt,
  identity: { userArn },
  authorizer: { claims: { sub } },
});

function evaluate(
  template: string,
  body: string,
  context: Json,
): { readonly output: string; readonly status?: number } {
  const override: { status?: number } = {};
  const at = (path: string): unknown => {
    const value: unknown = JSON.parse(body);
    return path === '$' ? value : object(value)[path.replace(/^\$\./, '')];
  };
  const output = render(template, {
    input: { body, json: (path: string) => JSON.stringify(at(path)), path: at },
    util: { base64Encode: (value: unknown) => Buffer.from(String(value), 'utf8').toString('base64') },
    context: { ...context, responseOverride: override },
  });
  return { output, ...(override.status === undefined ? {} : { status: override.status }) };
}

/** A text with CloudFormation's functions in it, resources as "<LogicalId>". */
function literal(value: unknown): string {
  if (typeof value === 'string') return value;
  const { Ref: reference, 'Fn::Join': join, 'Fn::GetAtt': attribute } = object(value);
  if (typeof reference === 'string') return `<${reference}>`;
  if (attribute !== undefined) return `<${list(attribute).map(text).join('.')}>`;
  const [separator, parts] = list(join);
  return list(parts).map(literal).join(text(separator));
}

const object = (value: unknown): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
