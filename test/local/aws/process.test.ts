// The emulator and its functions as processes: nothing of them outlives whoever started them.
import { spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { describe, expect, it } from 'vitest';
import { startLocalAws } from '../../../local/aws/start.ts';
import type { ClientSettings } from '../../../local/world.ts';
import { loader, root } from '../../support/cli.ts';
import { emptyFolder } from '../../support/folders.ts';
import { inlineFunction, localAwsCache, stackOf, whyNoLocalAws } from '../../support/local-aws.ts';

const reason = await whyNoLocalAws();
const slow = 60_000;

const code = `exports.handler = async () => {
  const { KinesisClient } = await import('@aws-sdk/client-kinesis');
  const { AWS_ENDPOINT_URL: endpoint, HOME: home, SECRET_OF_OURS: secret = 'unknown', _X_AMZN_TRACE_ID: trace } = process.env;
  return { endpoint, pid: process.pid, node: process.version, sdk: typeof KinesisClient, home, secret, trace };
};`;

interface Said {
  readonly endpoint: string;
  readonly pid: number;
  readonly node: string;
  readonly sdk: string;
  readonly home: string;
  readonly secret: string;
  readonly trace: string;
}

/** Makes and calls a function, so that the emulator has a child. */
async function callFunction(settings: ClientSettings): Promise<Said> {
  expect(await stackOf(settings, 'called', inlineFunction('tells', code))).toMatchObject({ status: 'CREATE_COMPLETE' });
  const lambda = new LambdaClient(settings);
  const { Payload: payload } = await lambda.send(new InvokeCommand({ FunctionName: 'tells' }));
  lambda.destroy();
  return JSON.parse(new TextDecoder().decode(payload));
}

const lives = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

async function gone(...pids: readonly number[]): Promise<boolean> {
  for (let tries = 0; tries < 100 && pids.some(lives); tries++) await sleep(20);
  return !pids.some(lives);
}

describe.skipIf(reason !== undefined)(`the local AWS as a process${reason ? ` (skipped: ${reason})` : ''}`, () => {
  it(
    'runs functions with this Node, with the SDK and its own address, untraced, and with nothing of our environment',
    async () => {
      process.env.SECRET_OF_OURS = 'secret';
      const aws = await startLocalAws({ cache: localAwsCache, region: 'eu-west-1' });
      try {
        const said = await callFunction(aws.client());
        expect(said).toMatchObject({
          endpoint: aws.endpoint,
          node: process.version,
          sdk: 'function',
          home: join(dirname(aws.log), 'home'),
          secret: 'unknown',
        });
        expect(said.trace).toMatch(/^Root=1-.*;Sampled=0$/);
        expect([lives(aws.pid), lives(said.pid)]).toEqual([true, true]);
        await aws.stop();
        expect(await gone(aws.pid, said.pid)).toBe(true);
        expect(existsSync(dirname(aws.log))).toBe(false);
        await aws.stop();
      } finally {
        delete process.env.SECRET_OF_OURS;
        await aws.stop();
      }
    },
    slow,
  );

  it(
    'heeds no setting of the user: neither its commands nor its clients do',
    async () => {
      const own = {
        AWS_ENDPOINT_URL_LAMBDA: 'http://127.0.0.1:9',
        AWS_PROFILE: 'work',
        AWS_CA_BUNDLE: '/nowhere/ca.pem',
        AWS_USE_FIPS_ENDPOINT: 'true',
        AWS_USE_DUALSTACK_ENDPOINT: 'true',
        CDK_DISABLE_LEGACY_EXPORT_WARNING: '1',
      };
      const before = { ...process.env };
      Object.assign(process.env, own);
      const aws = await startLocalAws({ cache: localAwsCache, region: 'eu-west-1' });
      try {
        expect(await callFunction(aws.client())).toMatchObject({ endpoint: aws.endpoint });
        const given: NodeJS.ProcessEnv = { ...process.env, ...aws.environment };
        const reaching = Object.keys(given).filter((name) => /^(AWS|CDK)_/.test(name) && given[name] !== undefined);
        expect(reaching.sort()).toEqual([
          'AWS_ACCESS_KEY_ID',
          'AWS_CONFIG_FILE',
          'AWS_DEFAULT_REGION',
          'AWS_EC2_METADATA_DISABLED',
          'AWS_ENDPOINT_URL',
          'AWS_REGION',
          'AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED',
          'AWS_SECRET_ACCESS_KEY',
          'AWS_SHARED_CREDENTIALS_FILE',
          'CDK_HOME',
        ]);
        expect(given.HOME).toBe(join(dirname(aws.log), 'home'));
      } finally {
        for (const name of Object.keys(own)) {
          if (before[name] === undefined) delete process.env[name];
          else process.env[name] = before[name];
        }
        await aws.stop();
      }
    },
    slow,
  );

  it.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)(
    'is gone with its functions when its parent gets %s',
    async (signal) => {
      const script = join(emptyFolder('parent'), 'parent.mts');
      writeFileSync(
        script,
        `import { startLocalAws } from ${JSON.stringify(pathToFileURL(join(root, 'local/aws/start.ts')).href)};
const aws = await startLocalAws({ cache: ${JSON.stringify(localAwsCache)}, region: 'us-east-1' });
console.log(JSON.stringify({ pid: aws.pid, log: aws.log, settings: aws.client() }));
setInterval(() => {}, 1000);
`,
      );
      const parent = spawn(process.execPath, ['--import', loader, script], { stdio: ['ignore', 'pipe', 'inherit'] });
      const ended = new Promise<NodeJS.Signals | null>((resolve) => parent.on('exit', (_, how) => resolve(how)));
      const line = await new Promise<string>((resolve) => parent.stdout.once('data', (data) => resolve(String(data))));
      const told: { readonly pid: number; readonly log: string; readonly settings: ClientSettings } = JSON.parse(line);
      const said = await callFunction(told.settings);
      expect([lives(told.pid), lives(said.pid)]).toEqual([true, true]);
      parent.kill(signal);
      expect(await ended).toBe(signal);
      expect(await gone(told.pid, said.pid)).toBe(true);
      expect(existsSync(dirname(told.log))).toBe(false);
    },
    slow,
  );
});
