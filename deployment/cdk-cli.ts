// The CDK CLI of this package, run on an assembly that is already synthesised.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

export interface CdkRun {
  readonly code: number;
  readonly output: string;
}

export interface CdkOptions {
  /** Shows what the CLI prints; it is given back in any case. */
  readonly show: boolean;
  /** Over this process's own; undefined takes a variable away. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Ends it; its reason is then thrown, when the CLI is gone. */
  readonly signal?: AbortSignal;
}

export async function runCdk(args: readonly string[], { show, environment, signal }: CdkOptions): Promise<CdkRun> {
  signal?.throwIfAborted();
  const bin = join(dirname(createRequire(import.meta.url).resolve('aws-cdk/package.json')), 'bin', 'cdk');
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [bin, ...args, '--no-notices', '--no-version-reporting'], {
      stdio: ['inherit', 'pipe', 'pipe'],
      env: { ...process.env, ...environment },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString('utf8');
        if (show) process.stdout.write(chunk);
      });
    }
    const end = (): void => {
      child.kill('SIGKILL');
    };
    signal?.addEventListener('abort', end, { once: true });
    child.on('error', reject);
    child.on('close', (code) => {
      signal?.removeEventListener('abort', end);
      if (signal?.aborted) reject(signal.reason);
      else resolve({ code: code ?? 1, output });
    });
  });
}
