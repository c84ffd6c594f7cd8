// Which invocations of a bundled handler X-Ray is told of: a process of its own, a daemon and a DynamoDB on loopback.
import { execFile } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundleHandlers } from '../../generators/infrastructure/bundles.ts';

interface Segment {
  readonly name: string;
  readonly trace_id: string;
  readonly annotations?: Readonly<Record<string, unknown>>;
  readonly parent_id: string;
  readonly id: string;
}

const traceId = (n: number) => `1-5759e988-${String(n).padStart(24, '0')}`;
const header = (n: number, sampled: 0 | 1) => `Root=${traceId(n)};Parent=53995c3f42cd8ad8;Sampled=${sampled}`;

/** One invocation after the other, as Lambda's runtime makes them: it sets the header, calls, and waits. Then the end. */
const script = (url: string, headers: readonly string[]) => `
const { handler } = await import(${JSON.stringify(url)});
const event = { httpMethod: 'GET', resource: '/routes/{route}/demand', pathParameters: { route: 'JFK-LHR' } };
const context = { awsRequestId: 'r', functionName: 'x', functionVersion: '1', invokedFunctionArn: 'arn', memoryLimitInMB: '512', getRemainingTimeInMillis: () => 30_000 };
const headers = ${JSON.stringify(headers)};
let busy = false;
// Each call comes from outside of what the one before it set up.
setInterval(async () => {
  if (busy) return;
  busy = true;
  if (headers.length === 0) return setTimeout(() => process.exit(), 100);
  process.env._X_AMZN_TRACE_ID = headers.shift();
  const { statusCode } = await handler(event, context);
  // What X-Ray keeps its context in.
  console.log('answered ' + statusCode + ', X-Ray loaded: ' + (process.namespaces !== undefined));
  busy = false;
}, 5);`;

let segments: Segment[];
let said: string;
beforeAll(async () => {
  const { folders } = await bundleHandlers('model/flyhigh');
  segments = [];
  const daemon = createSocket('udp4');
  daemon.on('message', (packet) => segments.push(JSON.parse(packet.toString().split('\n')[1] ?? '')));
  daemon.bind(0, '127.0.0.1');
  const dynamo = createServer((request, response) => {
    request.resume().on('end', () => response.end('{}'));
  }).listen(0, '127.0.0.1');
  await Promise.all([once(daemon, 'listening'), once(dynamo, 'listening')]);
  const address = dynamo.address();
  const env = {
    AWS_XRAY_DAEMON_ADDRESS: `127.0.0.1:${daemon.address().port}`,
    AWS_ENDPOINT_URL: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'none',
    AWS_SECRET_ACCESS_KEY: 'none',
    AWS_LAMBDA_FUNCTION_NAME: 'x',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    LAMBDA_TASK_ROOT: '/var/task',
    LIVE_FIGURES_TABLE: 'x',
    ROUTE_DEMAND_TABLE: 'x',
    SEAT_INVENTORY_TABLE: 'x',
    TRAVELLER_PROFILES_TABLE: 'x',
  };
  const url = pathToFileURL(join(folders.get('insights') ?? '', 'index.mjs')).href;
  const headers = [header(1, 0), header(2, 1), header(3, 1), header(4, 0), header(5, 1)];
  const run = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script(url, headers)], { env });
  said = run.stdout + run.stderr;
  daemon.close();
  dynamo.closeAllConnections();
  dynamo.close();
}, 60_000);

describe('a trace', () => {
  it('has each sampled invocation, and no other', () => {
    expect(said.match(/answered 200/g)).toHaveLength(5);
    const handlers = segments.filter(({ name }) => name === '## handler');
    expect(handlers.map(({ trace_id }) => trace_id)).toEqual([traceId(2), traceId(3), traceId(5)]);
    expect(handlers.map(({ parent_id }) => parent_id)).toEqual(Array(3).fill('53995c3f42cd8ad8'));
    expect(new Set(segments.map(({ trace_id }) => trace_id))).toEqual(new Set([2, 3, 5].map(traceId)));
  });

  it('has the calls of the handler below it', () => {
    const calls = segments.filter(({ name }) => name === 'DynamoDB');
    const handlers = segments.filter(({ name }) => name === '## handler');
    expect(calls.map(({ parent_id }) => parent_id)).toEqual(handlers.map(({ id }) => id));
  });

  it('knows the service, and that only the first invocation was a cold start', () => {
    const annotations = segments.flatMap(({ name, annotations }) => (name === '## handler' ? [annotations] : []));
    expect(annotations).toEqual(Array(3).fill({ ColdStart: false, Service: 'insights' }));
  });

  it('costs nothing where none is kept: X-Ray is loaded by the first that is', () => {
    const loaded = [...said.matchAll(/X-Ray loaded: (\w+)/g)].map(([, whether]) => whether);
    expect(loaded).toEqual(['false', 'true', 'true', 'true', 'true']);
  });

  it('is missed by nobody: X-Ray complains of nothing', () => {
    expect(said).not.toMatch(/Missing AWS Lambda trace data|Failed to get the current/);
  });
});
