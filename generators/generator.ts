// A generator: artefacts in, files out. None imports another.
import type { Artefacts } from './artefacts.ts';
import type { OutputFile } from './output/files.ts';

export interface Generator {
  readonly id: string;
  /** Files or folders ("diagrams/") that it gives, so that a partial run can leave it out. */
  readonly gives: readonly string[];
  generate(artefacts: Artefacts): Promise<readonly OutputFile[]>;
}
