// Files without a text to compile: one clear sentence each.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { compile } from '../../compiler/compile.ts';
import { readModel, UnreadableModel } from '../../compiler/source/read.ts';
import { catalogue } from './support/catalogue.ts';

const folder = mkdtempSync(join(tmpdir(), 'plumbline-read-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

test.each([
  ['a missing file', () => join(folder, 'none.yaml'), /none\.yaml does not exist\.$/],
  ['a file below a file', () => join(file('plain.yaml', 'a: 1'), 'model.yaml'), /does not exist\.$/],
  ['a folder', () => folder, /is a folder; name the model's YAML file in it\.$/],
  [
    'UTF-16',
    () => file('wide.yaml', Buffer.from('\uFEFFname: shop', 'utf16le')),
    /is not UTF-8 text; save it as UTF-8\.$/,
  ],
  ['bytes', () => file('bytes.yaml', new Uint8Array([0x6e, 0xff, 0xfe, 0xc0])), /is not UTF-8 text/],
  ['more than 1 MB', () => file('large.yaml', '#'.repeat(1_000_001)), /is larger than 1 MB/],
])('%s', (_, path, sentence) => {
  const name = path();
  expect(() => readModel(name)).toThrow(UnreadableModel);
  expect(() => compile(name, catalogue)).toThrow(sentence);
});

test('a file is read with its folder, under the name that it was given', () => {
  expect(readModel('test/compiler/support/base.yaml')).toMatchObject({
    file: 'test/compiler/support/base.yaml',
    folder: 'test/compiler/support',
  });
  expect(compile('test/compiler/support/base.yaml', catalogue).architecture?.name).toBe('shop');
});
