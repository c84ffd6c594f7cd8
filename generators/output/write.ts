// OutputFiles to disk, whole or not at all, and compared with what is there.
import { mkdir, readdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { bytesOf, type Manifest, manifestFile, manifestPath, type OutputFile, parseManifest } from './files.ts';

export type Change = 'changed' | 'unchanged' | 'added' | 'removed';

export interface Written {
  readonly path: string;
  readonly change: Change;
}

/** The manifest of an output folder; undefined where there is none. */
export async function readManifest(folder: string): Promise<Manifest | undefined> {
  const text = await readIfThere(join(folder, manifestPath));
  return text === undefined ? undefined : parseManifest(Buffer.from(text).toString('utf8'));
}

async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (isCode(error, 'ENOENT') || isCode(error, 'ENOTDIR')) return undefined;
    throw error;
  }
}

const isCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;

async function changeOf(folder: string, file: OutputFile): Promise<Change> {
  const before = await readIfThere(join(folder, file.path));
  if (before === undefined) return 'added';
  return Buffer.compare(before, bytesOf(file.content)) === 0 ? 'unchanged' : 'changed';
}

/** Files of ours that are no longer generated. What the manifest does not name is not ours. */
const orphans = (manifest: Manifest | undefined, files: readonly OutputFile[]): readonly string[] => {
  const kept = new Set(files.map((file) => file.path));
  return Object.keys(manifest ?? {}).filter((path) => !kept.has(path));
};

/**
 * Writes what changed and removes what is no longer generated. New contents are laid beside the old first and renamed
 * only when all of them are on disk, so that a full disk or a kill leaves every old file whole.
 */
export async function writeOutput(
  folder: string,
  generated: readonly OutputFile[],
  options: { readonly partial?: boolean } = {},
): Promise<readonly Written[]> {
  // A part leaves the manifest alone: `check` and the next whole render compare with the whole.
  const files = options.partial ? generated : [...generated, manifestFile(generated)];
  const gone = options.partial ? [] : orphans(await readManifest(folder), files);
  const written = await Promise.all(
    files.map(async (file): Promise<Written> => ({ path: file.path, change: await changeOf(folder, file) })),
  );
  const pending = files.filter((_, index) => written[index]?.change !== 'unchanged');
  const temporary = (path: string): string => join(folder, `${path}.${process.pid}.tmp`);
  try {
    for (const file of pending) {
      await mkdir(dirname(join(folder, file.path)), { recursive: true });
      await writeFile(temporary(file.path), bytesOf(file.content));
    }
    for (const file of pending) await rename(temporary(file.path), join(folder, file.path));
  } finally {
    await Promise.all(pending.map((file) => rm(temporary(file.path), { force: true })));
  }
  const removed: Written[] = [];
  for (const path of gone) {
    await rm(join(folder, path), { force: true });
    await removeIfEmpty(dirname(join(folder, path)));
    removed.push({ path, change: 'removed' });
  }
  return [...written.filter((each) => each.path !== manifestPath), ...removed];
}

async function removeIfEmpty(folder: string): Promise<void> {
  const left = await readdir(folder).catch(() => ['unreadable']);
  if (left.length === 0) await rmdir(folder);
}

export interface Difference {
  readonly path: string;
  readonly problem: 'missing' | 'differs' | 'unexpected';
  /** First line that differs, for texts. */
  readonly detail?: string;
}

/** What is not as the model gives it, and what is there and should not be. Nothing is written. */
export async function compareOutput(folder: string, generated: readonly OutputFile[]): Promise<readonly Difference[]> {
  const files = [...generated, manifestFile(generated)];
  const differences: Difference[] = [];
  for (const file of files) {
    const before = await readIfThere(join(folder, file.path));
    if (before === undefined) differences.push({ path: file.path, problem: 'missing' });
    else if (Buffer.compare(before, bytesOf(file.content)) !== 0) {
      differences.push({ path: file.path, problem: 'differs', ...firstDifference(before, file.content) });
    }
  }
  const expected = new Set(files.map((file) => file.path));
  for (const path of await listFiles(folder))
    if (!expected.has(path)) differences.push({ path, problem: 'unexpected' });
  return differences.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function firstDifference(before: Uint8Array, content: string | Uint8Array): { readonly detail?: string } {
  if (typeof content !== 'string') return {};
  const old = Buffer.from(before).toString('utf8').split('\n');
  const next = content.split('\n');
  const line = next.findIndex((text, index) => text !== old[index]);
  const at = line < 0 ? next.length : line;
  const show = (text: string | undefined): string =>
    text === undefined ? 'nothing' : `"${text.length > 100 ? `${text.slice(0, 100)}…` : text}"`;
  return { detail: `line ${at + 1}: there ${show(old[at])}, from the model ${show(next[at])}` };
}

async function listFiles(folder: string, below = ''): Promise<readonly string[]> {
  const entries = await readdir(join(folder, below), { withFileTypes: true }).catch((error: unknown) => {
    if (isCode(error, 'ENOENT')) return [];
    throw error;
  });
  const nested = await Promise.all(
    entries.map((entry) => {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      return entry.isDirectory() ? listFiles(folder, path) : Promise.resolve([path]);
    }),
  );
  return nested.flat();
}
