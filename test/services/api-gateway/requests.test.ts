// Requests to the API that FlyHigh's synthesised template describes: what is refused, and what exactly reaches Kinesis.
import { describe, expect, it } from 'vitest';
import { booking, cancellation, search } from '../../support/api-events.ts';
import { apiFromTemplate, receivedAt, requestId } from '../../support/api-from-template.ts';
import { entry, entryServices } from '../support/entry.ts';
import { template } from '../support/stack.ts';

const synthesised = template(entry(), entryServices);
const api = apiFromTemplate(synthesised.toJSON());

const role = 'arn:aws:sts::000000000000:assumed-role/booking-app/task';
const traveller = '9a8b7c6d-0000-4000-8000-123456789abc';

const post = (path: string, body: unknown, more: object = {}) =>
  api.send({ method: 'POST', path, body: typeof body === 'string' ? body : JSON.stringify(body), ...more });

describe('what is accepted', () => {
  it.each([
    ['/bookings', booking, { userArn: role }, 'ABC123', { principal: role }],
    ['/cancellations', cancellation, { userArn: role }, 'ABC123', { principal: role }],
    ['/searches', search, {}, search.visitorId, { principal: 'guest' }],
    ['/me/searches', search, { sub: traveller }, traveller, { principal: traveller, travellerRef: traveller }],
  ])(
    'POST %s is put with its key, and with what the API knows of the caller',
    async (path, body, caller, partitionKey, known) => {
      const answer = await post(path, body, caller);
      expect({ status: answer.status, body: answer.body }).toEqual({ status: 202, body: { requestId } });
      const { data, streamName, ...request } = answer.kinesisRequest ?? { data: '', streamName: '' };
      expect(request).toEqual({ partitionKey, contentType: 'application/x-amz-json-1.1' });
      expect(streamName).toMatch(path.includes('searches') ? /^<searchStream/ : /^<bookingStream/);
      expect(JSON.parse(data)).toEqual({
        meta: { receivedAt, requestId, source: `POST ${path}`, ...known },
        event: body,
      });
    },
  );

  it('takes a content type with a character set', async () => {
    const { status } = await post('/searches', search, { contentType: 'application/json; charset=utf-8' });
    expect(status).toBe(202);
  });
});

describe('what is refused', () => {
  it.each(['text/plain', 'application/xml', 'application/x-www-form-urlencoded', 'application/vnd.api+json'])(
    'a body of %s, which no schema would look at',
    async (contentType) => {
      for (const path of ['/searches', '/me/searches', '/bookings', '/cancellations']) {
        const answer = await post(path, search, { contentType });
        expect(answer.status).toBe(415);
        expect(answer.kinesisRequest).toBeUndefined();
      }
    },
  );

  it.each([
    ['a missing field', { ...search, origin: undefined }, 'origin'],
    ['a field nobody knows', { ...search, meta: { principal: 'someone else', receivedAt: 0 } }, 'meta'],
    ['a subject in the body', { ...search, travellerRef: traveller }, 'travellerRef'],
    ['an airport in small letters', { ...search, origin: 'jfk' }, 'origin'],
    ['a number where a text belongs', { ...search, visitorId: 7 }, 'visitorId'],
    ['a key with a quote in it', { ...search, visitorId: `${search.visitorId.slice(0, 35)}"` }, 'visitorId'],
    ['a list', [search], 'object'],
    ['text that is not JSON', '{', 'parse'],
    ['nothing', '', 'parse'],
  ])('%s, with the reason', async (_, body, named) => {
    const answer = await post('/searches', body);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ message: 'The body does not fit its schema.', requestId });
    expect(answer.body.reason).toContain(named);
    expect(answer.kinesisRequest).toBeUndefined();
  });

  it('a path that is not there', async () => {
    expect((await post('/flights', search)).status).toBe(403);
  });
});

describe('whatever a text holds arrives as it was sent', () => {
  const hostile = [
    'quotes " \' ` and \\ backslash \\" \\u0022',
    '#set($q = 1) #if(true)x#end #foreach($i in [1..9])$i#end #stop #include("x") #parse("x")',
    '$context.identity.userArn ${q} $!{event} $input.json("$") $util.base64Encode("x") $q$event',
    '</script><script>alert(1)</script> <!-- &amp;',
    '"},"meta":{"principal":"root"},"event":{"x":"',
    'ünïcode 漢字 😀 \u2028 \u0000 \t \n ## comment #* block *# #[[ raw ]]#',
  ];
  // A schema without patterns, as another model may have: here only the template stands between the text and the stream.
  const open = JSON.parse(JSON.stringify(synthesised.toJSON()));
  for (const resource of Object.values<{ Type: string; Properties: { Schema?: unknown } }>(open.Resources))
    if (resource.Type === 'AWS::ApiGateway::Model') resource.Properties.Schema = { type: 'object' };
  const unguarded = apiFromTemplate(open);

  it.each(hostile.map((text) => ({ text })))('%j', async ({ text }) => {
    const body = { ...search, note: text, [text]: { deep: [text] } };
    const answer = await unguarded.send({ method: 'POST', path: '/searches', body: JSON.stringify(body) });
    expect(answer.status).toBe(202);
    expect(JSON.parse(answer.kinesisRequest?.data ?? '')).toEqual({
      meta: { receivedAt, requestId, source: 'POST /searches', principal: 'guest' },
      event: body,
    });
  });
});

it('a field sent twice arrives once, as the value that was validated', async () => {
  const twice = JSON.stringify(search).replace('{', '{ "origin": "never-validated",');
  const { status, kinesisRequest } = await post('/searches', twice);
  expect(status).toBe(202);
  expect(kinesisRequest?.data).not.toContain('never-validated');
});

describe('what Kinesis answers', () => {
  const type = (name: string) => JSON.stringify({ __type: name, message: 'Rate exceeded for shard' });
  it.each([
    [400, type('ProvisionedThroughputExceededException'), 429],
    [400, type('com.amazonaws.kinesis.v20131202#ProvisionedThroughputExceededException'), 429],
    [400, type('ResourceNotFoundException'), 500],
    [400, type('AccessDeniedException'), 500],
    [400, type('InvalidArgumentException'), 500],
    [400, '{}', 500],
    [403, '{}', 500],
    [500, type('InternalFailure'), 503],
    [503, '{}', 503],
    [200, '{}', 202],
  ])('%i %s becomes %i', async (status, body, becomes) => {
    const answer = await api.send(
      { method: 'POST', path: '/searches', body: JSON.stringify(search) },
      { status, body },
    );
    expect(answer.status).toBe(becomes);
    expect(answer.body.requestId).toBe(requestId);
    expect(JSON.stringify(answer.body)).not.toContain('shard');
  });
});
