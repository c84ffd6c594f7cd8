// The package's JavaScript under dist/, with the templates and examples that it reads at run time beside it.
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(fileURLToPath(import.meta.url));
const typescript = dirname(createRequire(import.meta.url).resolve('typescript/package.json'));
const dist = join(root, 'dist');

rmSync(dist, { recursive: true, force: true });
execFileSync(process.execPath, [join(typescript, 'bin', 'tsc'), '-p', join(root, 'tsconfig.build.json')], {
  stdio: 'inherit',
});
cpSync(join(root, 'templates'), join(dist, 'templates'), { recursive: true });
cpSync(join(root, 'model', 'examples'), join(dist, 'model', 'examples'), { recursive: true });
cpSync(join(root, 'package.json'), join(dist, 'package.json'));
chmodSync(join(dist, 'cli.js'), 0o755);
// Later than all that it was made from: see run.js.
writeFileSync(join(dist, 'built'), '');
