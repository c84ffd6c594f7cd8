// Requests to the AWS behind the gateway, signed as one of its roles would, over connections that are kept.
import { Agent, request as send } from 'node:http';
import { Sha256 } from '@smithy/core/checksum';
import { HttpRequest } from '@smithy/protocol-http';
import { SignatureV4 } from '@smithy/signature-v4';
import type { ClientSettings } from '../world.ts';
import type { Pair } from './http.ts';

export interface BackendRequest {
  /** Default: POST. */
  readonly method?: 'GET' | 'POST';
  /** As a signature names it: kinesis, lambda. */
  readonly service: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: readonly Pair[];
  readonly body: string;
  readonly timeoutMs: number;
}

export interface BackendAnswer {
  readonly status: number;
  readonly headers: readonly Pair[];
  readonly body: string;
}

export interface Backend {
  call(request: BackendRequest): Promise<BackendAnswer | 'timeout' | 'unreachable'>;
  /** Text of a document that anybody may read. */
  read(path: string): Promise<string>;
  close(): void;
}

const connections = 64;

export function openBackend({ credentials, endpoint, region }: ClientSettings, now: () => number): Backend {
  const { host, hostname, port } = new URL(endpoint);
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const signers = new Map<string, SignatureV4>();
  const signerOf = (service: string): SignatureV4 => {
    const known = signers.get(service);
    const signer = known ?? new SignatureV4({ service, region, credentials, sha256: Sha256, applyChecksum: false });
    signers.set(service, signer);
    return signer;
  };

  const attempt = ({ body, headers, method, path, timeoutMs }: Outgoing): Promise<Outcome> =>
    new Promise((resolve) => {
      const outgoing = send({ agent, host: hostname, port, method, path, headers });
      const timer = setTimeout(() => {
        resolve('timeout');
        outgoing.destroy();
      }, timeoutMs);
      const done = (outcome: Outcome): void => {
        clearTimeout(timer);
        resolve(outcome);
      };
      outgoing.on('error', () => done(outgoing.reusedSocket ? 'stale' : 'unreachable'));
      outgoing.on('response', (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('error', () => done('unreachable'));
        incoming.on('end', () =>
          done({
            status: incoming.statusCode ?? 0,
            headers: pairsOf(incoming.rawHeaders),
            body: Buffer.concat(chunks).toString('utf8'),
          }),
        );
      });
      outgoing.end(body);
    });

  const exchange = async (request: Outgoing) => {
    const outcome = await attempt(request);
    // The other side may close a kept connection just when it is used again: nobody has read the request then.
    const again = outcome === 'stale' ? await attempt(request) : outcome;
    return again === 'stale' ? 'unreachable' : again;
  };

  return {
    call: async ({ method = 'POST', service, path, query, headers, body, timeoutMs }) => {
      const named = Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value]));
      const unsigned = new HttpRequest({ method, path, query: { ...query }, headers: { ...named, host }, body });
      const signed = await signerOf(service).sign(unsigned, { signingDate: new Date(now()) });
      const search = new URLSearchParams(query).toString();
      return exchange({
        method,
        path: search === '' ? path : `${path}?${search}`,
        headers: { ...signed.headers, 'content-length': String(Buffer.byteLength(body)) },
        body,
        timeoutMs,
      });
    },
    read: async (path) => {
      const answer = await exchange({ method: 'GET', path, headers: { host }, body: '', timeoutMs: readTimeoutMs });
      if (typeof answer === 'string' || answer.status !== 200) throw new Error(`${endpoint}${path} cannot be read`);
      return answer.body;
    },
    close: () => agent.destroy(),
  };
}

const readTimeoutMs = 5_000;

interface Outgoing {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly timeoutMs: number;
}

type Outcome = BackendAnswer | 'timeout' | 'unreachable' | 'stale';

/** Node's list of names and values in turn, to pairs. */
export function pairsOf(raw: readonly string[]): readonly Pair[] {
  return raw.flatMap((name, index) => (index % 2 === 0 ? [[name, raw[index + 1] ?? ''] as const] : []));
}
