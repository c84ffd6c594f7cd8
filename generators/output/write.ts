// OutputFiles to disk, whole or not at all.
import { lstat, mkdir, readdir, realpath, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { codeOf, readIfThere, readManifest } from './disk.ts';
import { bytesOf, type Manifest, manifestFile, manifestPath, type OutputFile } from './files.ts';

export type Change = 'changed' | 'unchanged' | 'added' | 'removed';

export interface Written {
  readonly path: string;
  readonly change: Change;
}

/** The disk stands in the way: one clear sentence. Every old file is whole. */
export class CannotWrite extends Error {}

/**
 * Writes what changed and removes what is no longer generated. New contents are laid beside the old first and renamed
 * only when all of them are on disk, so that a full disk or a kill leaves every old file whole. Throws CannotWrite.
 */
export async function writeOutput(
  folder: string,
  generated: readonly OutputFile[],
  options: { readonly partial?: boolean; readonly model?: string } = {},
): Promise<readonly Written[]> {
  // A part leaves the manifest alone: `check` and the next whole render compare with the whole.
  const files = options.partial ? generated : [...generated, manifestFile(generated, options.model)];
  const gone = options.partial ? [] : orphans(await readManifest(folder), files);
  const written = await Promise.all(
    files.map(async (file): Promise<Written> => ({ path: file.path, change: await changeOf(folder, file) })),
  );
  await replace(
    folder,
    files.filter((_, index) => written[index]?.change !== 'unchanged'),
  );
  const removed = await Promise.all(gone.map((path) => remove(folder, path)));
  return [...written.filter((each) => each.path !== manifestPath), ...removed.flat()];
}

async function changeOf(folder: string, file: OutputFile): Promise<Change> {
  const before = await readIfThere(join(folder, file.path));
  if (before === undefined) return 'added';
  return Buffer.compare(before, bytesOf(file.content)) === 0 ? 'unchanged' : 'changed';
}

async function replace(folder: string, files: readonly OutputFile[]): Promise<void> {
  const temporary = (path: string): string => join(folder, `${path}.${process.pid}.tmp`);
  const laid: string[] = [];
  const made: string[] = [];
  let path = '';
  try {
    for (const file of files) {
      path = file.path;
      const at = join(folder, path);
      if ((await lstat(at).catch(() => undefined))?.isDirectory()) throw new CannotWrite(inTheWay(folder, path));
      made.unshift(...(await makeFolder(dirname(at))));
      laid.push(path);
      await writeFile(temporary(path), bytesOf(file.content));
    }
    for (const file of files) {
      path = file.path;
      await rename(temporary(path), join(folder, path));
    }
  } catch (error) {
    await Promise.all(laid.map((each) => rm(temporary(each), { force: true }).catch(() => undefined)));
    for (const each of made) await removeIfEmpty(each);
    throw error instanceof CannotWrite ? error : new CannotWrite(reason(folder, path, codeOf(error)));
  }
}

/** The folders that were not there before, innermost first. */
async function makeFolder(folder: string): Promise<readonly string[]> {
  const first = await mkdir(folder, { recursive: true });
  if (first === undefined) return [];
  const made = [resolve(folder)];
  for (let each = resolve(folder); each !== resolve(first) && each !== dirname(each); ) {
    each = dirname(each);
    made.push(each);
  }
  return made;
}

const inTheWay = (folder: string, path: string): string =>
  `${folder}/${path} could not be written: a folder is in its place; move it away, or name another --output`;

function reason(folder: string, path: string, code: string): string {
  const file = `${folder}/${path} could not be written`;
  if (code === 'ENOTDIR' || code === 'EEXIST')
    return `${file}: a file is where a folder should be; move it away, or name another --output`;
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return `${file}: permission denied`;
  if (code === 'ENOSPC' || code === 'EDQUOT') return `${file}: the disk is full; every old file is whole`;
  return `${file}${code === '' ? '' : ` (${code})`}`;
}

/** Files of ours that are no longer generated. What the manifest does not name is not ours. */
function orphans(manifest: Manifest | undefined, files: readonly OutputFile[]): readonly string[] {
  const kept = new Set(files.map((file) => file.path));
  return Object.keys(manifest ?? {}).filter((path) => !kept.has(path));
}

/** Only a file, and only in the folder: a link on the way may lead anywhere. */
async function remove(folder: string, path: string): Promise<readonly Written[]> {
  const at = join(folder, path);
  const [found, top, parent] = await Promise.all([
    lstat(at).catch(() => undefined),
    realpath(folder),
    realpath(dirname(at)).catch(() => ''),
  ]);
  if (found?.isFile() !== true || !(parent === top || parent.startsWith(top + sep))) return [];
  await rm(at, { force: true });
  await removeIfEmpty(dirname(at));
  return [{ path, change: 'removed' }];
}

async function removeIfEmpty(folder: string): Promise<void> {
  const left = await readdir(folder).catch(() => ['unreadable']);
  if (left.length === 0) await rmdir(folder).catch(() => undefined);
}
