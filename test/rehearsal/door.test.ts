import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Door, doorOf, type Sender } from '../../model/flyhigh/rehearsal/sending/door.ts';
import { http } from '../../model/flyhigh/rehearsal/sending/http.ts';
import type { Path } from '../../model/flyhigh/rehearsal/traffic/message.ts';

interface Seen {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const seen: Seen[] = [];
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const { method, url, headers } = request;
    seen.push({ method, url, headers, body: Buffer.concat(chunks).toString() });
    response.writeHead(202, { 'content-type': 'application/json' }).end('{"requestId":"r"}');
  });
});
const connected = http(2);
let door: Door;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const credentials = { accessKeyId: 'AKIDCALLER', secretAccessKey: 'secret' };
  const frontDoor = { url: `http://127.0.0.1:${port}/dev`, apiKey: 'the-key', caller: credentials };
  door = doorOf(frontDoor, 'us-east-1', connected, [
    { travellerRef: 'a', accessToken: 'header.claims.signature-0' },
    { travellerRef: 'b', accessToken: 'header.claims.signature-1' },
  ]);
});

afterAll(async () => {
  connected.close();
  await new Promise((resolve) => server.close(resolve));
});

async function posted(path: Path, sender: Sender = {}): Promise<Seen> {
  const { status, text } = await door.post(path, '{"a":1}', sender);
  expect([status, text]).toEqual([202, '{"requestId":"r"}']);
  const last = seen.at(-1);
  if (!last) throw new Error('nothing was sent');
  return last;
}

describe('the front door', () => {
  it.each<[Path, Sender, string, RegExp]>([
    [
      '/bookings',
      {},
      'authorization',
      /^AWS4-HMAC-SHA256 Credential=AKIDCALLER\/\d{8}\/us-east-1\/execute-api\/aws4_request, /,
    ],
    ['/cancellations', {}, 'authorization', /^AWS4-HMAC-SHA256 .*SignedHeaders=content-type;host;.*x-amz-date/],
    ['/searches', {}, 'x-api-key', /^the-key$/],
    ['/me/searches', { traveller: 1 }, 'authorization', /^header\.claims\.signature-1$/],
  ])('is shown what POST %s asks for', async (path, sender, header, value) => {
    const { method, url, headers, body } = await posted(path, sender);
    expect([method, url, body]).toEqual(['POST', `/dev${path}`, '{"a":1}']);
    expect(headers[header]).toMatch(value);
    expect(headers['content-type']).toBe('application/json');
  });

  it.each<Path>(['/bookings', '/searches', '/me/searches'])(
    'can be shown nothing, or what is forged, at %s',
    async (path) => {
      const right = await posted(path, { traveller: 0 });
      const forged = await posted(path, { traveller: 0, credentials: 'forged' });
      const none = await posted(path, { traveller: 0, credentials: 'none' });
      const shown = ({ headers }: Seen) => headers.authorization ?? headers['x-api-key'];
      expect(shown(none)).toBeUndefined();
      expect(shown(forged)).toEqual(expect.any(String));
      expect(shown(forged)).not.toBe(shown(right));
    },
  );

  it('is asked for figures by a caller who signs, for seats with the key, for a profile with the token', async () => {
    await door.read('/routes/JFK-LHR/figures');
    expect(seen.at(-1)?.headers.authorization).toMatch(/^AWS4-HMAC-SHA256 /);
    await door.read('/flights/FH1/seats');
    expect(seen.at(-1)?.headers['x-api-key']).toBe('the-key');
    await door.erase(1);
    expect(seen.at(-1)).toMatchObject({ method: 'DELETE', url: '/dev/me/profile' });
    expect(seen.at(-1)?.headers.authorization).toBe('header.claims.signature-1');
  });
});
