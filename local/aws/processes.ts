// A process with all of its children, as one: started in a group of its own, and ended as a group.
import { type ChildProcess, spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';

export interface GroupOptions {
  readonly env: NodeJS.ProcessEnv;
  /** Removed when the group has been ended. */
  readonly folder: string;
  /** Descriptor of an open file for all that it prints. */
  readonly output: number;
}

export interface Group {
  readonly process: ChildProcess;
  /** Kills the process and all of its children, waits, and removes the folder; again does nothing. */
  end(): Promise<void>;
}

/**
 * Its standard input stays open as long as this process lives: by that it must end itself and its group, as nobody else
 * can where this one is killed.
 */
export function startGroup(command: string, args: readonly string[], { env, folder, output }: GroupOptions): Group {
  const child = spawn(command, args, { cwd: folder, env, detached: true, stdio: ['pipe', output, output] });
  const over = new Promise<void>((resolve) => {
    child.once('error', () => resolve());
    child.once('exit', () => resolve());
  });
  const end = async (): Promise<void> => {
    killGroup(child.pid);
    await over;
    // It may have gone first, and left children.
    killGroup(child.pid);
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  };
  let ended: Promise<void> | undefined;
  return {
    process: child,
    end: () => {
      ended ??= end();
      return ended;
    },
  };
}

/** Of whoever leads it; nobody need be in it. */
export function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nobody is left in it.
  }
}

export interface Done {
  /** Not 0 also where it did not start. */
  readonly code: number;
  /** What it printed as errors. */
  readonly errors: string;
}

export interface RunOptions {
  readonly env: NodeJS.ProcessEnv;
  /** Kills it with all of its children; its reason is thrown when they are gone. */
  readonly signal: AbortSignal | undefined;
}

/** Runs it to its end. */
export async function runGroup(command: string, args: readonly string[], { env, signal }: RunOptions): Promise<Done> {
  signal?.throwIfAborted();
  const child = spawn(command, args, { env, detached: true, stdio: ['ignore', 'ignore', 'pipe'] });
  const end = (): void => killGroup(child.pid);
  signal?.addEventListener('abort', end, { once: true });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  child.once('error', ({ message }) => {
    errors += message;
  });
  // Closed when nobody of the group holds its output any more.
  const code = await new Promise<number>((resolve) => child.once('close', (status) => resolve(status ?? 1)));
  signal?.removeEventListener('abort', end);
  signal?.throwIfAborted();
  return { code, errors };
}
