// What the front door refuses by itself, in the words of the API's gateway responses, and what pages of a browser need of it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Template } from '../../../deployment/template.ts';
import { search } from '../../support/api-events.ts';
import { flyhigh, type Opened, openDoor, post, signed } from './support/door.ts';

const template = await flyhigh();
let door: Opened;
beforeAll(async () => {
  door = await openDoor(template);
});
afterAll(() => door.close());

const guest = (more: Readonly<Record<string, string>> = {}) => ({ 'x-api-key': door.apiKey ?? '', ...more });

describe('400', () => {
  it.each([
    ['a missing field', { ...search, origin: undefined }, 'origin'],
    ['a field nobody knows', { ...search, extra: 1 }, 'extra'],
    ['an airport in small letters', { ...search, origin: 'jfk' }, '/origin'],
    ['a number where a text belongs', { ...search, visitorId: 7 }, '/visitorId'],
    ['a list', [search], 'object'],
    ['text that is not JSON', '{', 'parse'],
    ['nothing', '', 'parse'],
    ['a reason with quotes in it', { ...search, 'a"b\\': 1 }, 'a\\"b'],
  ])('%s, with its reason', async (_, body, reason) => {
    door.aws.received.length = 0;
    const answer = await post(`${door.url}/searches`, body, guest());
    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({
      message: 'The body does not fit its schema.',
      reason: expect.stringContaining(reason),
      requestId: answer.headers.get('x-amz-apigw-id'),
    });
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(door.aws.received).toEqual([]);
  });

  it('several mistakes at once', async () => {
    const answer = await post(`${door.url}/searches`, { ...search, origin: 'jfk', party: 'two' }, guest());
    const { reason } = (await answer.json()) as { reason: string };
    expect(reason).toContain('/origin');
    expect(reason).toContain('/party');
  });

  it.each<readonly [string, (at: number) => unknown]>([
    ['keys', (at) => [`k${at}`, 1]],
    ['keys of great length', (at) => [`k${at}${'x'.repeat(40_000)}`, 1]],
  ])('twenty mistakes at most, in few words: %s', async (_, entry) => {
    const many = Object.fromEntries(Array.from({ length: 200 }, (_each, at) => entry(at) as [string, unknown]));
    const answer = await post(`${door.url}/searches`, { ...search, ...many }, guest());
    const { reason } = (await answer.json()) as { reason: string };
    expect(answer.status).toBe(400);
    expect(reason.length).toBeLessThan(8_000);
    expect(reason.match(/body must/g)?.length).toBeLessThanOrEqual(20);
  });

  it('millions of mistakes take no time, and no room', async () => {
    const body = `{"segments":[${'1,'.repeat(4_200_000)}1]}`;
    const headers = await signed(`${door.url}/bookings`, body);
    const begun = performance.now();
    const answer = await post(`${door.url}/bookings`, body, headers);
    expect(answer.status).toBe(400);
    expect((await answer.text()).length).toBeLessThan(8_000);
    expect(performance.now() - begun).toBeLessThan(2_000);
  });

  it.each(['header.X-Trace', 'querystring.page'])('a required parameter that is not there: %s', async (parameter) => {
    const asking = JSON.parse(JSON.stringify(template)) as Template;
    for (const { Properties: properties, Type: type } of Object.values(asking.Resources))
      if (type === 'AWS::ApiGateway::Method' && properties !== undefined)
        Reflect.set(properties, 'RequestParameters', { [`method.request.${parameter}`]: true });
    const own = await openDoor(asking);
    const headers = { 'x-api-key': own.apiKey ?? '' };
    const name = parameter.split('.')[1] ?? '';
    for (const path of ['/searches', '/searches?page=']) {
      const answer = await post(`${own.url}${path}`, search, headers);
      expect(answer.status).toBe(400);
      expect(await answer.json()).toEqual({ message: `Missing required request parameters: [${name}]` });
    }
    const given = await post(`${own.url}/searches?page=1`, search, { ...headers, 'x-trace': '1' });
    expect(given.status).toBe(202);
    await own.close();
  });
});

describe('403', () => {
  const missing = 'Missing Authentication Token';
  it.each([
    ['a path that is not there', '/nowhere', missing],
    ['a path below one that is there', '/searches/1', missing],
    ['a slash too many', '/searches/', missing],
    ['a path that only leads on', '/me', missing],
    ['the root', '', missing],
  ])('%s', async (_, path, message) => {
    const answer = await post(`${door.url}${path}`, search, guest());
    expect({ status: answer.status, body: await answer.json() }).toEqual({ status: 403, body: { message } });
  });

  it('a method that is not there', async () => {
    expect((await fetch(`${door.url}/searches`, { headers: guest() })).status).toBe(403);
  });

  it('another stage', async () => {
    const answer = await post(door.url.replace(/dev$/, 'prod/searches'), search, guest());
    expect({ status: answer.status, body: await answer.json() }).toEqual({
      status: 403,
      body: { message: 'Forbidden' },
    });
  });

  it.each([[undefined], ['guess'], ['constructor']])('the API key %s', async (key) => {
    const answer = await post(`${door.url}/searches`, search, key === undefined ? {} : { 'x-api-key': key });
    expect({ status: answer.status, body: await answer.json() }).toEqual({
      status: 403,
      body: { message: 'Forbidden' },
    });
  });

  it('a key that is switched off, or in no usage plan of the stage', async () => {
    for (const [type, change] of [
      ['AWS::ApiGateway::ApiKey', { Enabled: false }],
      ['AWS::ApiGateway::UsagePlan', { ApiStages: [] }],
    ] as const) {
      const closed = JSON.parse(JSON.stringify(template)) as Template;
      for (const resource of Object.values(closed.Resources))
        if (resource.Type === type) Object.assign(resource.Properties ?? {}, change);
      const own = await openDoor(closed);
      expect(own.apiKey).toBeUndefined();
      expect((await post(`${own.url}/searches`, search, guest())).status).toBe(403);
      await own.close();
    }
  });
});

describe('415', () => {
  it.each(['text/plain', 'application/xml', 'application/x-www-form-urlencoded', 'application/vnd.api+json'])(
    'a body of %s, which no schema would look at',
    async (type) => {
      const answer = await post(`${door.url}/searches`, search, guest({ 'content-type': type }));
      expect({ status: answer.status, body: await answer.json() }).toEqual({
        status: 415,
        body: { message: 'Unsupported Media Type' },
      });
    },
  );
});

it('413: a body above ten megabytes', async () => {
  const answer = await post(`${door.url}/searches`, 'x'.repeat(10 * 1024 * 1024 + 1), guest());
  expect({ status: answer.status, body: await answer.json() }).toEqual({
    status: 413,
    body: { message: 'Request Too Long' },
  });
  const longest = await post(`${door.url}/searches`, 'x'.repeat(10 * 1024 * 1024), guest());
  expect(longest.status).toBe(400);
});

describe('pages of a browser', () => {
  it.each([
    ['/searches', 'POST', 'Content-Type,X-Api-Key'],
    ['/me/searches', 'POST', 'Content-Type,Authorization'],
    ['/me/profile', 'GET,DELETE', 'Content-Type,Authorization'],
    ['/flights/FH1/seats', 'GET', 'Content-Type,X-Api-Key'],
  ])('the preflight of %s', async (path, methods, headers) => {
    const answer = await fetch(`${door.url}${path}`, {
      method: 'OPTIONS',
      headers: { origin: 'https://www.example.com', 'access-control-request-method': 'POST' },
    });
    expect(answer.status).toBe(204);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-methods': methods,
      'access-control-allow-headers': headers,
      'access-control-max-age': '86400',
    });
  });

  it('machines’ routes have none', async () => {
    expect((await fetch(`${door.url}/bookings`, { method: 'OPTIONS' })).status).toBe(403);
  });

  it('an accepted event may be seen', async () => {
    const answer = await post(`${door.url}/searches`, search, guest());
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
  });
});

it('a stage’s throttle: so many at once, and so many more a second, each method by itself', async () => {
  const own = await openDoor(template);
  const erase = (): Promise<Response> => fetch(`${own.url}/me/profile`, { method: 'DELETE' });
  const statuses = async (count: number): Promise<readonly number[]> => {
    const answers: number[] = [];
    for (let index = 0; index < count; index += 1) answers.push((await erase()).status);
    return answers;
  };
  expect(await statuses(27)).toEqual([...Array(25).fill(401), 429, 429]);
  const refused = await erase();
  expect(await refused.json()).toEqual({ message: 'Too Many Requests' });
  expect(refused.headers.get('access-control-allow-origin')).toBe('*');
  expect((await fetch(`${own.url}/me/profile`)).status).toBe(401);
  own.clock.nowMs += 80;
  expect(await statuses(3)).toEqual([401, 401, 429]);
  await own.close();
});

it('throttles can be switched off', async () => {
  const own = await openDoor(template, { throttles: false });
  for (let index = 0; index < 30; index += 1)
    expect((await fetch(`${own.url}/me/profile`, { method: 'DELETE' })).status).toBe(401);
  await own.close();
});
