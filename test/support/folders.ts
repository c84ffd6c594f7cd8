// Folders to their bytes, and copies of models to change.
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inject } from 'vitest';
import { root } from './cli.ts';

/** An empty folder in the run's scratch folder. */
export const emptyFolder = (name = 'folder'): string => mkdtempSync(join(inject('scratch'), `${name}-`));

/** Every file's path, with "/", to its bytes. Links are not followed. */
export function bytesIn(folder: string): ReadonlyMap<string, Buffer> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    files
      .map((file) => [file.slice(folder.length + 1).replaceAll('\\', '/'), readFileSync(file)] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** Paths whose bytes are not the same in both. */
export function differing(one: ReadonlyMap<string, Buffer>, other: ReadonlyMap<string, Buffer>): readonly string[] {
  return [...new Set([...one.keys(), ...other.keys()])].filter((path) => {
    const [a, b] = [one.get(path), other.get(path)];
    return a === undefined || b === undefined || !a.equals(b);
  });
}

export const orders = join(root, 'model/examples/order-events');

/** A copy of a model's folder, its text changed, where handlers find their packages. Gives the model's file. */
export function modelCopy(change: (text: string) => string | Buffer = (text) => text, original = orders): string {
  const folder = emptyFolder('model');
  cpSync(original, folder, { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'dir');
  const file = join(folder, 'architecture.yaml');
  writeFileSync(file, change(readFileSync(file, 'utf8')));
  return file;
}

/** Writes a file whose folder need not exist. */
export function put(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

/** The text with a piece replaced that must stand in it: a test must not go on with what it did not change. */
export function replaced(text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`"${from}" stands nowhere in the text`);
  return text.replace(from, () => to);
}
