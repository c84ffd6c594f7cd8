// A document: artefacts to a finished view, and the template that prints it.
import type { Artefacts } from '../artefacts.ts';
import type { View } from './template.ts';

export interface Document {
  /** File name under the output folder, e.g. "architecture.md"; the template is of the same name. */
  readonly id: string;
  readonly title: string;
  /** One line for the list of documents. */
  readonly about: string;
  view(artefacts: Artefacts): Promise<View>;
}
