// Artefacts to the documents as Markdown files.
import type { Generator } from '../generator.ts';
import { documents as all } from './index.ts';
import { renderTemplate } from './template.ts';

export const documents: Generator = {
  id: 'documents',
  generate: (artefacts) =>
    Promise.all(
      all.map(async (document) => ({
        path: `${document.id}.md`,
        content: renderTemplate(document.id, await document.view(artefacts)),
      })),
    ),
};
