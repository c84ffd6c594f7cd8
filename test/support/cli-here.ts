// The command line in the test's own process, which has loaded its modules already: that is most of a process's time.
import { Console } from 'node:console';
import { run } from '../../commands/command-line.ts';
import { quiet, type Ran, type RunOptions, root } from './cli.ts';

export type HereOptions = Omit<RunOptions, 'root'>;

/**
 * Like `plumbline` of cli.ts, but for what only a process shows: how it starts and ends, and what is left of it. Calls
 * wait for each other, as a process has one folder and one environment. Rejects with whatever a process would crash of.
 */
export const plumblineHere = (args: readonly string[], options: HereOptions = {}): Promise<Ran> =>
  here(() => run(args), options);

let last: Promise<unknown> = Promise.resolve();

/** Work to its exit code and what it said, as if it had a process to itself. `milliseconds` are without the waiting. */
export function here(work: () => Promise<number>, options: HereOptions = {}): Promise<Ran> {
  const ran = last.then(() => alone(work, options));
  last = ran.catch(() => {});
  return ran;
}

async function alone(work: () => Promise<number>, { cwd = root, env = {} }: HereOptions): Promise<Ran> {
  const before = { cwd: process.cwd(), env: { ...process.env }, console: globalThis.console };
  const [stdout, stderr] = [caught(process.stdout), caught(process.stderr)];
  try {
    // Vitest's own goes past the streams.
    globalThis.console = new Console(process.stdout, process.stderr);
    setEnvironment({ ...before.env, ...quiet, ...env });
    process.chdir(cwd);
    const start = performance.now();
    const code = await work();
    return { code, stdout: stdout.text(), stderr: stderr.text(), milliseconds: performance.now() - start };
  } finally {
    for (const { letGo } of [stdout, stderr]) letGo();
    globalThis.console = before.console;
    setEnvironment(before.env);
    process.chdir(before.cwd);
  }
}

type Done = (error?: Error | null) => void;

/** What is written to the stream from now on, until it is let go. */
function caught(stream: NodeJS.WriteStream): { text(): string; letGo(): void } {
  const chunks: Buffer[] = [];
  const { write } = stream;
  stream.write = (chunk: string | Uint8Array, second?: BufferEncoding | Done, third?: Done): boolean => {
    const [encoding, done] = typeof second === 'function' ? [undefined, second] : [second, third];
    chunks.push(typeof chunk === 'string' ? Buffer.from(chunk, encoding) : Buffer.from(chunk));
    if (done !== undefined) process.nextTick(done);
    return true;
  };
  return {
    text: () => Buffer.concat(chunks).toString('utf8'),
    letGo: () => {
      stream.write = write;
    },
  };
}

/** Sets and takes away only what differs: a time zone that is set again is read again. */
function setEnvironment(wanted: Readonly<NodeJS.ProcessEnv>): void {
  for (const name of new Set([...Object.keys(process.env), ...Object.keys(wanted)])) {
    const value = wanted[name];
    if (value === process.env[name]) continue;
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
}
