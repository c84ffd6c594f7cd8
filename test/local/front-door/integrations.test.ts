// What comes back from Kinesis and from functions, to what the caller is told.
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Template } from '../../../deployment/template.ts';
import type { FunctionFailure } from '../../../local/failures.ts';
import { search } from '../../support/api-events.ts';
import { account, flyhigh, type Opened, openDoor, post } from './support/door.ts';
import type { Told } from './support/fake-aws.ts';

const flyhighDev = await flyhigh();
let door: Opened;
beforeAll(async () => {
  door = await openDoor(flyhighDev, { longestIntegrationMs: 300 });
});
afterAll(() => door.close());
beforeEach(() => {
  door.aws.received.length = 0;
});

const key = () => ({ 'x-api-key': door.apiKey ?? '' });
const type = (name: string): string => JSON.stringify({ __type: name, message: 'Rate exceeded for shard 1' });

describe('Kinesis', () => {
  it.each<readonly [string, Told, number, string]>([
    ['stored', { body: '{"SequenceNumber":"1"}' }, 202, ''],
    ['throttles', { status: 400, body: type('ProvisionedThroughputExceededException') }, 429, 'Too many requests'],
    [
      'throttles, in its other spelling',
      { status: 400, body: type('com.amazonaws.kinesis.v20131202#ProvisionedThroughputExceededException') },
      429,
      'Too many requests',
    ],
    ['has no such stream', { status: 400, body: type('ResourceNotFoundException') }, 500, 'could not be stored'],
    ['lets nobody in', { status: 400, body: type('AccessDeniedException') }, 500, 'could not be stored'],
    ['says nothing', { status: 400, body: '{}' }, 500, 'could not be stored'],
    ['refuses', { status: 403, body: '{}' }, 500, 'could not be stored'],
    ['fails', { status: 500, body: type('InternalFailure') }, 503, 'a little later'],
    ['is down', { status: 503, body: '' }, 503, 'a little later'],
    ['refuses, not in JSON', { status: 400, body: '<html>' }, 500, 'Internal server error'],
    ['cuts the line', { cut: true }, 504, 'Network error'],
    ['does not answer', { silent: true }, 504, 'timed out'],
  ])('%s', async (_, told, status, message) => {
    door.aws.answer = () => told;
    const answer = await post(`${door.url}/searches`, search, key());
    const text = await answer.text();
    expect({ status: answer.status, cors: answer.headers.get('access-control-allow-origin') }).toEqual({
      status,
      cors: '*',
    });
    expect(text).toContain(message);
    expect(text).not.toContain('shard');
    expect(JSON.parse(text)).toBeTypeOf('object');
  });
});

const ask = (path: string, init: RequestInit = {}) =>
  fetch(`${door.url}${path}`, { ...init, headers: { ...key(), ...init.headers } });

describe('what a function gets', () => {
  beforeEach(() => {
    door.aws.answer = () => ({ body: '{"statusCode":200,"body":"ok"}' });
  });

  it('is the documented event', async () => {
    await ask('/flights/FH1%20x%2Fy%2541/seats?cabin=Y&cabin=J&empty=', {
      headers: { 'X-Twice': 'one', 'user-agent': 'test' },
    });
    const [call] = door.aws.received;
    const functionName = /^\/2015-03-31\/functions\/(.+)\/invocations$/.exec(call?.path ?? '')?.[1] ?? '';
    expect(decodeURIComponent(functionName)).toMatch(
      new RegExp(`^arn:aws:lambda:us-east-1:${account}:function:insights`),
    );
    expect(call?.headers).toMatchObject({
      'x-amz-invocation-type': 'RequestResponse',
      authorization: expect.stringContaining('/us-east-1/lambda/aws4_request'),
    });
    const event = JSON.parse(call?.body ?? '') as APIGatewayProxyEvent;
    expect(event).toMatchObject({
      resource: '/flights/{id}/seats',
      path: '/flights/FH1%20x%2Fy%2541/seats',
      httpMethod: 'GET',
      pathParameters: { id: 'FH1 x/y%41' },
      queryStringParameters: { cabin: 'J', empty: '' },
      multiValueQueryStringParameters: { cabin: ['Y', 'J'], empty: [''] },
      stageVariables: null,
      body: null,
      isBase64Encoded: false,
      requestContext: {
        accountId: account,
        httpMethod: 'GET',
        path: '/dev/flights/FH1%20x%2Fy%2541/seats',
        protocol: 'HTTP/1.1',
        requestTime: '22/Nov/2026:10:00:00 +0000',
        requestTimeEpoch: door.clock.nowMs,
        resourcePath: '/flights/{id}/seats',
        stage: 'dev',
        identity: { apiKey: door.apiKey, sourceIp: '127.0.0.1', userAgent: 'test', userArn: null },
      },
    });
    expect(event.multiValueHeaders).toMatchObject({ 'X-Twice': ['one'] });
    expect(Object.keys(event).sort()).toEqual([
      'body',
      'headers',
      'httpMethod',
      'isBase64Encoded',
      'multiValueHeaders',
      'multiValueQueryStringParameters',
      'path',
      'pathParameters',
      'queryStringParameters',
      'requestContext',
      'resource',
      'stageVariables',
    ]);
    expect(Object.keys(event.requestContext)).not.toContain('responseOverride');
  });

  it('has null where there is nothing', async () => {
    await ask('/routes/JFK-LHR/demand');
    expect(JSON.parse(door.aws.received[0]?.body ?? '')).toMatchObject({
      queryStringParameters: null,
      multiValueQueryStringParameters: null,
      pathParameters: { route: 'JFK-LHR' },
      body: null,
    });
  });
});

describe('what a function returns', () => {
  const returned = (value: unknown): Told => ({ body: JSON.stringify(value) });

  it('is the answer', async () => {
    door.aws.answer = () =>
      returned({
        statusCode: 418,
        headers: { 'content-type': 'text/plain', 'x-count': 3 },
        multiValueHeaders: { 'set-cookie': ['a=1', 'b=2'] },
        body: 'short and stout',
      });
    const answer = await ask('/routes/JFK-LHR/demand');
    expect(answer.status).toBe(418);
    expect(await answer.text()).toBe('short and stout');
    expect(Object.fromEntries(answer.headers)).toMatchObject({ 'content-type': 'text/plain', 'x-count': '3' });
    expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
  });

  it.each([
    ['content-length', '99'],
    ['Content-Length', '1'],
    ['transfer-encoding', 'gzip'],
    ['connection', 'upgrade'],
    ['trailer', 'x-sum'],
  ])('says nothing of how it is sent: %s %s', async (name, value) => {
    door.aws.answer = () => returned({ statusCode: 200, headers: { [name]: value, 'x-count': 3 }, body: 'whole' });
    for (const _ of ['once', 'and again']) {
      const answer = await ask('/routes/JFK-LHR/demand');
      expect([answer.status, answer.headers.get('x-count'), await answer.text()]).toEqual([200, '3', 'whole']);
      expect(answer.headers.get(name)).not.toBe(value);
    }
  });

  it('may be nothing but a status', async () => {
    door.aws.answer = () => returned({ statusCode: 204 });
    const answer = await ask('/routes/JFK-LHR/demand');
    expect({ status: answer.status, body: await answer.text() }).toEqual({ status: 204, body: '' });
  });

  it.each<readonly [string, Told, number]>([
    ['null', returned(null), 502],
    ['a text', returned('ok'), 502],
    ['a list', returned([]), 502],
    ['no status', returned({ body: 'ok' }), 502],
    ['a status that is none', returned({ statusCode: 'fine' }), 502],
    ['a status out of range', returned({ statusCode: 999 }), 502],
    ['a status that promises another', returned({ statusCode: 101 }), 502],
    ['a status that is no last one', returned({ statusCode: 199 }), 502],
    ['a body that is no text', returned({ statusCode: 200, body: { a: 1 } }), 502],
    ['headers that are a list', returned({ statusCode: 200, headers: ['a'] }), 502],
    ['a header that is an object', returned({ statusCode: 200, headers: { a: {} } }), 502],
    ['no JSON', { body: 'ok' }, 502],
    [
      'an error',
      { headers: { 'x-amz-function-error': 'Unhandled' }, body: '{"errorMessage":"secret","statusCode":200}' },
      502,
    ],
    ['nothing: Lambda is busy', { status: 429, body: '{"message":"secret"}' }, 500],
    ['nothing: there is no such function', { status: 404, body: '{"message":"secret"}' }, 500],
  ])('%s', async (_, told, status) => {
    door.aws.answer = () => told;
    const answer = await ask('/routes/JFK-LHR/demand');
    expect({ status: answer.status, body: await answer.json() }).toEqual({
      status,
      body: { message: 'Internal server error' },
    });
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
  });

  it('an error is told to whoever opened the door, word for word', async () => {
    const failures: FunctionFailure[] = [];
    const own = await openDoor(flyhighDev, { onFailure: (failure) => failures.push(failure) });
    const payload = '{"errorType":"TypeError","errorMessage":"no"}';
    const route = `${own.url}/routes/JFK-LHR/demand`;
    own.aws.answer = () => ({ headers: { 'x-amz-function-error': 'Unhandled' }, body: payload });
    await fetch(route, { headers: { 'x-api-key': own.apiKey ?? '' } });
    own.aws.answer = () => returned({ statusCode: 500 });
    await fetch(route, { headers: { 'x-api-key': own.apiKey ?? '' } });
    expect(failures).toEqual([{ functionName: expect.stringContaining(':function:insights'), payload }]);
    await own.close();
  });

  it.each<readonly [string, Told, string]>([
    ['never comes', { silent: true }, 'Endpoint request timed out'],
    ['is cut off', { cut: true }, 'Network error communicating with endpoint'],
  ])('%s: 504', async (_, told, message) => {
    door.aws.answer = () => told;
    const answer = await ask('/routes/JFK-LHR/demand');
    expect({ status: answer.status, body: await answer.json() }).toEqual({ status: 504, body: { message } });
  });
});

it('a connection that the other side has closed meanwhile is no failure', async () => {
  door.aws.answer = () => ({ body: '{}', headers: { connection: 'keep-alive' } });
  expect((await post(`${door.url}/searches`, search, key())).status).toBe(202);
  door.aws.dropIdle();
  expect((await post(`${door.url}/searches`, search, key())).status).toBe(202);
});

describe('a mock', () => {
  const template = (status: string, more: object = {}) => {
    const copy = JSON.parse(JSON.stringify(flyhighDev)) as Template;
    for (const { Properties: properties } of Object.values(copy.Resources)) {
      const integration = properties?.Integration as Record<string, unknown> | undefined;
      if (integration?.Type === 'MOCK')
        Object.assign(integration, {
          RequestTemplates: { 'application/json': status },
          IntegrationResponses: [
            { StatusCode: '201', SelectionPattern: '2\\d{2}', ResponseTemplates: { 'text/plain': 'made' } },
            { StatusCode: '404' },
          ],
          ...more,
        });
    }
    return copy;
  };
  it.each<readonly [string, Template, number, string]>([
    ['answers by the status of its template', template('{"statusCode": 200}'), 201, 'made'],
    ['or else by its default', template('{ statusCode : 500 }'), 404, ''],
    ['fails without a status', template('{}'), 500, '{"message":"Internal server error"}'],
    [
      'fails where no response takes its status',
      template('{"statusCode": 500}', { IntegrationResponses: [{ StatusCode: '200', SelectionPattern: '200' }] }),
      500,
      '{"message":"Internal server error"}',
    ],
    ['fails where its template does', template("$input.json('$..all')"), 500, '{"message":"Internal server error"}'],
  ])('%s', async (_, changed, status, text) => {
    const own = await openDoor(changed);
    const answer = await fetch(`${own.url}/searches`, { method: 'OPTIONS' });
    expect({ status: answer.status, text: await answer.text() }).toEqual({ status, text });
    await own.close();
  });
});

it('a body that a request template cannot read is its sender’s mistake, one that the answer’s cannot is not', async () => {
  const copy = JSON.parse(JSON.stringify(flyhighDev)) as Template;
  for (const { Properties: properties, Type: type } of Object.values(copy.Resources))
    if (type === 'AWS::ApiGateway::Method' && properties !== undefined)
      Reflect.deleteProperty(properties, 'RequestModels');
  const own = await openDoor(copy);
  const send = (body: unknown) => post(`${own.url}/searches`, body, { 'x-api-key': own.apiKey ?? '' });
  expect([(await send('{')).status, own.problems]).toEqual([400, []]);
  own.aws.answer = () => ({ status: 400, body: '<html>' });
  expect([(await send(search)).status, own.problems.map(String)]).toEqual([500, [expect.stringContaining('no JSON')]]);
  await own.close();
});

it('what goes wrong in a template is told to whoever opened the door', async () => {
  const copy = JSON.parse(
    JSON.stringify(flyhighDev).replaceAll("$input.json('$')", "$input.json('$..all')"),
  ) as Template;
  const own = await openDoor(copy);
  const answer = await post(`${own.url}/searches`, search, { 'x-api-key': own.apiKey ?? '' });
  expect(answer.status).toBe(500);
  expect(own.problems.map(String)).toEqual([expect.stringContaining('JSONPath')]);
  expect(own.aws.received).toEqual([]);
  await own.close();
});
