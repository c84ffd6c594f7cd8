// The command line begun and interrupted: what it says, which processes and folders are its, and what it leaves.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { cliArguments, quiet, root } from './cli.ts';
import { emptyFolder } from './folders.ts';

export interface Begun {
  readonly temporary: string;
  readonly cache: string;
  said(): string;
  readonly ended: Promise<readonly [code: number | null, stderr: string]>;
  signal(name: NodeJS.Signals): void;
}

/** In a temporary folder of its own; `cache` is where it keeps what is dear to make. */
export function begin(
  args: readonly string[],
  cache: string,
  env: Readonly<Record<string, string | undefined>> = {},
): Begun {
  const temporary = realpathSync(emptyFolder('temporary'));
  const child = spawn(process.execPath, [...cliArguments(), ...args], {
    cwd: root,
    env: { ...process.env, ...quiet, ...env, TMPDIR: temporary, PLUMBLINE_CACHE: cache },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  return {
    temporary,
    cache,
    said: () => stdout,
    ended: new Promise((resolve) => child.on('close', (code) => resolve([code, stderr]))),
    signal: (name) => child.kill(name),
  };
}

/** Command lines of processes that began in it, by the temporary folder that they were given. */
export const processesOf = ({ temporary }: Begun): readonly string[] =>
  execFileSync('ps', ['axeww', '-o', 'command'], { encoding: 'utf8', maxBuffer: 64 * 2 ** 20 })
    .split('\n')
    .filter((line) => line.includes(temporary));

export const foldersLeft = ({ temporary, cache }: Begun): readonly string[] => [
  ...readdirSync(temporary).filter((name) => name.startsWith('plumbline-')),
  ...readdirSync(cache).filter((name) => name.startsWith('.making-')),
  ...(existsSync(join(cache, 'handlers')) ? readdirSync(join(cache, 'handlers')) : []).filter((name) =>
    name.startsWith('.making-'),
  ),
];

export async function until(begun: Begun, there: () => boolean): Promise<void> {
  const over = begun.ended.then(([code, stderr]) => {
    throw new Error(`it ended before, with ${code}: ${stderr}${begun.said()}`);
  });
  over.catch(() => {});
  while (!there()) await Promise.race([sleep(20), over]);
}

export async function nothingIsLeft(begun: Begun): Promise<void> {
  // An emulator sees by itself that nobody is there any more.
  for (let tries = 0; tries < 100 && processesOf(begun).length > 0; tries++) await sleep(20);
  expect(processesOf(begun)).toEqual([]);
  expect(foldersLeft(begun)).toEqual([]);
}
