// OutputFiles against what is on disk: which file is not as the model gives it, and where.
import { join } from 'node:path';
import { listFiles, readIfThere } from './disk.ts';
import { bytesOf, manifestFile, type OutputFile } from './files.ts';

export interface Difference {
  readonly path: string;
  readonly problem: 'missing' | 'differs' | 'unexpected';
  /** First line that differs, for texts. */
  readonly detail?: string;
}

/** What is not as the model gives it, and what is there and should not be. Nothing is written. */
export async function compareOutput(
  folder: string,
  generated: readonly OutputFile[],
  model?: string,
): Promise<readonly Difference[]> {
  const files = [...generated, manifestFile(generated, model)];
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
  return { detail: `line ${at + 1}: there ${shown(old[at], next[at])}, from the model ${shown(next[at], old[at])}` };
}

/** A line, or of a long one what stands where the two part. */
function shown(text: string | undefined, other: string | undefined): string {
  if (text === undefined) return 'nothing';
  if (text.length <= 100) return JSON.stringify(text);
  let same = 0;
  while (same < text.length && text[same] === other?.[same]) same++;
  const start = Math.max(0, Math.min(same - 30, text.length - 100));
  const end = start + 100;
  return JSON.stringify(`${start > 0 ? '…' : ''}${text.slice(start, end)}${end < text.length ? '…' : ''}`);
}
