// What `npm run` starts: what is built while it is as new as its source, and never anything older.
import { appendFileSync, mkdirSync, readdirSync, rmSync, symlinkSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { copyCheckout } from '../support/checkout.ts';
import { root, runNode } from '../support/cli.ts';
import { emptyFolder } from '../support/folders.ts';

let checkout: string;

beforeAll(async () => {
  checkout = copyCheckout(emptyFolder('run'), (path) => !/^(test|output|bench|docs)\//.test(path));
  if (!readdirSync(checkout).includes('node_modules'))
    symlinkSync(join(root, 'node_modules'), join(checkout, 'node_modules'), 'dir');
  const built = await runNode(['--import', 'tsx', 'build.ts'], { cwd: checkout });
  expect(built.stderr).toBe('');
  appendFileSync(join(checkout, 'dist/cli.js'), "\nconsole.log('built');\n");
}, 120_000);

const ran = async (): Promise<'built' | 'source'> => {
  const { code, stdout } = await runNode(['run.js', '--version'], { cwd: checkout });
  expect(code).toBe(0);
  return stdout.endsWith('built\n') ? 'built' : 'source';
};

describe('run.js', () => {
  it('runs what is built', async () => expect(await ran()).toBe('built'));

  it.each(['cli.ts', 'local/up.ts', 'services/waf/rules.ts', 'templates/README.md.hbs'])(
    'runs the source when %s is newer',
    async (path) => {
      const before = new Date(Date.now() - 60_000);
      utimesSync(join(checkout, path), new Date(), new Date(Date.now() + 5_000));
      expect(await ran()).toBe('source');
      utimesSync(join(checkout, path), before, before);
      expect(await ran()).toBe('built');
    },
  );

  it('runs the source when a file has come or gone', async () => {
    const folder = join(checkout, 'services/waf/new');
    mkdirSync(folder);
    expect(await ran()).toBe('source');
    rmSync(folder, { recursive: true });
    expect(await ran()).toBe('source');
  });

  it('runs the source when nothing is built', async () => {
    rmSync(join(checkout, 'dist'), { recursive: true });
    expect(await ran()).toBe('source');
  });
});
