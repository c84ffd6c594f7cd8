// Text from a model to Markdown that shows it literally, and tables built of such text. GitHub's dialect.

/** Finished Markdown, not to be escaped again. Everything else that reaches a template is escaped. */
export interface Markdown {
  readonly markdown: string;
}

export const md = (markdown: string): Markdown => ({ markdown });
export const isMarkdown = (value: unknown): value is Markdown =>
  typeof value === 'object' && value !== null && 'markdown' in value && typeof value.markdown === 'string';

/** Shows the text as it is: no emphasis, link, tag, table cell, mathematics, template or entity can come of it. One line. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[\p{Cc}\p{Bidi_Control}]/gu, '\ufffd')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/[\\`*[\]{}|~$]/g, (character) => `\\${character}`)
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
    .replace(/^ ?(?:[-+](?=\s|$)|#{1,6}(?=\s|$)|=+(?=\s*$)|-(?=[-\s]*$))/, (start) => start.replace(/[-+#=]/, '\\$&'))
    .replace(
      /^( ?\d+)([.)])(?=\s|$)/,
      (_, number: string, mark: string) => `${number}${mark === '.' ? '&#46;' : '&#41;'}`,
    )
    .replace(/(https?|ftp):\/\//gi, '$1:&#47;&#47;')
    .replace(/\bwww\./gi, (match) => match.replace('.', '&#46;'));
}

/** Text as code: nothing in it means anything. */
export function code(text: string): string {
  const clean = text.replace(/\s+/g, ' ').replaceAll('|', '¦');
  const fence = '`'.repeat(Math.max(0, ...(clean.match(/`+/g) ?? []).map((run) => run.length)) + 1);
  const pad = clean.startsWith('`') || clean.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${clean}${pad}${fence}`;
}

export type Cell = string | Markdown | undefined;

export const cell = (value: Cell): string =>
  value === undefined ? '' : isMarkdown(value) ? value.markdown.replace(/\n/g, ' ') : escapeMarkdown(value);

/** Prose of ours with text of the model in it: say`At ${label} it breaks.` escapes the label; Markdown goes in as it is. */
export const say = (texts: TemplateStringsArray, ...cells: readonly Cell[]): Markdown =>
  md(texts.map((text, at) => `${text}${cell(cells[at])}`).join(''));

/** Finished parts, one behind the other. */
export const joined = (parts: readonly Cell[], between = ' '): Markdown =>
  md(
    parts
      .map(cell)
      .filter((part) => part !== '')
      .join(between),
  );

/** A table; `columns` whose title starts with ">" are aligned right, and titles are escaped: a label may be one. Nothing is written for no rows. */
export function table(columns: readonly string[], rows: readonly (readonly Cell[])[]): Markdown {
  if (rows.length === 0) return md('');
  const titles = columns.map((title) => escapeMarkdown(title.replace(/^>/, '')));
  const rule = columns.map((title) => (title.startsWith('>') ? '---:' : '---'));
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return md([line(titles), line(rule), ...rows.map((row) => line(row.map(cell)))].join('\n'));
}

/** Blocks, one below the other; empty ones leave no gap. */
export const stacked = (blocks: readonly Markdown[]): Markdown =>
  md(
    blocks
      .map(({ markdown }) => markdown)
      .filter((block) => block !== '')
      .join('\n\n'),
  );

export const bullets = (items: readonly Cell[]): Markdown => md(items.map((item) => `- ${cell(item)}`).join('\n'));

/** A part that opens on a click: full tables stay out of the way. */
export const folded = (summary: string, body: Markdown): Markdown =>
  md(
    body.markdown === ''
      ? ''
      : `<details>\n<summary>${escapeMarkdown(summary)}</summary>\n\n${body.markdown}\n\n</details>`,
  );

export const link = (text: string, target: string): Markdown => md(`[${escapeMarkdown(text)}](${target})`);

/** A fenced block whose content cannot end the fence. */
export function fenced(language: string, content: string): Markdown {
  const longest = Math.max(2, ...(content.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return md(`${fence}${language}\n${content.replace(/\n$/, '')}\n${fence}`);
}
