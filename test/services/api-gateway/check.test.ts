// Routes that a schema would let through, each with what is found.
import { describe, expect, it } from 'vitest';
import { apiGateway } from '../../../services/api-gateway/index.ts';
import { modelSchema, notUnderstood, unsafeAsKey } from '../../../services/api-gateway/payload.ts';
import { architecture, component, connection, event, figure } from '../support/model.ts';

const schema = {
  type: 'object',
  required: ['orderId'],
  properties: { orderId: { type: 'string', pattern: '^[A-Z0-9]{6,12}$' } },
};
const throttle = figure(100, 'requests/s');
const good = { 'POST /orders': { accepts: 'order', auth: 'iam', throttle } };

function found(
  settings: object,
  more: { readonly schema?: object; readonly key?: string; readonly put?: number } = {},
): readonly string[] {
  const api = component('api', 'api-gateway', settings);
  const carries = { carries: new Map([['order', figure(1)]]) };
  const order = event('order', {
    schema: { ...(more.schema ?? schema) },
    ...('key' in more ? {} : { key: 'orderId' }),
    ...(more.key ? { key: more.key } : {}),
  });
  const model = architecture({
    components: [
      api,
      component('orders', 'kinesis-data-streams'),
      component('login', 'cognito'),
      component('answers', 'lambda'),
    ],
    connections: [
      ...Array.from({ length: more.put ?? 1 }, (_, index) =>
        connection('api', 'orders', 'put', {}, { id: `put${index}`, ...carries }),
      ),
      connection('api', 'answers', 'invoke', {}, { carries: new Map([['question', figure(1)]]) }),
      connection('login', 'api', 'authorize'),
    ],
    events: [order, event('question', { kind: 'request' })],
  });
  return (apiGateway.check?.(api, api.settings, model) ?? []).map(
    ({ code, path, message }) => `${code} ${path.join(' > ')}: ${message}`,
  );
}

describe('settings that fit', () => {
  it.each([
    ['a signed route', good],
    ['a key', { 'POST /orders': { accepts: 'order', auth: 'key', throttle } }],
    [
      'a token, its subject and its key',
      { 'POST /me/orders': { accepts: 'order', auth: 'login', key: 'token.sub', subject: 'memberRef', throttle } },
    ],
    [
      'a question with a parameter',
      { ...good, 'GET /orders/{id}/state': { answers: 'question', auth: 'key', throttle } },
    ],
    [
      'shares that make a whole',
      {
        'POST /a': { accepts: 'order', auth: 'key', throttle, share: figure(0.85) },
        'POST /b': { accepts: 'order', auth: 'iam', throttle, share: figure(0.15) },
      },
    ],
  ])('%s', (_, routes) => {
    expect(found({ routes })).toEqual([]);
  });
  it.each(['*', 'https://shop.example', 'http://localhost:3000'])('origin %s', (origin) => {
    expect(found({ routes: good, origin })).toEqual([]);
  });
});

describe('settings that do not', () => {
  const order = { accepts: 'order', auth: 'iam', throttle };
  it.each([
    ['no method', { '/orders': order }, 'is no route'],
    ['a method in small letters', { 'post /orders': order }, 'is no route'],
    ['a path that breaks out of a template', { 'POST /orders"$x': order }, 'is no route'],
    ['a bracket that does not close', { 'POST /orders/{id': order }, 'is no route'],
    [
      'neither accepts nor answers',
      { 'POST /orders': { auth: 'iam', throttle } },
      'either accepts an event or answers',
    ],
    ['both', { 'POST /orders': { ...order, answers: 'question' } }, 'either accepts an event or answers'],
    ['a body on GET', { 'GET /orders': order }, 'GET brings no body'],
    ['a throttle below one', { 'POST /orders': { ...order, throttle: figure(0.5) } }, 'less than one request'],
    [
      'a sign-in without its arrow',
      { 'POST /orders': { ...order, auth: 'answers' } },
      'Nothing named answers authorises',
    ],
    [
      'a subject without a token',
      { 'POST /orders': { ...order, subject: 'memberRef' } },
      'Only a token names a subject',
    ],
    [
      'a subject that hides what the API says',
      { 'POST /orders': { ...order, auth: 'login', subject: 'principal' } },
      'cannot be the subject',
    ],
    [
      'a subject with a quote',
      { 'POST /orders': { ...order, auth: 'login', subject: 'a"b' } },
      'cannot be the subject',
    ],
    ['a key from no token', { 'POST /orders': { ...order, key: 'token.sub' } }, 'comes from a token only'],
    [
      'a key from elsewhere',
      { 'POST /orders': { ...order, auth: 'login', key: 'body.other' } },
      'comes from a token only',
    ],
    [
      'a request that nothing answers',
      { 'POST /orders': { answers: 'order', auth: 'iam', throttle } },
      'Nothing takes order on',
    ],
    [
      'shares of less than the whole',
      { 'POST /a': { ...order, share: figure(0.5) }, 'POST /b': { ...order, share: figure(0.4) } },
      '90 % together',
    ],
    ['shares that leave nothing', { 'POST /a': { ...order, share: figure(1) }, 'POST /b': order }, '100 % together'],
  ])('%s', (_, routes, message) => {
    const findings = found({ routes });
    expect(findings.join('\n')).toContain(message);
    expect(findings.every((each) => each.startsWith('bad-setting components > api > routes'))).toBe(true);
  });

  it('an origin that is no site', () => {
    expect(found({ routes: good, origin: "https://x'; drop" }).join()).toContain('is no site');
  });
  it('an event that leaves by two arrows', () => {
    expect(found({ routes: good }, { put: 2 }).join()).toContain('by several arrows');
  });
  it('an event that nothing takes on', () => {
    expect(found({ routes: good }, { put: 0 }).join()).toContain('Nothing takes order on');
  });
  it.each([
    ['no key', { key: '' }, 'has no key'],
    ['a key that is no field', { key: 'customer' }, 'has no field "customer"'],
    ['a key that may be left out', { schema: { ...schema, required: [] } }, 'is not required'],
    [
      'a key without a pattern',
      { schema: { ...schema, properties: { orderId: { type: 'string' } } } },
      'has no pattern',
    ],
  ])('%s', (_, more, message) => {
    expect(found({ routes: good }, more).join()).toContain(message);
  });
  it('a keyword that API Gateway would ignore, once for each event', () => {
    const findings = found(
      { routes: { 'POST /a': { ...order, share: figure(0.5) }, 'POST /b': { ...order, share: figure(0.5) } } },
      {
        schema: {
          ...schema,
          properties: { ...schema.properties, when: { type: 'string', format: 'date-time', 'x-class': 'personal' } },
        },
      },
    );
    expect(findings).toEqual([
      'bad-setting workload > events > order > payload: API Gateway does not understand /properties/when/format of this schema.',
    ]);
  });
});

describe('payload schemas', () => {
  it('lose our own keywords, but not fields that are named like one', () => {
    const own = {
      type: 'object',
      'x-class': 'personal',
      properties: { 'x-ray': { type: 'string', 'x-class': 'personal' }, list: { items: { 'x-a': 1, type: 'string' } } },
      allOf: [{ 'x-b': 2 }],
    };
    expect(modelSchema(own)).toEqual({
      type: 'object',
      properties: { 'x-ray': { type: 'string' }, list: { items: { type: 'string' } } },
      allOf: [{}],
    });
  });
  it.each(['$id', 'const', 'if', 'contains', 'examples', 'format', 'dependencies', '$ref'])(
    'are found to use %s',
    (keyword) => {
      expect(notUnderstood({ type: 'object', properties: { a: { items: { anyOf: [{ [keyword]: true }] } } } })).toEqual(
        [`/properties/a/items/anyOf/${keyword}`],
      );
    },
  );
  it.each([
    ['^[A-Z0-9]{6,12}$', true],
    ['^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}$', true],
    ['^(AB|CD)-\\d+$', true],
    ['[A-Z]+', false],
    ['^[A-Z]+', false],
    ['^.*$', false],
    ['^[^x]+$', false],
    ['^\\S+$', false],
    ['^[ -~]+$', false],
    ['^a|b$', false],
    ['^[A-Z"]+$', false],
    ['^(.|a)+$', false],
  ])('with the pattern %s give a key: %s', (pattern, safe) => {
    const reason = unsafeAsKey({ required: ['k'], properties: { k: { type: 'string', pattern } } }, 'k');
    expect(reason === undefined).toBe(safe);
  });
});
