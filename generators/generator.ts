// A generator: artefacts in, files out. None imports another.
import type { Artefacts } from './artefacts.ts';
import type { OutputFile } from './output/files.ts';

export interface Generator {
  readonly id: string;
  /** `wanted` lets it leave out files that nobody asked for. */
  generate(artefacts: Artefacts, wanted: (path: string) => boolean): Promise<readonly OutputFile[]>;
}
