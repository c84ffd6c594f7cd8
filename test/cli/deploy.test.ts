// What `deploy` says where it cannot. Nothing here reaches beyond this machine.
import { createServer } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { begin, nothingIsLeft, until } from '../support/begun.ts';
import { plumbline } from '../support/cli.ts';
import { plumblineHere } from '../support/cli-here.ts';
import { bytesIn, emptyFolder, modelCopy, orders, replaced } from '../support/folders.ts';

const model = join(orders, 'architecture.yaml');
const slow = 60_000;

/** Nobody signed in, and no way out: every proxy is a closed port. */
const alone = (): Readonly<Record<string, string | undefined>> => {
  const credentials = Object.keys(process.env).filter((name) => name.startsWith('AWS_'));
  return {
    ...Object.fromEntries(credentials.map((name) => [name, undefined])),
    HOME: emptyFolder('home'),
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
  };
};
const someone = { AWS_ACCESS_KEY_ID: 'nobody', AWS_SECRET_ACCESS_KEY: 'nothing' };

describe('deploy', () => {
  it.each([
    [
      'without credentials',
      plumbline,
      {},
      /^plumbline: no AWS credentials were found; sign in .* then deploy again\n$/,
    ],
    [
      'where AWS cannot be reached',
      plumblineHere,
      someone,
      /^plumbline: AWS could not be reached in eu-central-1 \(ECONNREFUSED\); .*\n$/,
    ],
  ])(
    '%s: one sentence, exit code 2, before anything is made',
    async (_, start, env, says) => {
      const { code, stdout, stderr, milliseconds } = await start(['deploy', '--yes', '-m', model], {
        env: { ...alone(), ...env },
      });
      expect(stderr).toMatch(says);
      expect([code, stdout]).toEqual([2, '']);
      expect(milliseconds).toBeLessThan(20_000);
    },
    slow,
  );

  it(
    'where AWS refuses the credentials: says so',
    async () => {
      const asked: string[] = [];
      const server = createServer((request, response) => {
        request.on('data', (chunk: Buffer) => asked.push(chunk.toString('utf8')));
        request.on('end', () => {
          response.writeHead(403, { 'content-type': 'text/xml' });
          response.end(
            '<ErrorResponse><Error><Code>InvalidClientTokenId</Code><Message>-</Message></Error></ErrorResponse>',
          );
        });
      });
      await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      try {
        const env = { ...alone(), ...someone, AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` };
        const { code, stderr } = await plumblineHere(['deploy', '--yes', '-m', model], { env });
        expect(stderr).toMatch(/^plumbline: AWS refused the credentials \(InvalidClientTokenId\); .*\n$/);
        expect(code).toBe(2);
        expect(asked.join('')).toContain('Action=GetCallerIdentity');
      } finally {
        server.close();
      }
    },
    slow,
  );

  it(
    'interrupted while AWS does not answer: ends at once, and makes nothing first',
    async () => {
      let asked = false;
      const server = createServer(() => {
        asked = true;
      });
      await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      const env = { ...alone(), ...someone, AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` };
      const begun = begin(['deploy', '--yes', '-m', model], emptyFolder('cache'), { env });
      try {
        await until(begun, () => asked);
        begun.signal('SIGINT');
        const late = sleep(5_000).then(() => 'it still waits for AWS');
        expect(await Promise.race([begun.ended, late])).toEqual([130, 'Ending here. Nothing was deployed.\n']);
        expect(bytesIn(begun.cache).size).toBe(0);
        await nothingIsLeft(begun);
      } finally {
        server.closeAllConnections();
        server.close();
      }
    },
    slow,
  );

  it(
    'with a stage that is not there: names those that are',
    async () => {
      const { code, stderr } = await plumblineHere(['deploy', '--stage', 'nonsense', '-m', model], { env: alone() });
      expect(stderr).toBe('plumbline: there is no stage "nonsense"; the model has dev, prod\n');
      expect(code).toBe(2);
    },
    slow,
  );

  it(
    'of a wrong model: findings, exit code 1, nobody asked',
    async () => {
      const file = modelCopy((text) => replaced(text, 'value: 3 kB', 'value: 3 kb'));
      const { code, stderr } = await plumblineHere(['deploy', '-m', file], { env: { ...alone(), ...someone } });
      expect(stderr).toContain('error  unknown-unit');
      expect(code).toBe(1);
    },
    slow,
  );
});
