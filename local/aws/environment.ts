// Python to an interpreter with the emulator installed: a virtual environment in the cache, made once.
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type RunOptions, runGroup } from './processes.ts';
import { findPython, NoLocalAws } from './python.ts';

/** Pinned: what is left out locally, and why, was learnt from this version. */
export const emulator = { name: 'ministack', version: '1.5.33' };
/** What serves it over HTTP: see program.ts. */
const server = { name: 'uvicorn', version: '0.54.0' };
const requirements = [
  `${emulator.name}[full]==${emulator.version}`,
  `${server.name}==${server.version}`,
  'httptools==0.9.0',
] as const;

export interface EnvironmentOptions {
  /** The environment is kept below it. */
  readonly cache: string;
  /** Told when something takes long. */
  readonly say?: (line: string) => void;
  /** Ends an installation; its reason is then thrown, when nothing of it is left. */
  readonly signal?: AbortSignal;
}

/** Path of the environment's interpreter. Throws NoLocalAws. */
export async function emulatorPython({ cache, say, signal }: EnvironmentOptions): Promise<string> {
  const python = await findPython();
  const installed = [emulator, server].map(({ name, version }) => `${name}-${version}`).join('-');
  const folder = join(cache, `${installed}-python${python.version}`);
  const interpreter = join('bin', 'python');
  // Renamed into place when it is whole. Its link dangles when the Python that made it is gone: then it is made again.
  if (existsSync(join(folder, interpreter))) return join(folder, interpreter);
  await rm(folder, { recursive: true, force: true });
  say?.(`Installing the local AWS (${emulator.name} ${emulator.version}) into a virtual environment, once`);
  await mkdir(cache, { recursive: true });
  const making = await mkdtemp(join(cache, '.making-'));
  const [environment, temporary] = [join(making, 'environment'), join(making, 'temporary')];
  // Cut short, pip leaves there what it was at.
  const settings = { env: { ...process.env, TMPDIR: temporary }, signal };
  try {
    await mkdir(temporary);
    await run('make a virtual environment', python.command, ['-m', 'venv', environment], settings);
    await run(
      `install ${requirements.join(' ')} with pip`,
      join(environment, interpreter),
      ['-m', 'pip', 'install', '--quiet', '--no-input', '--disable-pip-version-check', ...requirements],
      settings,
    );
    await rename(environment, folder).catch((error: unknown) => {
      // Another process may have been quicker; its environment is the same.
      if (!existsSync(join(folder, interpreter))) throw error;
    });
  } finally {
    await rm(making, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  }
  return join(folder, interpreter);
}

async function run(what: string, command: string, args: readonly string[], how: RunOptions): Promise<void> {
  const { code, errors } = await runGroup(command, args, how);
  if (code === 0) return;
  throw new NoLocalAws(`the local AWS could not ${what}: ${errors.trim().split('\n').at(-1) ?? ''}`);
}
