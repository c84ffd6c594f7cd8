// `new service`: three files, sound by the project's own rules, and its test passes as it stands.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { copyCheckout } from '../support/checkout.ts';
import { plumbline, type Ran, runNode } from '../support/cli.ts';
import { plumblineHere } from '../support/cli-here.ts';
import { bytesIn, differing, emptyFolder } from '../support/folders.ts';

const bin = (name: string, path: string): string =>
  join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), path);

let at: string;
let before: ReturnType<typeof bytesIn>;
let ran: Ran;
beforeAll(async () => {
  const parts = [
    'compiler/',
    'services/',
    'generators/',
    'deployment/',
    'ending/',
    'local/',
    'commands/',
    'templates/',
    'test/services/',
    'test/support/',
  ];
  at = copyCheckout(
    emptyFolder('checkout'),
    (path) => !path.includes('/') || parts.some((part) => path.startsWith(part)),
  );
  before = bytesIn(at);
  ran = await plumbline(['new', 'service', 'step-functions'], { root: at, cwd: at });
}, 60_000);

describe('a new service', () => {
  it('touches three files and says which', () => {
    expect([ran.code, ran.stderr]).toEqual([0, '']);
    const touched = [...differing(before, bytesIn(at))].sort();
    expect(touched).toEqual([
      'services/index.ts',
      'services/step-functions.ts',
      'test/services/step-functions.test.ts',
    ]);
    for (const path of touched) expect(ran.stdout).toContain(path);
  });

  it('adds one import and one entry to the index, in order', () => {
    const old = before.get('services/index.ts')?.toString('utf8').split('\n') ?? [];
    const now = readFileSync(join(at, 'services/index.ts'), 'utf8').split('\n');
    const added = now.filter((line) => !old.includes(line));
    expect(added).toEqual(["import { stepFunctions } from './step-functions.ts';", '  stepFunctions,']);
    expect(now).toHaveLength(old.length + 2);
  });

  it('finds its icon and full name', () => {
    const text = readFileSync(join(at, 'services/step-functions.ts'), 'utf8');
    expect(text).toContain("title: 'AWS Step Functions',\n  short: 'Step Functions',\n  icon: 'AWSStepFunctions',");
  });

  it('passes its own test, which fails when the service is broken', async () => {
    const vitest = bin('vitest', 'vitest.mjs');
    const test = ['run', 'test/services/step-functions.test.ts', '--no-color'];
    const passing = await runNode([vitest, ...test], { cwd: at });
    expect(passing.stdout).toMatch(/Tests +\d+ passed/);
    expect(passing.code).toBe(0);
    const file = join(at, 'services/step-functions.ts');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace("id: 'step-functions'", "id: 'steps'"));
    const failing = await runNode([vitest, ...test], { cwd: at });
    writeFileSync(file, text);
    expect(failing.code).toBe(1);
  }, 60_000);

  it('is typed, formatted and linted', async () => {
    const files = ['services/index.ts', 'services/step-functions.ts', 'test/services/step-functions.test.ts'];
    writeFileSync(join(at, 'tsconfig.new.json'), JSON.stringify({ extends: './tsconfig.json', include: [], files }));
    const [types, lint] = await Promise.all([
      runNode([bin('typescript', 'bin/tsc'), '-p', 'tsconfig.new.json'], { cwd: at }),
      runNode([bin('@biomejs/biome', 'bin/biome'), 'check', ...files], { cwd: at }),
    ]);
    expect(types.stdout).toBe('');
    expect([types.code, `${lint.stdout}${lint.stderr}`, lint.code]).toEqual([
      0,
      expect.stringContaining('No fixes'),
      0,
    ]);
  }, 60_000);

  it('is in the catalogue of the copy', async () => {
    const { stdout } = await plumbline(['schema'], { root: at, cwd: at });
    expect(stdout).toContain('"step-functions"');
  }, 60_000);

  it('refuses what is there already, and writes nothing', async () => {
    const now = bytesIn(at);
    for (const id of ['step-functions', 'lambda']) {
      const again = await plumblineHere(['new', 'service', id], { cwd: at });
      expect(again.stderr).toMatch(/is there already; nothing was written\n$/);
      expect(again.code).toBe(2);
    }
    const elsewhere = await plumblineHere(['new', 'service', 'x'], { cwd: emptyFolder() });
    expect(elsewhere.stderr).toMatch(/services\/index\.ts is not here; run this in a checkout of the project\n$/);
    expect(differing(now, bytesIn(at))).toEqual([]);
  }, 60_000);
});
