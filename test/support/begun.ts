// A program begun and interrupted: what it says, which processes and folders are its, and what it leaves.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished } from 'vitest';
import { cliArguments, quiet, root } from './cli.ts';
import { emptyFolder } from './folders.ts';

export interface Begun {
  readonly temporary: string;
  readonly cache: string;
  said(): string;
  readonly ended: Promise<readonly [code: number | null, stderr: string]>;
  signal(name: NodeJS.Signals): void;
  /** Of what it begins in, where it has one. */
  closeTerminal(): void;
}

export interface BeginOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Runs a Python program that gives what follows it a terminal. */
  readonly terminal?: string;
  /** Arguments of node for what is begun. Default: the command line. */
  readonly program?: readonly string[];
}

/** Runs its arguments on a terminal, and closes that when its own input ends. */
const onTerminal = `
import os, pty, select, sys
child, terminal = pty.fork()
if child == 0:
    os.execv(sys.argv[1], sys.argv[1:])
while True:
    ready, _, _ = select.select([0, terminal], [], [])
    if 0 in ready:
        break
    os.write(1, os.read(terminal, 4096))
os.close(terminal)
os.waitpid(child, 0)
`;

/** In a temporary folder of its own; `cache` is where it keeps what is dear to make. */
export function begin(args: readonly string[], cache: string, options: BeginOptions = {}): Begun {
  const { env = {}, terminal, program = cliArguments() } = options;
  const temporary = realpathSync(emptyFolder('temporary'));
  const all = [process.execPath, ...program, ...args];
  const [command = '', ...rest] = terminal === undefined ? all : [terminal, '-c', onTerminal, ...all];
  const child = spawn(command, rest, {
    cwd: root,
    env: { ...process.env, ...quiet, ...env, TMPDIR: temporary, PLUMBLINE_CACHE: cache },
    stdio: [terminal === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  });
  // Whatever comes of the test: one that failed leaves nobody running beside the others.
  onTestFinished(() => void child.kill('SIGKILL'));
  let [stdout, stderr] = ['', ''];
  child.stdout?.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  return {
    temporary,
    cache,
    said: () => stdout,
    ended: new Promise((resolve) => child.on('close', (code) => resolve([code, stderr]))),
    signal: (name) => child.kill(name),
    closeTerminal: () => child.stdin?.end(),
  };
}

/** Command lines of processes that began in it, by the folders that they were given. */
export const processesOf = ({ cache, temporary }: Begun): readonly string[] =>
  execFileSync('ps', ['axeww', '-o', 'command'], { encoding: 'utf8', maxBuffer: 64 * 2 ** 20 })
    .split('\n')
    .filter((line) => line.includes(temporary) || line.includes(cache));

/** What the process itself keeps for the next one of its kind, to read source as it is. */
const ofNode = /^(tsx-|node-compile-cache)/;

export const foldersLeft = ({ temporary, cache }: Begun): readonly string[] => [
  ...readdirSync(temporary).filter((name) => !ofNode.test(name)),
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
  while (!there()) await Promise.race([sleep(150), over]);
}

export async function nothingIsLeft(begun: Begun): Promise<void> {
  // An emulator sees by itself that nobody is there any more.
  for (let tries = 0; tries < 20 && processesOf(begun).length > 0; tries++) await sleep(150);
  expect(processesOf(begun)).toEqual([]);
  expect(foldersLeft(begun)).toEqual([]);
}
