// A template to the definition of its API, and what of a template is refused rather than answered wrongly.
import { describe, expect, it } from 'vitest';
import type { Template } from '../../../deployment/template.ts';
import { accessLine } from '../../../local/front-door/access-log.ts';
import { type Refusal, refused } from '../../../local/front-door/gateway-response.ts';
import { definitionOf } from '../../../local/front-door/read-definition.ts';
import { matcherOf } from '../../../local/front-door/routes.ts';
import { throttleOf } from '../../../local/front-door/throttle.ts';
import type { Resolver } from '../../../local/intrinsics.ts';
import { account, flyhigh, openDoor, region, resolverOf } from './support/door.ts';
import { apiKeyOf, forgotten } from './support/fake-aws.ts';

const template = await flyhigh();
const place = { account, region, resolve: resolverOf(template) };
const changed = (type: string, change: (properties: Record<string, unknown>) => void): Template => {
  const copy = JSON.parse(JSON.stringify(template)) as Template;
  for (const resource of Object.values(copy.Resources))
    if (resource.Type === `AWS::ApiGateway::${type}`) change(resource.Properties as Record<string, unknown>);
  return copy;
};

describe("FlyHigh's dev stage", () => {
  const { routes, stages } = definitionOf(template, place);
  it('has the routes of the template, each with who may call it', () => {
    const named = routes
      .filter(({ method }) => method !== 'OPTIONS')
      .map(({ authorisation, keyRequired, method, path }) => `${method} ${path} ${authorisation.by} ${keyRequired}`);
    expect(named.sort()).toEqual([
      'DELETE /me/profile userPool false',
      'GET /flights/{id}/seats nothing true',
      'GET /me/offers userPool false',
      'GET /me/profile userPool false',
      'GET /routes/{route}/demand nothing true',
      'GET /routes/{route}/figures iam false',
      'POST /bookings iam false',
      'POST /cancellations iam false',
      'POST /me/searches userPool false',
      'POST /searches nothing true',
    ]);
  });

  it('has throttles under their paths', () => {
    expect(stages.get('dev')?.throttles).toContainEqual({
      method: 'GET',
      path: '/routes/{route}/demand',
      requestsPerSecond: 300,
      burst: 300,
    });
  });
});

describe('refused', () => {
  const uri = (value: string) =>
    changed('Method', (properties) => {
      const integration = properties.Integration as Record<string, unknown>;
      if (integration.Type !== 'MOCK') integration.Uri = value;
    });
  it.each<readonly [string, Template, string]>([
    ['no API', { Resources: {} }, 'no REST API'],
    [
      'two',
      { Resources: { A: { Type: 'AWS::ApiGateway::RestApi' }, B: { Type: 'AWS::ApiGateway::RestApi' } } },
      'A, B',
    ],
    [
      'an authoriser of another kind',
      changed('Method', (each) => Object.assign(each, { AuthorizationType: 'CUSTOM' })),
      'CUSTOM',
    ],
    ['an integration with a path of a service', uri('arn:aws:apigateway:us-east-1:s3:path/bucket'), 's3:path'],
    ['an address on the web', uri('https://example.com'), 'https://example.com'],
  ])('%s', (_, wrong, said) => {
    expect(() => definitionOf(wrong, place)).toThrow(said);
  });

  it('a reference to what does not stand', () => {
    expect(() => definitionOf(template, { ...place, resolve: () => undefined })).toThrow('does not stand');
  });
});

it('one of several APIs is chosen by its logical id', () => {
  const two = { Resources: { ...template.Resources, Other: { Type: 'AWS::ApiGateway::RestApi' } } };
  expect(definitionOf(two, place, 'Other').routes).toEqual([]);
});

describe('the API’s key', () => {
  const [id = ''] =
    Object.entries(template.Resources).find(([, { Type: type }]) => type === 'AWS::ApiGateway::ApiKey') ?? [];
  const named = changed('ApiKey', (properties) => Object.assign(properties, { Value: 'as the template says' }));
  it.each<readonly [string, Template, string]>([
    ['the one that the AWS behind has made up', template, apiKeyOf(id)],
    ['the template’s, where it says one', named, 'as the template says'],
  ])('is %s', async (_, of, value) => {
    const door = await openDoor(of);
    expect(door.apiKey).toBe(value);
    await door.close();
  });

  it('is not made up here', async () => {
    const resolve: Resolver = (each) => {
      const known = place.resolve(each);
      return each === id && known !== undefined ? { ...known, ref: forgotten } : known;
    };
    await expect(openDoor(template, { place: { ...place, resolve } })).rejects.toThrow(`the API key ${id}`);
  });
});

describe('paths', () => {
  const match = matcherOf(
    ['GET /', 'GET /a', 'GET /a/{id}', 'POST /a/{id}', 'GET /a/fixed', 'ANY /a/{id}/b', 'GET /files/{path+}'].map(
      (each) => {
        const [method = '', path = ''] = each.split(' ');
        return { method, path };
      },
    ),
  );
  it.each<readonly [string, readonly string[], string | undefined, object]>([
    ['GET', [], '/', {}],
    ['GET', ['a'], '/a', {}],
    ['GET', ['a', 'fixed'], '/a/fixed', {}],
    ['GET', ['a', '7'], '/a/{id}', { id: '7' }],
    ['GET', ['a', 'x%20y%2Fz'], '/a/{id}', { id: 'x y/z' }],
    ['GET', ['a', '100%'], '/a/{id}', { id: '100%' }],
    ['GET', ['a', '%2541'], '/a/{id}', { id: '%41' }],
    ['GET', ['files', '%2541', '%25'], '/files/{path+}', { path: '%41/%' }],
    ['DELETE', ['a', '7', 'b'], '/a/{id}/b', { id: '7' }],
    ['GET', ['a', 'fixed', 'b'], '/a/{id}/b', { id: 'fixed' }],
    ['GET', ['files', 'x', 'y'], '/files/{path+}', { path: 'x/y' }],
    ['GET', ['files'], undefined, {}],
    ['PUT', ['a', '7'], undefined, {}],
    ['GET', ['a', ''], undefined, {}],
    ['GET', ['a', '7', 'c'], undefined, {}],
    ['GET', ['constructor'], undefined, {}],
  ])('%s %j', (method, segments, path, parameters) => {
    const found = match(method, segments);
    expect(found?.route.path).toBe(path);
    expect(found?.parameters ?? {}).toEqual(parameters);
  });
});

describe('throttles', () => {
  it('a bucket fills at its rate, no further than its burst', () => {
    const take = throttleOf([{ method: 'GET', path: '/a', requestsPerSecond: 2, burst: 3 }]);
    const taken = (nowMs: number, count: number) => Array.from({ length: count }, () => take('GET', '/a', nowMs));
    expect(taken(0, 4)).toEqual([true, true, true, false]);
    expect(taken(499, 1)).toEqual([false]);
    expect(taken(500, 2)).toEqual([true, false]);
    expect(taken(60_000, 4)).toEqual([true, true, true, false]);
    expect(taken(59_000, 1)).toEqual([false]);
  });

  it('a setting of a method goes before that of all, which holds for each by itself', () => {
    const take = throttleOf([
      { method: '*', path: '/*', requestsPerSecond: 1, burst: 1 },
      { method: 'GET', path: '/a', requestsPerSecond: 1, burst: 2 },
    ]);
    expect([take('GET', '/a', 0), take('GET', '/a', 0), take('GET', '/a', 0)]).toEqual([true, true, false]);
    expect([take('GET', '/b', 0), take('GET', '/b', 0), take('POST', '/b', 0)]).toEqual([true, false, true]);
  });
});

describe('gateway responses', () => {
  const sources = {
    request: {
      method: 'GET',
      path: '/dev/x',
      query: [],
      headers: [['X-Trace', 't'] as const],
      body: Buffer.alloc(0),
      sourceIp: '',
    },
    pathParameters: {},
    context: { requestId: 'r', identity: { sourceIp: null } },
    stageVariables: { colour: 'blue' },
  };
  const refusal: Refusal = { type: 'BAD_REQUEST_BODY', reason: 'a "b" \\ c' };
  const answer = (definitions: readonly (readonly [string, object])[], of = refusal) =>
    refused(
      of,
      new Map(definitions.map(([type, each]) => [type, { templates: {}, parameters: {}, ...each }])),
      sources,
    );

  it('are API Gateway’s own where the API has none', () => {
    expect(answer([])).toEqual({
      status: 400,
      headers: [
        ['Content-Type', 'application/json'],
        ['x-amzn-ErrorType', 'BadRequestException'],
      ],
      body: '{"message":"Invalid request body"}',
    });
  });

  it('put variables in as they stand within a JSON string', () => {
    const template =
      '{"m":$context.error.messageString,"r":"$context.error.validationErrorString","t":"$context.error.responseType","i":"$context.requestId$context.identity.sourceIp$context.none","c":"$stageVariables.colour"}';
    const { body } = answer([['BAD_REQUEST_BODY', { templates: { 'application/json': template } }]]);
    expect(JSON.parse(body)).toEqual({
      m: 'Invalid request body',
      r: 'a "b" \\ c',
      t: 'BAD_REQUEST_BODY',
      i: 'r',
      c: 'blue',
    });
  });

  it('fall back on the response of their class', () => {
    const both = [
      [
        'DEFAULT_4XX',
        { status: 422, parameters: { 'gatewayresponse.header.X-Trace': 'method.request.header.x-trace' } },
      ],
      ['DEFAULT_5XX', { parameters: { 'gatewayresponse.header.X-Five': "'5'" } }],
    ] as const;
    expect(answer(both)).toMatchObject({ status: 422, headers: expect.arrayContaining([['X-Trace', 't']]) });
    expect(answer(both, { type: 'INTEGRATION_TIMEOUT' })).toMatchObject({
      status: 504,
      headers: expect.arrayContaining([['X-Five', '5']]),
    });
    const own = [...both, ['BAD_REQUEST_BODY', { status: 400 }]] as const;
    expect(answer(own).headers).not.toContainEqual(['X-Trace', 't']);
  });
});

it('an access log line has a dash for what a request has none of, and keeps a line of JSON whole', () => {
  const format = '{"id":"$context.requestId","who":"$context.identity.userArn","what":"$context.a.b","n":$context.n}';
  const line = accessLine(format, { requestId: 'r"1\n', identity: { userArn: null }, a: {}, n: 3 });
  expect(JSON.parse(line)).toEqual({ id: 'r"1\n', who: '-', what: '-', n: 3 });
});
