// A code, a place and words to a finding of the code's severity.
import { type Code, table } from './code-table.ts';
import type { Finding, Path } from './findings.ts';

export type CodeId = keyof typeof table;

export const codes: ReadonlyMap<string, Code> = new Map<string, Code>(Object.entries(table));

interface Place {
  readonly on?: 'key' | 'value';
  readonly span?: { readonly offset: number; readonly length: number };
}

export function finding(code: CodeId, path: Path, message: string, hint: string, place: Place = {}): Finding {
  return { code, severity: table[code].severity, path, message: shortened(message), hint: shortened(hint), ...place };
}

const longest = 400;

/** A circle may lead through thousands of names: the way in and the way back are enough. */
function shortened(text: string): string {
  if (text.length <= longest) return text;
  const points = [...text];
  return points.length <= longest
    ? text
    : `${points.slice(0, longest - 110).join('')} … ${points.slice(-100).join('')}`;
}
