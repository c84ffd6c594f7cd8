// Requests over connections that are kept, to their answers.

import { Agent, request } from 'node:http';

export interface Call {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Answer {
  /** 0 where no answer came. */
  readonly status: number;
  readonly text: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

export interface Http {
  call(call: Call): Promise<Answer>;
  close(): void;
}

const patienceMs = 30_000;

export function http(connections: number): Http {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  return {
    call: ({ method, url, headers, body = '' }) =>
      new Promise((resolve) => {
        const nothing = { status: 0, text: '', headers: {} };
        const sent = request(
          url,
          { method, agent, timeout: patienceMs, headers: { ...headers, 'content-length': Buffer.byteLength(body) } },
          (response) => {
            const chunks: Buffer[] = [];
            response.on('data', (chunk: Buffer) => chunks.push(chunk));
            response.on('error', () => resolve(nothing));
            response.on('end', () =>
              resolve({
                status: response.statusCode ?? 0,
                text: Buffer.concat(chunks).toString('utf8'),
                headers: response.headers,
              }),
            );
          },
        );
        sent.on('timeout', () => sent.destroy());
        sent.on('error', () => resolve(nothing));
        sent.end(body);
      }),
    close: () => agent.destroy(),
  };
}
