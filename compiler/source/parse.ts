// YAML text to a Source: the tree, plain data, and findings for what is not YAML or not the plain YAML of a model.
import { dirname } from 'node:path';
import { type Document, parseAllDocuments, type YAMLParseError } from 'yaml';
import { finding } from '../codes.ts';
import type { Finding } from '../findings.ts';
import { refuse } from './guard.ts';
import { type ModelText, maxBytes } from './read.ts';
import { lineStartsOf, type Source } from './source.ts';
import { syntaxFinding } from './syntax.ts';
import { toPlain } from './tree.ts';

export interface Parsed {
  readonly source: Source;
  readonly findings: readonly Finding[];
  /** False where the tree is missing or not to be trusted: nothing more can be said about it. */
  readonly usable: boolean;
}

/** Syntax errors beyond the first few are mostly echoes of them; so are all but the first of a line, and what follows a wrong indentation. */
const maxSyntaxFindings = 3;

function syntaxFindings(errors: readonly YAMLParseError[], text: string): readonly Finding[] {
  const lines = new Set<number>();
  let indented = true;
  const first = [...errors]
    .sort((a, b) => a.pos[0] - b.pos[0])
    .filter(({ code, pos }) => {
      const line = text.lastIndexOf('\n', pos[0] - 1);
      const echo = lines.has(line) || (!indented && code !== 'TAB_AS_INDENT');
      lines.add(line);
      indented &&= code !== 'TAB_AS_INDENT' && code !== 'BAD_INDENT';
      return !echo;
    });
  return first.slice(0, maxSyntaxFindings).map((error) => syntaxFinding(error, text));
}

/** An empty path in these findings stands for the whole text; its span is an offset in the text. */
export function parseSource(model: ModelText): Parsed {
  const text = model.text.startsWith('\uFEFF') ? model.text.slice(1) : model.text;
  const bare: Source = {
    file: model.file,
    folder: model.folder ?? dirname(model.file),
    text,
    lineStarts: lineStartsOf(text),
    value: undefined,
  };
  const stop = (findings: readonly Finding[]): Parsed => ({ source: bare, findings, usable: false });
  if (Buffer.byteLength(text) > maxBytes) {
    const hint = 'Split it into models of their own, one per pipeline.';
    return stop([finding('too-large', [], 'The model is larger than 1 MB.', hint, at(0))]);
  }
  const refusal = refuse(text);
  if (refusal) return stop([finding(refusal.code, [], refusal.message, refusal.hint, at(refusal.offset))]);

  const document = parse(text);
  if (document === undefined || document.contents === null) {
    const errors = document?.errors ?? [];
    if (errors.length > 0) return stop(syntaxFindings(errors, text));
    return stop([finding('empty-model', [], 'The file holds no model.', 'Begin with "name:" and "title:".', at(0))]);
  }
  if (document.errors.length > 0) return stop(syntaxFindings(document.errors, text));
  const findings: Finding[] = [];
  const value = toPlain(document.contents, findings);
  const source: Source = { ...bare, root: document.contents, value };
  return { source, findings, usable: !findings.some((each) => each.code === 'unsupported-yaml') };
}

const at = (offset: number, length = 1): { readonly span: { readonly offset: number; readonly length: number } } => ({
  span: { offset, length },
});

function parse(text: string): Document.Parsed | undefined {
  // Unique keys are checked in tree.ts: the library's own check takes quadratic time.
  const options = { prettyErrors: false, uniqueKeys: false, merge: false, version: '1.2', logLevel: 'silent' } as const;
  const documents = parseAllDocuments(text, options);
  return Array.isArray(documents) ? documents[0] : undefined;
}
