// The CDK CLI of this package, run on an assembly that is already synthesised.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

export interface CdkRun {
  readonly code: number;
  readonly output: string;
}

/** Shows what the CLI prints where `show` is set; gives it back in any case. */
export function runCdk(args: readonly string[], options: { readonly show: boolean }): Promise<CdkRun> {
  const bin = join(dirname(createRequire(import.meta.url).resolve('aws-cdk/package.json')), 'bin', 'cdk');
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [bin, ...args, '--no-notices', '--no-version-reporting'], {
      stdio: ['inherit', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString('utf8');
        if (options.show) process.stdout.write(chunk);
      });
    }
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}
