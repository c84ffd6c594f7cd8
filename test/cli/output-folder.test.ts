// The output folder: written whole or not at all, only what changed, and nothing touched that is not ours.
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compareOutput } from '../../generators/output/compare.ts';
import type { OutputFile } from '../../generators/output/files.ts';
import { CannotWrite, writeOutput } from '../../generators/output/write.ts';
import { bytesIn, differing, emptyFolder, put } from '../support/folders.ts';

const files = (texts: Readonly<Record<string, string>>): readonly OutputFile[] =>
  Object.entries(texts).map(([path, content]) => ({ path, content }));

const first = files({ 'README.md': 'one\n', 'diagrams/a.svg': '<svg/>\n', 'old/gone.md': 'gone\n' });
const second = files({ 'README.md': 'two\n', 'diagrams/a.svg': '<svg/>\n', 'new/b.md': 'b\n' });

async function written(): Promise<string> {
  const folder = emptyFolder('output');
  await writeOutput(folder, first);
  return folder;
}

describe('writing', () => {
  it('tells what it did, and leaves alone what is the same', async () => {
    const folder = await written();
    const before = statSync(join(folder, 'diagrams/a.svg')).mtimeMs;
    expect(await writeOutput(folder, second)).toEqual([
      { path: 'README.md', change: 'changed' },
      { path: 'diagrams/a.svg', change: 'unchanged' },
      { path: 'new/b.md', change: 'added' },
      { path: 'old/gone.md', change: 'removed' },
    ]);
    expect([...bytesIn(folder).keys()]).toEqual(['README.md', 'diagrams/a.svg', 'manifest.json', 'new/b.md']);
    expect(existsSync(join(folder, 'old'))).toBe(false);
    expect(statSync(join(folder, 'diagrams/a.svg')).mtimeMs).toBe(before);
  });

  it('never touches what the manifest does not name', async () => {
    const folder = await written();
    put(join(folder, 'old/notes.md'), 'mine');
    put(join(folder, 'diagrams/sketch.png'), 'mine');
    await writeOutput(folder, second);
    expect(readFileSync(join(folder, 'old/notes.md'), 'utf8')).toBe('mine');
    expect(readFileSync(join(folder, 'diagrams/sketch.png'), 'utf8')).toBe('mine');
  });

  it('removes nothing where the manifest cannot be read', async () => {
    for (const manifest of ['not json', '[]', 'null', '{"files":[]}', '{"files":{"old/gone.md":"abc"}}']) {
      const folder = await written();
      writeFileSync(join(folder, 'manifest.json'), manifest);
      await writeOutput(folder, second);
      expect(existsSync(join(folder, 'old/gone.md')), manifest).toBe(true);
    }
  });

  it('removes nothing outside on the word of a manifest that was tampered with', async () => {
    const folder = await written();
    const outside = join(emptyFolder('outside'), 'precious.txt');
    writeFileSync(outside, 'mine');
    symlinkSync(join(outside, '..'), join(folder, 'link'), 'dir');
    put(join(folder, 'kept/inner.txt'), 'mine');
    const up = `../${outside.split('/').slice(-2).join('/')}`;
    const paths = [up, `old/../${up}`, outside, `.\\..\\precious.txt`, 'link/precious.txt', 'kept', '.', ''];
    const entries = Object.fromEntries(paths.map((path) => [path, { sha256: '00' }]));
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ files: entries }));
    const done = await writeOutput(folder, second);
    expect(done.filter(({ change }) => change === 'removed')).toEqual([]);
    expect(readFileSync(outside, 'utf8')).toBe('mine');
    expect(readFileSync(join(folder, 'kept/inner.txt'), 'utf8')).toBe('mine');
  });

  it('writes a part without a manifest, and removes nothing then', async () => {
    const folder = await written();
    const manifest = readFileSync(join(folder, 'manifest.json'));
    await writeOutput(folder, files({ 'README.md': 'three\n' }), { partial: true });
    expect(readFileSync(join(folder, 'manifest.json')).equals(manifest)).toBe(true);
    expect(existsSync(join(folder, 'old/gone.md'))).toBe(true);
  });
});

describe('what stands in the way', () => {
  const ways: Readonly<Record<string, readonly [block: (folder: string) => void, says: RegExp]>> = {
    'a folder in a file’s place': [
      (folder) => mkdirSync(join(folder, 'new/b.md'), { recursive: true }),
      /new\/b\.md could not be written: a folder is in its place/,
    ],
    'a file in a folder’s place': [
      (folder) => writeFileSync(join(folder, 'new'), 'mine'),
      /new\/b\.md could not be written: a file is where a folder should be/,
    ],
    'a folder in a temporary file’s place': [
      (folder) => mkdirSync(join(folder, `new/b.md.${process.pid}.tmp/x`), { recursive: true }),
      /new\/b\.md could not be written/,
    ],
  };

  it.each(Object.entries(ways))('%s: every file stays, whole, and no temporary one', async (_, [block, says]) => {
    const folder = await written();
    block(folder);
    const before = bytesIn(folder);
    const tree = readdirSync(folder, { recursive: true }).sort();
    await expect(writeOutput(folder, second)).rejects.toThrow(CannotWrite);
    await expect(writeOutput(folder, second)).rejects.toThrow(says);
    expect(differing(before, bytesIn(folder))).toEqual([]);
    expect(readdirSync(folder, { recursive: true }).sort()).toEqual(tree);
  });

  it('a file in the output folder’s own place', async () => {
    const folder = join(emptyFolder(), 'output');
    writeFileSync(folder, 'mine');
    await expect(writeOutput(folder, second)).rejects.toThrow(/README\.md could not be written: a file is where/);
    expect(readFileSync(folder, 'utf8')).toBe('mine');
  });

  it('leaves no empty folders of a first run behind', async () => {
    const above = emptyFolder();
    const tooLong = files({ 'a/b/c.md': 'c\n', [`d/${'x'.repeat(300)}.md`]: 'x\n' });
    await expect(writeOutput(join(above, 'out/put'), tooLong)).rejects.toThrow(/ENAMETOOLONG/);
    expect(readdirSync(above)).toEqual([]);
  });
});

describe('comparing', () => {
  it('finds nothing where all is as it should be', async () => {
    expect(await compareOutput(await written(), first)).toEqual([]);
  });

  it('names what is missing, what differs and where, and what should not be there', async () => {
    const folder = await written();
    rmSync(join(folder, 'diagrams/a.svg'));
    writeFileSync(join(folder, 'README.md'), 'one\nmore\n');
    put(join(folder, 'old/foreign.txt'), 'mine');
    const before = bytesIn(folder);
    expect(await compareOutput(folder, first)).toEqual([
      { path: 'README.md', problem: 'differs', detail: 'line 2: there "more", from the model ""' },
      { path: 'diagrams/a.svg', problem: 'missing' },
      { path: 'old/foreign.txt', problem: 'unexpected' },
    ]);
    expect(differing(before, bytesIn(folder))).toEqual([]);
  });

  it('sees a manifest that was changed, a folder in a file’s place and a folder that is not there', async () => {
    const folder = await written();
    writeFileSync(join(folder, 'manifest.json'), '{}');
    rmSync(join(folder, 'README.md'));
    mkdirSync(join(folder, 'README.md'));
    expect((await compareOutput(folder, first)).map(({ path, problem }) => `${path} ${problem}`)).toEqual([
      'README.md missing',
      'manifest.json differs',
    ]);
    expect(await compareOutput(join(folder, 'nowhere'), first)).toHaveLength(4);
  });

  it('shows of a long line the piece that differs', async () => {
    const folder = emptyFolder('output');
    const long = (word: string) => files({ 'a.svg': `${'x'.repeat(500)}${word}${'y'.repeat(500)}` });
    await writeOutput(folder, long('before'));
    const [difference] = await compareOutput(folder, long('after'));
    expect(difference?.detail).toMatch(/there "…x+beforey+…", from the model "…x+aftery+…"$/);
    expect(difference?.detail?.length).toBeLessThan(260);
  });

  it('tells bytes apart that are no text', async () => {
    const folder = emptyFolder('output');
    const image = (byte: number): readonly OutputFile[] => [{ path: 'a.png', content: Uint8Array.of(1, 2, byte) }];
    await writeOutput(folder, image(3));
    expect(await compareOutput(folder, image(3))).toEqual([]);
    expect((await compareOutput(folder, image(4))).map(({ path }) => path)).toEqual(['a.png', 'manifest.json']);
  });

  it('is not misled by a copy of the whole folder', async () => {
    const folder = await written();
    const copy = emptyFolder('copy');
    cpSync(folder, copy, { recursive: true });
    expect(await compareOutput(copy, first)).toEqual([]);
  });
});
