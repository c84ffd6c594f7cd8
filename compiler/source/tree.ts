// The YAML tree to plain data without prototypes. Repeated keys, aliases and tags become findings with their place.
import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap } from 'yaml';
import { finding } from '../codes.ts';
import type { Finding } from '../findings.ts';

export function toPlain(node: unknown, findings: Finding[]): unknown {
  if (isAlias(node)) {
    findings.push(unsupported(node, `An alias ("*${node.source}") repeats what stands elsewhere.`, notTwice));
    return undefined;
  }
  if (isMap(node)) return withoutMark(node, findings, () => mapToPlain(node, findings));
  if (isSeq(node)) return withoutMark(node, findings, () => node.items.map((item) => toPlain(item, findings)));
  if (isScalar(node)) return withoutMark(node, findings, () => node.value);
  return null;
}

const notTwice = 'Write it out, or make it one assumption or group that others name.';

function withoutMark(node: Node & { anchor?: string }, findings: Finding[], convert: () => unknown): unknown {
  if (node.tag !== undefined) {
    findings.push(unsupported(node, 'A tag says what type this is.', 'Leave the tag out.'));
  }
  if (node.anchor !== undefined) {
    findings.push(unsupported(node, `An anchor ("&${node.anchor}") marks this for repetition.`, notTwice));
  }
  return convert();
}

function mapToPlain(map: YAMLMap, findings: Finding[]): unknown {
  const plain: Record<string, unknown> = Object.create(null);
  for (const pair of map.items) {
    const key = keyOf(pair, findings);
    if (key === undefined) continue;
    if (Object.hasOwn(plain, key)) {
      const message = `The key "${key}" stands twice in the same place.`;
      findings.push(finding('duplicate-key', [], message, 'Remove one, or give it another name.', spanOf(pair.key)));
      continue;
    }
    plain[key] = toPlain(pair.value, findings);
  }
  return plain;
}

function keyOf(pair: Pair, findings: Finding[]): string | undefined {
  const { key } = pair;
  if (isScalar(key) && key.value !== null && typeof key.value !== 'object') {
    if (key.source === '<<') {
      findings.push(unsupported(key, 'A merge key ("<<") copies what stands elsewhere.', notTwice));
      return undefined;
    }
    withoutMark(key, findings, () => undefined);
    // As written: `1.0` stays "1.0".
    return key.source ?? String(key.value);
  }
  findings.push(unsupported(key, 'A key must be a single word or text.', 'Put it in quotes if it is meant as text.'));
  return undefined;
}

const unsupported = (node: unknown, message: string, hint: string): Finding =>
  finding('unsupported-yaml', [], message, hint, spanOf(node));

function spanOf(node: unknown): { readonly span: { readonly offset: number; readonly length: number } } {
  const range = isScalar(node) || isMap(node) || isSeq(node) || isAlias(node) ? node.range : undefined;
  return { span: { offset: range?.[0] ?? 0, length: Math.max(1, (range?.[1] ?? 1) - (range?.[0] ?? 0)) } };
}
