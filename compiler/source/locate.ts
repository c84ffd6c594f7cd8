// A path to its line and column in the text, for messages. Never fails: what is missing is placed at what should hold it.
import { isMap, isNode, isScalar, isSeq, type Node, type Pair, type Scalar, type YAMLMap } from 'yaml';
import type { Finding, Path } from '../findings.ts';
import type { Source } from './source.ts';

/** Line and column count from 1, the column in UTF-16 units as editors do. `length` stays on the line. */
export interface Location {
  readonly line: number;
  readonly column: number;
  readonly length: number;
  readonly lineText: string;
}

interface Found {
  readonly node: Node | null | undefined;
  readonly key: Node | undefined;
  readonly whole: boolean;
}

export function locate(source: Source, path: Path, on: Finding['on'] = 'value', span?: Finding['span']): Location {
  if (path.length === 0) return place(source, span?.offset ?? 0, span?.length ?? 1);
  const found = follow(source.root, path);
  const value = found.node ?? undefined;
  const key = found.key ?? value;
  // A block of several lines is named by its key: its value would underline no more than its first word.
  const many = (isMap(value) || isSeq(value)) && !value.flow;
  // An entry of a list has no key of its own; its first one stands for it.
  const first =
    found.key === undefined && isMap(value) && (on === 'key' || !value.flow) ? value.items[0]?.key : undefined;
  const blamed = isScalar(first)
    ? first
    : found.whole && on === 'value' && value !== undefined && !(many && found.key)
      ? value
      : key;
  const [from = 0, to = from + 1] = blamed?.range ?? [];
  if (span !== undefined && blamed === value && isScalar(value)) {
    const start = offsetIn(source.text, value, span.offset);
    const end = offsetIn(source.text, value, span.offset + span.length);
    return place(source, start, Math.max(1, end - start));
  }
  return place(source, from, to - from);
}

/** What was written for a value, e.g. "20e6" where the data say 20000000; undefined where it is not a scalar. */
export function writtenAt(source: Source, path: Path): string | undefined {
  const { node, whole } = follow(source.root, path);
  if (!whole || !isScalar(node)) return undefined;
  return node.source ?? String(node.value ?? '');
}

function follow(root: Node | undefined, path: Path): Found {
  let node: Node | null | undefined = root;
  let key: Node | undefined;
  for (const step of path) {
    if (isSeq(node) && typeof step === 'number' && step < node.items.length) {
      node = nodeOr(null, node.items[step]);
      key = undefined;
      continue;
    }
    const pair: Pair | undefined = isMap(node) ? pairsOf(node).get(String(step)) : undefined;
    if (pair === undefined) return { node, key, whole: false };
    node = nodeOr(null, pair.value);
    key = nodeOr(undefined, pair.key);
  }
  return { node, key, whole: true };
}

const nodeOr = <Nothing>(nothing: Nothing, value: unknown): Node | Nothing => (isNode(value) ? value : nothing);

const indexed = new WeakMap<YAMLMap, ReadonlyMap<string, Pair>>();

/** Pairs by key; of a key that stands twice, the first. Kept, since a report looks up thousands of places. */
function pairsOf(map: YAMLMap): ReadonlyMap<string, Pair> {
  const known = indexed.get(map);
  if (known !== undefined) return known;
  const pairs = new Map<string, Pair>();
  for (const pair of map.items) {
    const key = keyText(pair.key);
    if (key !== undefined && !pairs.has(key)) pairs.set(key, pair);
  }
  indexed.set(map, pairs);
  return pairs;
}

const keyText = (key: unknown): string | undefined => (isScalar(key) ? (key.source ?? String(key.value)) : undefined);

/** Offset in the text of a character of a scalar's value; quotes, folds and escapes make the two differ. */
function offsetIn(text: string, scalar: Scalar, index: number): number {
  const [from = 0, to = text.length] = scalar.range ?? [];
  const value = String(scalar.value);
  if (text.slice(from, to) === value) return from + index;
  const double = text[from] === '"';
  let at = from + (double || text[from] === "'" ? 1 : 0);
  for (let done = 0; done < index; done++) {
    // A backslash before the end of a line stands for nothing.
    while (double && /^\\\r?\n/.test(text.slice(at, at + 3)))
      at += (/^\\\r?\n\s*/.exec(text.slice(at, to))?.[0] ?? ' ').length;
    const wanted = value[done] ?? '';
    if (double && text[at] === '\\') {
      at += { x: 4, u: 6, U: 10 }[text[at + 1] ?? ''] ?? 2;
      continue;
    }
    if (/\s/.test(wanted)) {
      while (at < to && /\s/.test(text[at] ?? '')) at++;
      continue;
    }
    const next = text.indexOf(wanted, at);
    if (next === -1 || next >= to) return from;
    at = next + 1;
  }
  while (at < to && /\s/.test(text[at] ?? '')) at++;
  return at;
}

function place(source: Source, offset: number, length: number): Location {
  const at = Math.min(Math.max(0, offset), source.text.length);
  const line = lineOf(source.lineStarts, at);
  const start = source.lineStarts[line] ?? 0;
  const next = source.lineStarts[line + 1];
  const lineText = source.text.slice(start, next === undefined ? undefined : next - 1).replace(/\r$/, '');
  const column = Math.min(at - start, lineText.length);
  return {
    line: line + 1,
    column: column + 1,
    length: Math.max(1, Math.min(length, lineText.length - column)),
    lineText,
  };
}

function lineOf(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
