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

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nobody is left in it.
  }
}
