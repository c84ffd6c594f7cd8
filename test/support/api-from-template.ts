// A synthesised CloudFormation template to the API it would be: which requests it refuses, and what it asks of Kinesis. The
// front door's own gateway answers; callers are taken to be who a test says, and Kinesis answers what a test says.

import type { Template } from '../../deployment/template.ts';
import type { Authorise } from '../../local/front-door/authorise/authorise.ts';
import type { BackendAnswer, BackendRequest } from '../../local/front-door/backend.ts';
import { gatewayOf } from '../../local/front-door/gateway.ts';
import { definitionOf } from '../../local/front-door/read-definition.ts';
import type { Resolver } from '../../local/intrinsics.ts';

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
  send(request: ApiRequest, backend?: Backend): Promise<ApiAnswer>;
  readonly methods: readonly string[];
}

export const requestId = '8f5c1f6e-0000-4000-8000-000000000001';
export const receivedAt = 1790000000123;
const stored: Backend = { status: 200, body: '{"SequenceNumber":"1","ShardId":"shardId-000000000000"}' };
const apiKey = 'a key';

/** Every resource stands, as "<LogicalId>", with attributes such as "<LogicalId.Arn>". */
const resolve: Resolver = (id) => ({
  ref: `<${id}>`,
  attributes: new Proxy({}, { get: (_, name) => `<${id}.${String(name)}>` }),
});

export function apiFromTemplate(template: unknown): Api {
  if (!isTemplate(template)) throw new Error('that is no template');
  const definition = definitionOf(template, { account: '000000000000', region: 'us-east-1', resolve });
  const [stage = ''] = definition.stages.keys();
  // Made once, as its schemas are dear to compile: whose turn it is says who calls, and what is answered and noted.
  let turn: Turn = { caller: {}, backend: stored, sent: [] };
  let before: Promise<unknown> = Promise.resolve();
  const gateway = gatewayOf(definition, {
    authorise: async () => turn.caller,
    backend: {
      call: async (request): Promise<BackendAnswer> => {
        turn.sent.push(request);
        return { ...turn.backend, headers: [] };
      },
      read: async () => '',
      close: () => {},
    },
    keys: new Map([[apiKey, 'its id']]),
    throttles: false,
    now: () => receivedAt,
    requestId: () => requestId,
    log: () => {},
    failed: () => {},
    problem: (error) => {
      throw error;
    },
  });
  const send = async (
    { body = '', contentType, method, path, sub, userArn }: ApiRequest,
    backend: Backend,
  ): Promise<ApiAnswer> => {
    const caller = {
      ...(userArn === undefined ? {} : { userArn }),
      ...(sub === undefined ? {} : { claims: { sub } }),
    };
    turn = { caller, backend, sent: [] };
    const { answer } = await gateway({
      method,
      path: `/${stage}${path}`,
      query: [],
      headers: [['X-Api-Key', apiKey], ...(contentType === undefined ? [] : [['Content-Type', contentType] as const])],
      body: Buffer.from(body),
      sourceIp: '127.0.0.1',
    });
    const [put] = turn.sent;
    return {
      status: answer.status,
      body: JSON.parse(answer.body) as Json,
      ...(put === undefined ? {} : { kinesisRequest: kinesisRequest(put) }),
    };
  };
  return {
    methods: definition.routes.map(({ method, path }) => `${method} ${path}`),
    send: (request, backend = stored) => {
      const answer = before.then(() => send(request, backend));
      before = answer.catch(() => {});
      return answer;
    },
  };
}

interface Turn {
  readonly caller: Awaited<ReturnType<Authorise>>;
  readonly backend: Backend;
  readonly sent: BackendRequest[];
}

function kinesisRequest({ body, headers }: BackendRequest): KinesisRequest {
  const put = JSON.parse(body) as { StreamName: string; PartitionKey: string; Data: string };
  return {
    streamName: put.StreamName,
    partitionKey: put.PartitionKey,
    data: Buffer.from(put.Data, 'base64').toString('utf8'),
    contentType: headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '',
  };
}

const isTemplate = (value: unknown): value is Template =>
  typeof value === 'object' && value !== null && 'Resources' in value;
