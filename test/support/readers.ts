// What a reader finds in a picture, a Mermaid text and a document: labels by what they belong to. Knows formats, no code of ours.
import { below, parseXml, textOf, type XmlElement } from './xml.ts';

export interface Labels {
  /** Component to what its card says: label, then service. */
  readonly components: ReadonlyMap<string, string>;
  readonly groups: ReadonlyMap<string, string>;
  /** Connection to what stands on its arrow: label, then figure. */
  readonly connections: ReadonlyMap<string, string>;
}

/** Without white space: a long label is wrapped, and a long word broken. */
export const squeeze = (text: string): string => text.replace(/\s+/g, '');

/** Visible texts of an SVG; every arrow must have one line drawn. */
export function labelsInSvg(svg: string): Labels {
  const elements = [...below(parseXml(svg))];
  const by = (attribute: string): ReadonlyMap<string, string> =>
    new Map(
      elements.flatMap((element) => {
        const id = element.attributes.get(attribute);
        return id === undefined ? [] : [[id, visible(element)] as const];
      }),
    );
  const arrows = [...by('data-connection').keys()];
  const connections = by('data-label');
  for (const id of arrows) if (!connections.has(id)) throw new Error(`arrow ${id} has no label`);
  for (const id of connections.keys()) if (!arrows.includes(id)) throw new Error(`label ${id} has no arrow`);
  return { components: by('data-component'), groups: by('data-title'), connections };
}

const visible = (element: XmlElement): string =>
  squeeze(
    [...below(element)]
      .filter((each) => each.name === 'text' && each.attributes.get('class') !== 'number')
      .map(textOf)
      .join(''),
  );

const fromMermaid = (text: string): string =>
  squeeze(text.replaceAll('<br/>', ' ').replace(/#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code))));

/** Texts of a flowchart, sorted: nodes, subgraphs and links. */
export function labelsInMermaid(source: string): Readonly<Record<keyof Labels, readonly string[]>> {
  const all = (pattern: RegExp): readonly string[] =>
    [...source.matchAll(pattern)].map((match) => fromMermaid(match[1] ?? '')).sort();
  return {
    components: all(/^ *c_\w+(?:\[|\(\[)"(.*)"(?:\]|\]\)):::\w+$/gm),
    groups: all(/^ *subgraph \w+\["(.*)"\]$/gm),
    connections: all(/^ *c_\w+ (?:-->|-\.->)\|"(.*)"\| c_\w+$/gm)
      .map((label) => label.replace(/^\(\d+\)/, ''))
      .sort(),
  };
}

/** Markdown with its escapes undone: what GitHub shows of a line of text. */
export const shown = (markdown: string): string =>
  markdown
    .replace(/\\([!-/:-@[-`{-~])/g, '$1')
    .replace(/&(lt|gt|quot);/g, (_, name: string) => ({ lt: '<', gt: '>', quot: '"' })[name] ?? '')
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(/&amp;/g, '&');

/** Lines of a document below a heading, to the next of the same rank. */
export function section(document: string, heading: string): readonly string[] {
  const rank = heading.split(' ')[0] ?? '';
  const lines = document.split('\n');
  const start = lines.indexOf(heading);
  if (start < 0) throw new Error(`the document has no "${heading}"`);
  const end = lines.findIndex(
    (line, at) => at > start && /^#+ /.test(line) && (line.split(' ')[0] ?? '').length <= rank.length,
  );
  return lines.slice(start + 1, end < 0 ? undefined : end);
}
