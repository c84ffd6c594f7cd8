// What is wrong with a model, as data: a code, a place in the source, a sentence and a way out. Printed by report.ts.

import type { CodeId } from './codes.ts';

export type Severity = 'error' | 'warning';

/** Steps from the root of the YAML document: keys and list indices. */
export type Path = readonly (string | number)[];

export interface Finding {
  readonly code: CodeId;
  readonly severity: Severity;
  readonly path: Path;
  /** Whether the key at `path` or its value is to blame. Default: value. */
  readonly on?: 'key' | 'value';
  /** Narrows to a part of a scalar: 0-based offset and length in its text. */
  readonly span?: { readonly offset: number; readonly length: number };
  readonly message: string;
  /** What to do about it. */
  readonly hint: string;
}
