// What stands behind the front door in these tests: a server on loopback that is Kinesis, Lambda, a user pool's keys and API keys.
import { createServer, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

export interface Received {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface Told {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The connection is cut instead of an answer. */
  readonly cut?: true;
  /** Nothing is ever answered. */
  readonly silent?: true;
}

export interface FakeAws {
  readonly endpoint: string;
  /** What has come in since it was last cleared. */
  readonly received: Received[];
  /** What it answers from now on, for requests that are not for keys. */
  answer: (received: Received) => Told;
  /** The user pool's keys by pool. */
  readonly keys: Map<string, string>;
  readonly keysAsked: () => number;
  /** Connections that are kept are cut the next time that something comes over them, before it is read. */
  dropIdle(): void;
  close(): Promise<void>;
}

export const stored: Told = { body: '{"SequenceNumber":"1","ShardId":"shardId-000000000000"}' };

/** Value of an API key that it has made up. */
export const apiKeyOf = (id: string): string => `value of ${id}`;
/** An id of a key that it does not know. */
export const forgotten = 'forgotten';

export async function fakeAws(): Promise<FakeAws> {
  let asked = 0;
  const idle = new Set<Socket>();
  let dropped = new WeakSet<Socket>();
  const server = createServer(async (incoming, outgoing) => {
    idle.add(incoming.socket);
    if (dropped.has(incoming.socket)) {
      incoming.socket.destroy();
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const path = incoming.url ?? '';
    const pool = /^\/([^/]+)\/\.well-known\/jwks\.json$/.exec(path)?.[1];
    if (pool !== undefined) {
      asked += 1;
      outgoing.statusCode = aws.keys.has(pool) ? 200 : 404;
      outgoing.end(aws.keys.get(pool));
      return;
    }
    const keyId = /^\/apikeys\/([^/?]+)\?includeValue=true$/.exec(path)?.[1];
    if (keyId !== undefined) {
      outgoing.statusCode = keyId === forgotten ? 404 : 200;
      outgoing.end(JSON.stringify(keyId === forgotten ? { message: 'no such key' } : { value: apiKeyOf(keyId) }));
      return;
    }
    const received = { path, headers: incoming.headers, body: Buffer.concat(chunks).toString('utf8') };
    aws.received.push(received);
    const { body = '', cut, headers = {}, silent, status = 200 } = aws.answer(received);
    if (cut) outgoing.destroy();
    else if (!silent) outgoing.writeHead(status, headers).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const aws: FakeAws = {
    endpoint: `http://127.0.0.1:${address.port}`,
    received: [],
    answer: () => stored,
    keys: new Map(),
    keysAsked: () => asked,
    dropIdle: () => {
      dropped = new WeakSet(idle);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return aws;
}
