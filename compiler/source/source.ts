// The text of a model with its YAML tree: what every later stage reads, and by which a path finds its line again.
import type { Node } from 'yaml';
import type { Path } from '../findings.ts';

export interface Source {
  /** As it was named, with forward slashes: printed before every finding. */
  readonly file: string;
  /** Folder of the model, for payload schemas and handlers. Never printed. */
  readonly folder: string;
  readonly text: string;
  /** Offset at which each line starts. */
  readonly lineStarts: readonly number[];
  /** Root of the tree; absent where the text could not be read as YAML. */
  readonly root?: Node;
  /** The tree as plain data. Objects have no prototype, so that no key can mean anything but itself. */
  readonly value: unknown;
}

export type PlainObject = { readonly [key: string]: unknown };

export function isObject(value: unknown): value is PlainObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What stands at a path of plain data; undefined where the path leads nowhere. */
export function valueAt(value: unknown, path: Path): unknown {
  let at: unknown = value;
  for (const step of path) {
    if (Array.isArray(at)) at = typeof step === 'number' ? at[step] : undefined;
    else at = isObject(at) && Object.hasOwn(at, String(step)) ? at[String(step)] : undefined;
  }
  return at;
}

export function lineStartsOf(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
