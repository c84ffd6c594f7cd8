// A cache folder to a running local AWS: an emulator on a free loopback port, with a temporary folder of its own.
import { randomBytes } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readFileSync, symlinkSync } from 'node:fs';
import { mkdtemp, realpath } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { ownPackages } from '../../deployment/own-packages.ts';
import type { ClientSettings } from '../world.ts';
import { emulatorPython } from './environment.ts';
import { type Group, startGroup } from './processes.ts';
import { program } from './program.ts';
import { NoLocalAws } from './python.ts';

export interface LocalAwsOptions {
  /** Where the emulator is installed, once. */
  readonly cache: string;
  /** Region of clients and commands that name none. */
  readonly region: string;
  /** Default: one that is free. */
  readonly port?: number;
  /** Where the emulator's log is kept. Default: in the temporary folder, gone at the end. */
  readonly log?: string;
  /** Folder of packages in which functions find the SDK. Default: Plumbline's own. */
  readonly packages?: string;
  readonly say?: (line: string) => void;
  /** Ends the start; its reason is then thrown, when nothing is left. */
  readonly signal?: AbortSignal;
}

export interface LocalAws {
  readonly endpoint: string;
  readonly account: string;
  readonly log: string;
  /** Of the emulator, and of the group that its functions are in. */
  readonly pid: number;
  /** For SDK clients, in a Region: the main one where none is named. */
  client(region?: string): ClientSettings;
  /** For a command line of AWS's: its endpoint and credentials, and nothing of the user's own. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Ends the emulator, functions and all, and removes its folder. Also done when this process ends, however it does. */
  stop(): Promise<void>;
}

const account = '000000000000';
const startMs = 60_000;

/** Throws NoLocalAws where this machine cannot run it. */
export async function startLocalAws(options: LocalAwsOptions): Promise<LocalAws> {
  // Clients of it would speak of the Node version that runs this, which is no business of whoever tries a model.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  const python = await emulatorPython(options);
  options.signal?.throwIfAborted();
  const folder = await mkdtemp(join(await realpath(tmpdir()), 'plumbline-aws-'));
  const port = options.port ?? (await freePort());
  const log = options.log ?? join(folder, 'aws.log');
  const output = openSync(log, 'a');
  const group = startGroup(python, ['-c', program], { env: settings(folder, port, options), folder, output });
  closeSync(output);
  const endpoint = `http://127.0.0.1:${port}`;
  try {
    await healthy(endpoint, group, log, options.signal);
  } catch (error) {
    await group.end();
    throw error;
  }
  // Of its own: tools remember the account of a key.
  const credentials = { accessKeyId: `LOCAL${randomBytes(8).toString('hex').toUpperCase()}`, secretAccessKey: 'local' };
  const { region: main } = options;
  return {
    endpoint,
    account,
    log,
    pid: group.process.pid ?? 0,
    client: (region = main) => ({
      endpoint,
      region,
      credentials,
      // The user's settings may ask for these, which an endpoint of one's own excludes.
      useFipsEndpoint: false,
      useDualstackEndpoint: false,
      // Kinesis' client speaks HTTP/2, whose sessions the emulator breaks under load. Each client gets one of its own.
      get requestHandler() {
        return new NodeHttpHandler();
      },
    }),
    environment: commandEnvironment(endpoint, main, credentials, folder),
    stop: group.end,
  };
}

/** Nothing of the user's environment but the path: credentials, proxies and profiles must not reach it. */
function settings(folder: string, port: number, { region, packages }: LocalAwsOptions): NodeJS.ProcessEnv {
  const at = (name: string): string => {
    mkdirSync(join(folder, name), { recursive: true });
    return join(folder, name);
  };
  const bin = at('bin');
  // It runs functions by the name "node": let that be the one that runs this.
  symlinkSync(process.execPath, join(bin, 'node'));
  // Functions are unpacked below the temporary folder; modules find packages by the folders above them, and in no other way.
  const temporary = at('tmp');
  symlinkSync(packages ?? ownPackages(), join(temporary, 'node_modules'), 'dir');
  return {
    PATH: [bin, process.env.PATH ?? ''].join(delimiter),
    HOME: at('home'),
    LANG: 'C.UTF-8',
    TMPDIR: temporary,
    BIND_HOST: '127.0.0.1',
    GATEWAY_PORT: String(port),
    // In the addresses that it gives: "localhost" may be another one.
    MINISTACK_HOST: '127.0.0.1',
    MINISTACK_REGION: region,
    MINISTACK_ACCOUNT_ID: account,
    S3_DATA_DIR: at('s3'),
    STATE_DIR: at('state'),
    LOG_LEVEL: 'WARNING',
    LAMBDA_EXECUTOR: 'local',
    // Warm functions stay warm.
    LAMBDA_WARM_TTL_SECONDS: '86400',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    // Fixed ports and Docker are of no use here, and two emulators would meet there.
    IOT_MTLS_ENABLED: '0',
    SFTP_ENABLED: '0',
    DOCKER_HOST: `unix://${join(folder, 'no-docker.sock')}`,
  };
}

function commandEnvironment(
  endpoint: string,
  region: string,
  { accessKeyId, secretAccessKey }: ClientSettings['credentials'],
  folder: string,
): Readonly<Record<string, string | undefined>> {
  const none = join(folder, 'none');
  const own = Object.keys(process.env).filter((name) => /^(AWS|CDK)_/.test(name));
  return {
    ...Object.fromEntries(own.map((name) => [name, undefined])),
    HOME: join(folder, 'home'),
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_CONFIG_FILE: none,
    AWS_SHARED_CREDENTIALS_FILE: none,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    CDK_HOME: join(folder, 'cdk'),
    NO_PROXY: '127.0.0.1,localhost',
    no_proxy: '127.0.0.1,localhost',
  };
}

async function healthy(endpoint: string, { process: child }: Group, log: string, signal?: AbortSignal): Promise<void> {
  const until = performance.now() + startMs;
  while (child.exitCode === null && child.signalCode === null && performance.now() < until) {
    try {
      if ((await fetch(`${endpoint}/_ministack/health`)).ok) return;
    } catch {
      // Not yet.
    }
    await sleep(50);
    signal?.throwIfAborted();
  }
  const said = readFileSync(log, 'utf8').trim().split('\n').slice(-5).join('\n');
  throw new NoLocalAws(`the local AWS did not start; it said:\n${said}`);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
