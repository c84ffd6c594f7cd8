// A process with all of its children, as one: started in a group of its own, and gone for certain when this process goes.
import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';

export interface GroupOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  /** Descriptor of an open file for all that it prints. */
  readonly output: number;
  /** Removed when the group has been ended. */
  readonly folder: string;
}

export interface Group {
  readonly process: ChildProcess;
  /** Kills the process and all of its children, waits, and removes the folder; again does nothing. */
  end(): Promise<void>;
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The process must end by itself when its standard input closes: that holds even where this one is killed. */
export function startGroup(command: string, args: readonly string[], options: GroupOptions): Group {
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: options.env,
    detached: true,
    stdio: ['pipe', options.output, options.output],
  });
  const over = new Promise<void>((resolve) => {
    child.once('error', () => resolve());
    child.once('exit', () => resolve());
  });
  const clear = (): void => {
    killGroup(child.pid);
    rmSync(options.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  };
  const onSignal = (signal: NodeJS.Signals): void => {
    clear();
    forget();
    // Whoever else listens decides what becomes of this process; nobody does: it ends as it would have.
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
  };
  const forget = (): void => {
    process.off('exit', clear);
    for (const signal of signals) process.off(signal, onSignal);
  };
  process.on('exit', clear);
  for (const signal of signals) process.on(signal, onSignal);
  let ended: Promise<void> | undefined;
  const end = async (): Promise<void> => {
    killGroup(child.pid);
    await over;
    // The process may have gone first, and left children.
    clear();
    forget();
  };
  return {
    process: child,
    end: () => {
      ended ??= end();
      return ended;
    },
  };
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nobody is left in it.
  }
}
