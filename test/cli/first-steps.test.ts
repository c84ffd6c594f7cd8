// A folder of one's own: the model in it is found, what is missing is said, and a closed pipe is no crash.
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cliArguments, plumbline, quiet } from '../support/cli.ts';
import { plumblineHere } from '../support/cli-here.ts';
import { emptyFolder, modelCopy } from '../support/folders.ts';

describe('the model when none is named', () => {
  it('is architecture.yaml of the folder', async () => {
    const folder = dirname(modelCopy());
    const { code, stdout } = await plumbline(['validate'], { cwd: folder });
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^architecture\.yaml is sound/)]);
    rmSync(folder, { recursive: true });
  });

  it('is the one that ships in a checkout', async () => {
    const { stdout } = await plumblineHere(['render', '--help']);
    expect(stdout).toContain('"model/flyhigh/architecture.yaml"');
  });

  it.each([
    [['validate'], /Name yours with --model, or begin one with "plumbline init"\.\n$/],
    [['validate', '--model', 'mine.yaml'], /^plumbline: mine\.yaml does not exist\.\n$/],
  ])('%j in an empty folder says what to do', async (args, says) => {
    const { code, stderr } = await plumblineHere(args, { cwd: emptyFolder() });
    expect([code, stderr]).toEqual([2, expect.stringMatching(says)]);
  });
});

describe('init', () => {
  it.each([
    ['.', 'Now: npx plumbline render\n'],
    ['shop', 'Now: npx plumbline render --model shop/architecture.yaml\n'],
    ['my shop', 'Now: npx plumbline render --model "my shop/architecture.yaml"\n'],
  ])('into %j says what to type next', async (folder, next) => {
    const { stdout } = await plumblineHere(['init', folder], { cwd: emptyFolder() });
    expect(stdout.slice(stdout.indexOf('Now:'))).toBe(next);
  });
});

it('a reader that closes the pipe early does no harm', async () => {
  const child = spawn(process.execPath, [...cliArguments(), 'schema'], {
    cwd: join(import.meta.dirname, '../..'),
    env: { ...process.env, ...quiet },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  child.stdout.destroy();
  const code = await new Promise((done) => child.on('close', done));
  expect([code, stderr]).toEqual([0, '']);
});

it('the language is printed as a page too', async () => {
  const { code, stdout } = await plumblineHere(['schema', '--markdown']);
  expect([code, stdout.split('\n')[0]]).toEqual([0, '# The model language']);
});
