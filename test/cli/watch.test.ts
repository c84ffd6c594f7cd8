// `watch`: renders on save, survives a fault, ends on Ctrl-C and leaves nobody behind.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { cliArguments, quiet, root } from '../support/cli.ts';
import { modelCopy, replaced } from '../support/folders.ts';

async function until(what: string, holds: () => boolean): Promise<void> {
  for (let waited = 0; !holds(); waited += 50) {
    if (waited > 40_000) throw new Error(`waited 40 s for ${what}`);
    await after(50);
  }
}

it('renders again whenever the model is saved, and tells what is wrong meanwhile', async () => {
  const model = modelCopy();
  // Beside the model, where its own writing must not wake it.
  const output = join(model, '../output');
  const child = spawn(process.execPath, [...cliArguments(), 'watch', '-m', model, '-o', output], {
    cwd: root,
    env: { ...process.env, ...quiet },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  const ended = new Promise<number | null>((done) => child.on('close', done));
  const rounds = () => said.match(/ files, \d+ changed, /g)?.length ?? 0;
  try {
    await until('the first picture', () => said.includes('Ctrl-C ends.'));
    const picture = join(output, 'diagrams/overview.svg');
    expect(readFileSync(picture, 'utf8')).not.toContain('sets aside');
    expect(existsSync(join(output, 'templates'))).toBe(false);

    const text = readFileSync(model, 'utf8');
    writeFileSync(model, replaced(text, 'label: gives up', 'labl: gives up'));
    await until('the fault', () => said.includes('error  unknown-key'));
    expect(readFileSync(picture, 'utf8')).toContain('gives up');

    const before = rounds();
    writeFileSync(model, replaced(text, 'label: gives up', 'label: sets aside'));
    await until('the new label', () => readFileSync(picture, 'utf8').includes('sets aside'));
    await until('the end of the round', () => rounds() > before);
    // Whoever sends what is said into a file beside the model must not be told for ever.
    writeFileSync(join(model, '../watch.log'), said);
    await after(700);
    expect(rounds()).toBe(before + 1);
  } finally {
    child.kill('SIGINT');
  }
  const code = await Promise.race([ended, after(20_000, 'still there')]);
  child.kill('SIGKILL');
  expect(code).toBe(0);
  expect(said).not.toMatch(/^ +at /m);
}, 90_000);
