// A document: artefacts to a finished view, and the template that prints it.
import type { Artefacts } from '../artefacts.ts';
import type { View } from './template.ts';

export interface Document {
  /** Name of its file under the output folder and of its template, without ".md". */
  readonly id: string;
  readonly title: string;
  /** One line for the list of documents. */
  readonly about: string;
  view(artefacts: Artefacts): Promise<View>;
}
