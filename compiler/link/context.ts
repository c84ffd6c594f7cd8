// What every part of the linker looks at and writes to.

import type { Figure } from '../figures.ts';
import type { Finding, Path } from '../findings.ts';
import type { Catalogue } from '../moves.ts';
import type { Scope } from '../quantities/index.ts';
import type { ReferenceTo } from '../schema/parts.ts';
import type { Source } from '../source/source.ts';

export interface LinkContext {
  readonly source: Source;
  readonly catalogue: Catalogue;
  /** What can be referred to. */
  readonly names: Readonly<Record<ReferenceTo, ReadonlySet<string>>>;
  readonly scope: Scope;
  /** Figures of the assumptions that could be computed. */
  readonly figures: ReadonlyMap<string, Figure>;
  /** Assumptions that something names; written while linking. */
  readonly used: Set<string>;
  /** Components with a quantity that could not be computed; written while linking. */
  readonly unsure: Set<string>;
  readonly findings: Finding[];
  /** Dotted path for a Figure's origin; connections go by their id. */
  nameOf(path: Path): string;
}

/** Stands where a figure could not be computed, so that checks can go on; no architecture is returned then. */
export const missingFigure: Figure = {
  value: 1,
  unit: '',
  origin: { kind: 'definition', text: 'could not be computed' },
};
