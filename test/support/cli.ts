// The command line as a process of its own, as a person runs it from a checkout.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly milliseconds: number;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Root of the checkout whose command line runs. */
  readonly root?: string;
}

export const root = resolve(import.meta.dirname, '../..');

/** What lets node read the source as it is. */
export const loader = pathToFileURL(
  join(createRequire(import.meta.url).resolve('tsx/package.json'), '../dist/loader.mjs'),
).href;

/** Arguments of node for the command line of a checkout: what it built, or its source where that is newer. */
export const cliArguments = (at = root): readonly string[] => [join(at, 'run.js')];

/** Colours are asked for by nobody, whatever the machine that tests says. */
export const quiet = { NO_COLOR: undefined, FORCE_COLOR: undefined, NODE_OPTIONS: undefined };

export function plumbline(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const { cwd = root, env = {} } = options;
  return runNode([...cliArguments(options.root), ...args], { cwd, env });
}

export function runNode(args: readonly string[], { cwd, env = {} }: Omit<RunOptions, 'root'>): Promise<Ran> {
  const start = performance.now();
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, args, {
      cwd,
      env: { ...process.env, ...quiet, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const said = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said.stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said.stderr += text;
    });
    child.on('error', fail);
    child.on('close', (code) => done({ code, ...said, milliseconds: performance.now() - start }));
  });
}
