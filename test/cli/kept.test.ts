// What is kept between runs: given back as it was made, made again where it was touched, and no reason to fail.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { kept } from '../../generators/output/kept.ts';
import { emptyFolder } from '../support/folders.ts';

const make = (made: string[], text: string) => async () => {
  made.push(text);
  return Buffer.from(text);
};

it('is made once for each source', async () => {
  const folder = join(emptyFolder(), 'not/yet');
  const made: string[] = [];
  for (const key of ['a', 'b', 'a']) expect(Buffer.from(await kept(folder, key, make(made, key))).toString()).toBe(key);
  expect(made).toEqual(['a', 'b']);
  expect(readdirSync(folder).sort()).toEqual(['a', 'b']);
});

it('is made again where it was cut, changed or emptied', async () => {
  const folder = emptyFolder();
  const made: string[] = [];
  await kept(folder, 'a', make(made, 'bytes'));
  const whole = readFileSync(join(folder, 'a'));
  const damaged = [whole.subarray(0, -1), Buffer.concat([whole, Buffer.from('x')]), Buffer.alloc(0)];
  for (const bytes of damaged) {
    writeFileSync(join(folder, 'a'), bytes);
    expect(Buffer.from(await kept(folder, 'a', make(made, 'bytes'))).toString()).toBe('bytes');
    expect(readFileSync(join(folder, 'a')).equals(whole)).toBe(true);
  }
  expect(made).toHaveLength(4);
});

it('is made where nothing can be kept', async () => {
  const file = join(emptyFolder(), 'file');
  writeFileSync(file, '');
  expect(Buffer.from(await kept(file, 'a', make([], 'bytes'))).toString()).toBe('bytes');
});
