// The gateway's answers over the wire, where one cannot be written.
import { expect, it } from 'vitest';
import type { GatewayAnswer } from '../../../local/front-door/http.ts';
import { serve } from '../../../local/front-door/server.ts';

it.each<readonly [string, Partial<GatewayAnswer>]>([
  [
    'a value of a header',
    {
      headers: [
        ['x-good', 'kept'],
        ['x-bad', 'two\nlines'],
      ],
    },
  ],
  ['a name of a header', { headers: [['no name', 'x']] }],
  ['a status', { status: 99 }],
  ['a status that promises another', { status: 101 }],
])('%s that HTTP does not know is answered 502, told, and nobody else is the worse for it', async (_, strange) => {
  const told: unknown[] = [];
  let answer: Partial<GatewayAnswer> = strange;
  const server = await serve(
    async () => ({ answer: { status: 200, headers: [], body: 'fine', ...answer }, route: 'GET /' }),
    0,
    (error) => told.push(error),
  );
  try {
    const refused = await fetch(server.origin);
    expect([refused.status, await refused.text()]).toEqual([502, '{"message": "Internal server error"}']);
    expect(refused.headers.get('x-good')).toBeNull();
    expect(told).toHaveLength(1);
    answer = {};
    expect((await fetch(server.origin)).status).toBe(200);
    expect(server.statistics()).toEqual({ 'GET /': { 200: 1, 502: 1 } });
  } finally {
    await server.close();
  }
});

it('whatever goes wrong in the gateway itself is answered 500 and told', async () => {
  const told: unknown[] = [];
  const server = await serve(
    async () => {
      throw new TypeError('a mistake of ours');
    },
    0,
    (error) => told.push(error),
  );
  try {
    const answer = await fetch(server.origin);
    expect([answer.status, await answer.text()]).toEqual([500, '{"message": "Internal server error"}']);
    expect(told).toEqual([new TypeError('a mistake of ours')]);
    expect(server.statistics()).toEqual({ '-': { 500: 1 } });
  } finally {
    await server.close();
  }
});
