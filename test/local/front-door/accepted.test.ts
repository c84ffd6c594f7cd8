// Events that FlyHigh's front door takes: what exactly reaches Kinesis, and that nobody says by a body who they are.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { booking, cancellation, search } from '../../support/api-events.ts';
import { bookingAppArn, flyhigh, type Opened, openDoor, post, signed, startMs } from './support/door.ts';
import { accessClaims, token, traveller } from './support/tokens.ts';

let door: Opened;
beforeAll(async () => {
  door = await openDoor(await flyhigh());
});
afterAll(() => door.close());
beforeEach(() => {
  door.aws.received.length = 0;
});

const guest = async () => ({ 'x-api-key': door.apiKey ?? '' });
const bearer = async () => ({ authorization: `Bearer ${token(accessClaims(startMs), door.key)}` });
const iam = (path: string, body: unknown) => signed(`${door.url}${path}`, JSON.stringify(body));

interface Row {
  readonly path: string;
  readonly body: { readonly [name: string]: unknown };
  readonly headers: (path: string, body: unknown) => Promise<Readonly<Record<string, string>>>;
  readonly stream: string;
  readonly partitionKey: string;
  readonly known: object;
}

const rows: readonly Row[] = [
  {
    path: '/bookings',
    body: booking,
    headers: iam,
    stream: 'bookingStream',
    partitionKey: booking.bookingId,
    known: { principal: bookingAppArn },
  },
  {
    path: '/cancellations',
    body: cancellation,
    headers: iam,
    stream: 'bookingStream',
    partitionKey: cancellation.bookingId,
    known: { principal: bookingAppArn },
  },
  {
    path: '/searches',
    body: search,
    headers: guest,
    stream: 'searchStream',
    partitionKey: search.visitorId,
    known: { principal: 'guest' },
  },
  {
    path: '/me/searches',
    body: search,
    headers: bearer,
    stream: 'searchStream',
    partitionKey: traveller,
    known: { principal: traveller, travellerRef: traveller },
  },
];

describe.each(rows)('POST $path', ({ path, body, headers, stream, partitionKey, known }) => {
  it('is put with its key and with what the gateway knows of the caller, and answered 202', async () => {
    const answer = await post(`${door.url}${path}`, body, await headers(path, body));
    expect(answer.status).toBe(202);
    const { requestId } = (await answer.json()) as { requestId: string };
    expect(answer.headers.get('x-amz-apigw-id')).toBe(requestId);
    expect(door.aws.received).toHaveLength(1);
    const [put] = door.aws.received;
    expect(put?.path).toBe('/');
    expect(put?.headers).toMatchObject({
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'Kinesis_20131202.PutRecord',
      authorization: expect.stringMatching(/^AWS4-HMAC-SHA256 Credential=local\/20261122\/us-east-1\/kinesis\//),
    });
    const { Data: data, StreamName: streamName, ...rest } = JSON.parse(put?.body ?? '') as Record<string, string>;
    expect(rest).toEqual({ PartitionKey: partitionKey });
    expect(streamName).toMatch(new RegExp(`^${stream}`));
    expect(JSON.parse(Buffer.from(data ?? '', 'base64').toString('utf8'))).toEqual({
      meta: { receivedAt: startMs, requestId, source: `POST ${path}`, ...known },
      event: body,
    });
  });

  it('knows it by an id that no caller can choose', async () => {
    const answer = await post(`${door.url}${path}`, body, {
      ...(await headers(path, body)),
      'X-Amzn-RequestId': 'mary@flyhigh.example',
    });
    // Not one that a header may hold.
    expect(answer.headers.get('x-amzn-requestid')).toBe(answer.headers.get('x-amz-apigw-id'));
    const forged = await post(`${door.url}${path}`, body, {
      ...(await headers(path, body)),
      'X-Amzn-RequestId': 'mary',
    });
    expect(forged.headers.get('x-amzn-requestid')).toBe('mary');
    for (const { body: put = '' } of door.aws.received)
      expect(Buffer.from(JSON.parse(put).Data, 'base64').toString('utf8')).not.toContain('mary');
    expect(JSON.stringify(door.lines)).not.toContain('mary');
  });

  it('refuses a body that says who sends it', async () => {
    for (const forged of [
      { meta: { principal: 'someone else' } },
      { principal: bookingAppArn },
      { requestContext: { identity: { userArn: bookingAppArn } } },
    ]) {
      const claimed = { ...body, ...forged };
      const answer = await post(`${door.url}${path}`, claimed, await headers(path, claimed));
      expect(answer.status).toBe(400);
    }
    expect(door.aws.received).toEqual([]);
  });

  it('takes no word of headers for who sends it', async () => {
    const claims = { 'x-amzn-user-arn': 'arn:someone', 'x-forwarded-user': 'someone', 'x-principal': 'someone' };
    const answer = await post(`${door.url}${path}`, body, { ...(await headers(path, body)), ...claims });
    expect(answer.status).toBe(202);
    const { Data: data = '' } = JSON.parse(door.aws.received[0]?.body ?? '') as Record<string, string>;
    expect(Buffer.from(data, 'base64').toString('utf8')).not.toContain('someone');
  });
});

it('counts its answers by route and status', async () => {
  const other = await openDoor(await flyhigh());
  const headers = { 'x-api-key': other.apiKey ?? '' };
  await post(`${other.url}/searches`, search, headers);
  await post(`${other.url}/searches`, search, headers);
  await post(`${other.url}/searches`, '{}', headers);
  await post(`${other.url}/nowhere`, '{}');
  expect(other.statistics()).toEqual({ '-': { 403: 1 }, 'POST /searches': { 202: 2, 400: 1 } });
  await other.close();
});

it('writes a line of the stage’s access log a request, without anything of a person', async () => {
  door.lines.length = 0;
  await post(`${door.url}/me/searches`, search, await bearer());
  await post(`${door.url}/searches`, search);
  const [accepted, refused] = door.lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(accepted).toMatchObject({
    method: 'POST',
    route: '/me/searches',
    status: '202',
    error: '-',
    integrationStatus: '200',
    requestTime: String(startMs),
  });
  expect(refused).toMatchObject({ status: '403', error: 'INVALID_API_KEY', integrationStatus: '-' });
  expect(door.lines.join()).not.toContain(traveller);
});
