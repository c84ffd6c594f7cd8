// The output folder as it is on disk: what is there, and whose it is.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bytesOf, type Manifest, manifestPath, modelIn, type OutputFile, parseManifest } from './files.ts';

/** The manifest of an output folder; undefined where there is none. */
export async function readManifest(folder: string): Promise<Manifest | undefined> {
  const text = await manifestText(folder);
  return text === undefined ? undefined : parseManifest(text);
}

/** Name of the model that an output folder holds the files of; undefined where nobody knows. */
export async function modelOf(folder: string): Promise<string | undefined> {
  const text = await manifestText(folder);
  return text === undefined ? undefined : modelIn(text);
}

async function manifestText(folder: string): Promise<string | undefined> {
  const bytes = await readIfThere(join(folder, manifestPath));
  return bytes === undefined ? undefined : Buffer.from(bytes).toString('utf8');
}

/** Of the files that would be written: those in whose place another file lies that the manifest does not name. */
export async function notOurs(
  folder: string,
  files: readonly OutputFile[],
  manifest: Manifest | undefined,
): Promise<readonly string[]> {
  const unnamed = files.filter(({ path }) => manifest?.[path] === undefined);
  const others = await Promise.all(
    unnamed.map(async ({ path, content }) => {
      const there = await readIfThere(join(folder, path));
      return there !== undefined && Buffer.compare(there, bytesOf(content)) !== 0 ? [path] : [];
    }),
  );
  const foreignManifest = manifest === undefined && (await manifestText(folder)) !== undefined ? [manifestPath] : [];
  return [...others.flat(), ...foreignManifest];
}

/** Undefined where no file is: a folder in its place is no file of ours. */
export async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EISDIR'].includes(codeOf(error))) return undefined;
    throw error;
  }
}

/** Paths below a folder, with "/" on every system. Links are files: what they lead to is not looked at. */
export async function listFiles(folder: string, below = ''): Promise<readonly string[]> {
  const entries = await readdir(join(folder, below), { withFileTypes: true }).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return [];
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

/** The system's code, "ENOENT", of what a file operation throws; "" of anything else. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
