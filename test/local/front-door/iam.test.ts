// Requests to a route that asks for Signature Version 4: only what a known caller has signed, now, as it was sent, gets in.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { booking, cancellation } from '../../support/api-events.ts';
import {
  account,
  bookingApp,
  bookingAppArn,
  flyhigh,
  type Opened,
  openDoor,
  post,
  type SignOptions,
  signed,
  startMs,
} from './support/door.ts';

const template = await flyhigh();
let door: Opened;
beforeAll(async () => {
  door = await openDoor(template);
});
afterAll(() => door.close());

const body = JSON.stringify(booking);
const mismatch = 'The request signature we calculated does not match the signature you provided.';
type Headers = Record<string, string>;

interface Row {
  readonly what: string;
  readonly options?: SignOptions;
  readonly sent?: string;
  readonly path?: string;
  readonly change?: (headers: Headers) => Headers;
  readonly message: string;
}

const rows: readonly Row[] = [
  { what: 'no signature', change: () => ({}), message: 'Missing Authentication Token' },
  {
    what: 'a bearer token',
    change: () => ({ authorization: 'Bearer x.y.z' }),
    message: 'The security token included in the request is invalid.',
  },
  {
    what: 'a key that nobody has',
    options: { credentials: { ...bookingApp, accessKeyId: 'AKIAOTHER' } },
    message: 'The security token included in the request is invalid.',
  },
  {
    what: 'a key named as what every object has',
    options: { credentials: { ...bookingApp, accessKeyId: 'constructor' } },
    message: 'The security token included in the request is invalid.',
  },
  { what: 'another secret', options: { credentials: { ...bookingApp, secretAccessKey: 'guess' } }, message: mismatch },
  { what: 'another body', sent: body.replace('ABC123', 'ABC124'), message: mismatch },
  {
    what: 'another body, its hash in the header again',
    sent: body.replace('ABC123', 'ABC124'),
    options: { headers: { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } },
    message: mismatch,
  },
  { what: 'another path', path: '/cancellations', sent: JSON.stringify(cancellation), message: mismatch },
  { what: 'a query that was not signed', path: '/bookings?x=1', message: mismatch },
  { what: 'another method', options: { method: 'PUT' }, message: mismatch },
  { what: 'another Region', options: { region: 'eu-west-1' }, message: mismatch },
  { what: 'another service', options: { service: 'kinesis' }, message: mismatch },
  {
    what: 'a header changed after it was signed',
    options: { headers: { 'x-note': 'one' } },
    change: (headers) => ({ ...headers, 'x-note': 'two' }),
    message: mismatch,
  },
  { what: 'a host that was not signed', options: { host: false }, message: mismatch },
  {
    what: 'a header less than was signed',
    change: ({ authorization = '', ...headers }) => ({ ...headers, authorization: authorization.replace(';host', '') }),
    message: mismatch,
  },
  {
    what: 'signed headers named as what every object has',
    change: ({ authorization = '', ...headers }) => ({
      ...headers,
      authorization: authorization.replace(/SignedHeaders=[^,]+/, 'SignedHeaders=host;__proto__;constructor'),
    }),
    message: mismatch,
  },
  {
    what: 'six minutes old',
    options: { nowMs: startMs - 6 * 60_000 },
    message: 'Signature expired or not yet current.',
  },
  {
    what: 'six minutes early',
    options: { nowMs: startMs + 6 * 60_000 },
    message: 'Signature expired or not yet current.',
  },
];

describe('403', () => {
  it.each(rows)(
    '$what',
    async ({ change = (headers) => headers, message, options, path = '/bookings', sent = body }) => {
      door.aws.received.length = 0;
      const headers = change(await signed(`${door.url}/bookings`, body, options));
      const answer = await post(`${door.url}${path}`, sent, headers);
      expect({ status: answer.status, body: await answer.json() }).toEqual({ status: 403, body: { message } });
      expect(door.aws.received).toEqual([]);
    },
  );
});

describe('202', () => {
  it.each<{ readonly what: string; readonly options: SignOptions; readonly query?: string }>([
    { what: 'signed now', options: {} },
    { what: 'four minutes old', options: { nowMs: startMs - 4 * 60_000 } },
    { what: 'signed with more headers', options: { headers: { 'x-note': ' two  words ' } } },
    { what: 'signed with a query', options: {}, query: '?b=2&a=1%20%2F&a=' },
  ])('$what', async ({ options, query = '' }) => {
    const url = `${door.url}/bookings${query.replace('&a=', '')}`;
    const answer = await post(url, body, await signed(url, body, options));
    expect(answer.status).toBe(202);
  });
});

it('a header added on the way does not break what was signed', async () => {
  const headers = await signed(`${door.url}/bookings`, body);
  const answer = await post(`${door.url}/bookings`, body, { ...headers, 'x-forwarded-for': '192.0.2.1' });
  expect(answer.status).toBe(202);
});

it('a known caller gets where a policy lets it, and nowhere else', async () => {
  const only = await openDoor(template, {
    callers: new Map([
      [
        bookingApp.accessKeyId,
        {
          secret: bookingApp.secretAccessKey,
          userArn: bookingAppArn,
          mayInvoke: [`arn:aws:execute-api:us-east-1:${account}:*/dev/POST/bookings`],
        },
      ],
    ]),
  });
  const url = (path: string): string => `${only.url}${path}`;
  const allowed = await post(url('/bookings'), body, await signed(url('/bookings'), body));
  expect(allowed.status).toBe(202);
  const other = JSON.stringify(cancellation);
  const denied = await post(url('/cancellations'), other, await signed(url('/cancellations'), other));
  expect(denied.status).toBe(403);
  expect(await denied.json()).toEqual({
    message: expect.stringMatching(/^User: .*booking-app.* is not authorized .*\/dev\/POST\/cancellations$/),
  });
  await only.close();
});
