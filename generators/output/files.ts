// What generators hand over, and the manifest that says which files of the output folder are ours.
import { createHash } from 'node:crypto';

/** One file to write. `path` is relative to the output folder, with "/" on every system. */
export interface OutputFile {
  readonly path: string;
  readonly content: string | Uint8Array;
  /** Hash of what it was made from, where making it is dear: it is made again only when this changes. */
  readonly source?: string;
  /** What whoever renders should know of it and cannot see in it; said once, however many files say it. */
  readonly remarks?: readonly string[];
}

export interface ManifestEntry {
  readonly sha256: string;
  readonly source?: string;
}

/** Path to entry, sorted by path. */
export type Manifest = Readonly<Record<string, ManifestEntry>>;

export const manifestPath = 'manifest.json';

export const bytesOf = (content: string | Uint8Array): Uint8Array =>
  typeof content === 'string' ? Buffer.from(content, 'utf8') : content;

export const sha256 = (content: string | Uint8Array): string =>
  createHash('sha256').update(bytesOf(content)).digest('hex');

export function manifestOf(files: readonly OutputFile[]): Manifest {
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
  return Object.fromEntries(
    sorted.map((file) => [
      file.path,
      { sha256: sha256(file.content), ...(file.source === undefined ? {} : { source: file.source }) },
    ]),
  );
}

/** @param model name of the model that they are of. */
export const manifestFile = (files: readonly OutputFile[], model?: string): OutputFile => ({
  path: manifestPath,
  content: `${JSON.stringify({ about: 'Generated files; do not edit them.', model, files: manifestOf(files) }, null, 2)}\n`,
});

/** Name of the model that the files of a manifest are of; undefined where it does not say so. */
export function modelIn(manifest: string): string | undefined {
  const parsed = parsedJson(manifest);
  if (typeof parsed !== 'object' || parsed === null || !('model' in parsed)) return undefined;
  return typeof parsed.model === 'string' ? parsed.model : undefined;
}

/** Undefined where the text is no manifest of ours: then nothing may be removed on its word. */
export function parseManifest(text: string): Manifest | undefined {
  const parsed = parsedJson(text);
  if (typeof parsed !== 'object' || parsed === null || !('files' in parsed)) return undefined;
  const { files } = parsed;
  if (typeof files !== 'object' || files === null) return undefined;
  const entries = Object.entries(files).filter(
    (entry): entry is [string, ManifestEntry] => isEntry(entry[1]) && isInside(entry[0]),
  );
  return Object.fromEntries(entries);
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const isEntry = (value: unknown): value is ManifestEntry =>
  typeof value === 'object' && value !== null && 'sha256' in value && typeof value.sha256 === 'string';

/** A manifest may have been tampered with: it must never lead out of the output folder. */
const isInside = (path: string): boolean =>
  !path.startsWith('/') && !path.includes('\\') && !path.split('/').includes('..') && !/^[A-Za-z]:/.test(path);
