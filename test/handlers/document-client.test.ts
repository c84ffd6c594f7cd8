// A request whose answer never comes is given up and sent again: on a connection that died while the function was frozen.
import { createServer, type Server } from 'node:http';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { documentClient } from '../../model/flyhigh/handlers/common/document-client.ts';

let server: Server;
let requests = 0;
/** How many are not answered. */
let silent = 0;
beforeEach(async () => {
  requests = 0;
  server = createServer((_request, response) => {
    requests += 1;
    if (requests <= silent) return;
    response.setHeader('content-type', 'application/x-amz-json-1.0').end('{"Item":{"id":{"S":"x"}}}');
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  vi.stubEnv('AWS_ENDPOINT_URL', `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`);
  vi.stubEnv('AWS_REGION', 'us-east-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'id');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const traced = <Client>(client: Client) => client;
const get = new GetCommand({ TableName: 'table', Key: { id: 'x' } });

it('is sent again, and the answer taken', async () => {
  silent = 1;
  expect((await documentClient({ traced }, 100).send(get)).Item).toEqual({ id: 'x' });
  expect(requests).toBe(2);
});

it('fails in the end', async () => {
  silent = 9;
  const start = performance.now();
  await expect(documentClient({ traced }, 100).send(get)).rejects.toMatchObject({ name: 'TimeoutError' });
  expect(requests).toBeGreaterThan(2);
  expect(performance.now() - start).toBeLessThan(5_000);
});

it('is traced, and waits three seconds', async () => {
  const clients: object[] = [];
  const client = documentClient({
    traced: (each) => {
      clients.push(each);
      return each;
    },
  });
  expect(clients).toHaveLength(1);
  silent = 0;
  await client.send(get);
  const { requestHandler } = client.config;
  if (!(requestHandler instanceof NodeHttpHandler)) throw new Error('it speaks HTTP by Node itself');
  expect(requestHandler.httpHandlerConfigs()).toMatchObject({ requestTimeout: 3_000, throwOnRequestTimeout: true });
});
