// A finished view and a Handlebars template to Markdown. What is not marked as Markdown is escaped before it is filled in.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Handlebars from 'handlebars';
import { escapeMarkdown, isMarkdown } from './markdown.ts';

const templates = fileURLToPath(new URL('../../templates', import.meta.url));

/** Strings, Markdown, numbers, lists and objects of these: nothing that a template would have to compute. */
export type View = { readonly [key: string]: unknown };

/** Templates know each and if, and nothing else; a name that the view lacks is our bug and throws. */
export function renderTemplate(name: string, view: View): string {
  const template = Handlebars.compile(readFileSync(join(templates, `${name}.md.hbs`), 'utf8'), {
    noEscape: true,
    strict: true,
  });
  const text = template(finished(view), { allowProtoPropertiesByDefault: false });
  return `${text
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim()}\n`;
}

function finished(value: unknown): unknown {
  if (typeof value === 'string') return escapeMarkdown(value);
  if (isMarkdown(value)) return value.markdown;
  if (Array.isArray(value)) return value.map(finished);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, finished(inner)]));
  return value;
}
