// A gateway to a server on loopback, which counts its answers by route and status.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { longestBodyBytes } from './admit.ts';
import { pairsOf } from './backend.ts';
import type { Gateway } from './gateway.ts';
import type { GatewayAnswer, GatewayRequest } from './http.ts';
import { grouped, isFinal } from './http.ts';

export type Statistics = Readonly<Record<string, Readonly<Record<number, number>>>>;

export interface Served {
  readonly origin: string;
  /** Answers by route and status; what no route took is under "-". */
  statistics(): Statistics;
  close(): Promise<void>;
}

const idleMs = 5 * 60_000;

/** @param port 0 for one that is free */
export async function serve(gateway: Gateway, port: number, problem: (error: unknown) => void): Promise<Served> {
  const counts = new Map<string, Map<number, number>>();
  const count = (route: string, status: number): void => {
    const byStatus = counts.get(route) ?? new Map<number, number>();
    counts.set(route, byStatus.set(status, (byStatus.get(status) ?? 0) + 1));
  };
  const server = createServer((incoming, outgoing) => {
    const failed = (status: number, route: string, error: unknown): void => {
      problem(error);
      if (outgoing.headersSent) outgoing.destroy();
      else writeFailure(outgoing, status);
      count(route, status);
    };
    answered(gateway, incoming).then(
      ({ answer, route = '-' }) => {
        try {
          write(outgoing, answer);
          count(route, answer.status);
        } catch (error) {
          // What a function gave that cannot stand in an answer, a header's value say, is answered as API Gateway does.
          failed(502, route, error);
        }
      },
      (error: unknown) => {
        // A caller that went away is nobody's mistake.
        if (incoming.destroyed && !incoming.complete) outgoing.destroy();
        else failed(500, '-', error);
      },
    );
  });
  // Node's five seconds would cut a caller that pauses just when it calls again.
  server.keepAliveTimeout = idleMs;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return {
    origin: `http://127.0.0.1:${address.port}`,
    statistics: () =>
      Object.fromEntries(
        [...counts]
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([route, byStatus]) => [route, Object.fromEntries(byStatus)]),
      ),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answered(gateway: Gateway, incoming: IncomingMessage): ReturnType<Gateway> {
  return gateway(requestOf(incoming, await bodyOf(incoming)));
}

function requestOf({ method = '', rawHeaders, socket, url = '/' }: IncomingMessage, body: Buffer): GatewayRequest {
  const [path = '/', query = ''] = split(url);
  return {
    method,
    path,
    query: [...new URLSearchParams(query)],
    headers: pairsOf(rawHeaders),
    body,
    sourceIp: socket.remoteAddress ?? '',
  };
}

function split(url: string): readonly string[] {
  const at = url.indexOf('?');
  return at < 0 ? [url] : [url.slice(0, at), url.slice(at + 1)];
}

/** All of it, or a little more than the gateway takes, which is enough to see that it is too long. */
async function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming) {
    if (bytes <= longestBodyBytes) chunks.push(chunk);
    bytes += chunk.length;
  }
  return Buffer.concat(chunks);
}

/** They say how an answer goes over the wire, and a wrong one keeps the caller waiting: they are the server's own. */
const ofTheWire = new Set(['connection', 'content-length', 'keep-alive', 'trailer', 'transfer-encoding', 'upgrade']);

/** @throws where HTTP knows no such answer */
function write(outgoing: ServerResponse, { body, headers, status }: GatewayAnswer): void {
  if (!isFinal(status)) throw new RangeError(`no answer ends with the status ${status}`);
  outgoing.statusCode = status;
  for (const [name, values] of grouped(headers.filter(([each]) => !ofTheWire.has(each.toLowerCase()))))
    outgoing.setHeader(name, values.length === 1 ? (values[0] ?? '') : values);
  outgoing.end(status === 204 || status === 304 ? undefined : body);
}

function writeFailure(outgoing: ServerResponse, status: number): void {
  for (const name of outgoing.getHeaderNames()) outgoing.removeHeader(name);
  write(outgoing, {
    status,
    headers: [['Content-Type', 'application/json']],
    body: '{"message": "Internal server error"}',
  });
}
