// A file to its text, or the one sentence that says why there is none (exit code 2).
import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** Above this the YAML library's time is no longer short. */
export const maxBytes = 1_000_000;

export interface ModelText {
  readonly text: string;
  readonly file: string;
  /** Default: the folder of `file`. */
  readonly folder?: string;
}

/** Nothing can be said about the model because its text could not be had: one clear sentence, exit code 2. */
export class UnreadableModel extends Error {}

/** Throws UnreadableModel where there is no text to compile. */
export function readModel(file: string): ModelText {
  try {
    return readText(file);
  } catch (error) {
    throw error instanceof UnreadableModel ? error : new UnreadableModel(reason(file, error));
  }
}

function readText(file: string): ModelText {
  const stat = statSync(file);
  if (stat.isDirectory()) throw new UnreadableModel(`${file} is a folder; name the model's YAML file in it.`);
  if (stat.size > maxBytes) throw new UnreadableModel(`${file} is larger than 1 MB, the most that a model may have.`);
  const text = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file));
  return { text, file: file.replaceAll('\\', '/'), folder: dirname(file) };
}

function reason(file: string, error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOENT' || code === 'ENOTDIR') return `${file} does not exist.`;
  if (code === 'EACCES' || code === 'EPERM') return `${file} may not be read: permission denied.`;
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return `${file} is not UTF-8 text; save it as UTF-8.`;
  return `${file} could not be read${code === '' ? '' : ` (${code})`}.`;
}
