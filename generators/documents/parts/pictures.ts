// Pictures for documents: the SVG by reference, the same drawing as Mermaid for what renders it inside Markdown.
import type { Artefacts } from '../../artefacts.ts';
import { fenced, folded } from '../markdown.ts';
import type { View } from '../template.ts';

export const pictureViews = (artefacts: Artefacts): readonly View[] =>
  artefacts.pictures.map(({ drawing, view, mermaid }) => ({
    title: drawing.title,
    question: view.question,
    file: `diagrams/${drawing.id}.svg`,
    mermaid: folded('The same as text (Mermaid)', fenced('mermaid', mermaid())),
  }));

export const sequenceViews = (artefacts: Artefacts): readonly View[] =>
  artefacts.sequences.map(({ title, mermaid }) => ({ title, mermaid: fenced('mermaid', mermaid) }));
