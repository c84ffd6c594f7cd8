// A prefix to a new temporary folder that is gone at the end, also where the process ends at once.
import { rmSync } from 'node:fs';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface TemporaryFolder {
  /** Absolute, with no symbolic link in it. */
  readonly path: string;
  remove(): Promise<void>;
}

/** What still writes there may take a moment to notice. */
const gone = { recursive: true, force: true, maxRetries: 5, retryDelay: 50 } as const;

/** Removed by `remove`, or when the process exits; not where a signal ends it. */
export async function temporaryFolder(prefix: string): Promise<TemporaryFolder> {
  const path = await mkdtemp(join(await realpath(tmpdir()), prefix));
  const atExit = (): void => rmSync(path, gone);
  process.once('exit', atExit);
  return {
    path,
    remove: async () => {
      await rm(path, gone);
      process.off('exit', atExit);
    },
  };
}
