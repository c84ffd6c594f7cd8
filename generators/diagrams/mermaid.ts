// A drawing to Mermaid's flowchart text, and messages to its sequence diagrams; every label shows literally.

import type { Drawing, DrawingEdge, DrawingNode, EdgeKind } from './drawing.ts';
import { printable } from './text/measure.ts';

export interface Participant {
  readonly id: string;
  readonly label: string;
}

export interface Message {
  readonly from: string;
  readonly to: string;
  readonly label: string;
}

const plain = /[\p{L}\p{M}\p{N}]/u;

/**
 * Text as Mermaid's entity codes wherever a character could mean something to Mermaid or to Markdown: quotes, brackets,
 * bars, hashes, backticks, list marks. Letters, digits and harmless punctuation between them stay readable.
 */
export const escapeMermaid = (text: string): string => {
  const characters = [...printable(text).trim()];
  return characters
    .map((character, i) => {
      const code = character.codePointAt(0) ?? 0;
      if (character === ' ' || code > 126 || plain.test(character)) return character;
      const after = characters[i - 1] ?? '';
      const before = characters[i + 1] ?? ' ';
      if (character === ',' && plain.test(after)) return character;
      if ('-/'.includes(character) && plain.test(after) && plain.test(before)) return character;
      if (
        character === '.' &&
        plain.test(after) &&
        plain.test(before) &&
        !/^\d+$/.test(characters.slice(0, i).join(''))
      )
        return character;
      return `#${code};`;
    })
    .join('');
};

/** Ids that Mermaid reads as ids, one for each of ours. `end` and the like are harmless behind the prefix. */
const idsFor = (names: readonly string[], prefix: string): ReadonlyMap<string, string> => {
  const used = new Set<string>();
  const ids = new Map<string, string>();
  for (const name of names) {
    const base = prefix + name.replace(/[^A-Za-z0-9]/g, '_');
    let id = base;
    for (let n = 2; used.has(id); n += 1) id = `${base}_${n}`;
    used.add(id);
    ids.set(name, id);
  }
  return ids;
};

const links: Readonly<Record<EdgeKind, { readonly arrow: string; readonly style: string }>> = {
  data: { arrow: '-->', style: 'stroke:#1b5fc1,stroke-width:2px' },
  request: { arrow: '-->', style: 'stroke:#5b6b7d,stroke-width:1px' },
  failure: { arrow: '-.->', style: 'stroke:#c4281c,stroke-width:1.5px' },
  control: { arrow: '-.->', style: 'stroke:#7b8794,stroke-width:1.5px' },
};

const kinds = Object.keys(links) as readonly EdgeKind[];

const nodeLine = (node: DrawingNode, id: string): string => {
  const lines = [node.label, node.service].map(escapeMermaid).filter((line) => line !== '');
  const [open, close] = node.kind === 'outside' ? ['(["', '"])'] : ['["', '"]'];
  return `${id}${open}${lines.join('<br/>')}${close}:::${node.kind}`;
};

const edgeLabel = (edge: DrawingEdge): string => {
  const step = edge.step === undefined ? '' : `(${edge.step}) `;
  const lines = [escapeMermaid(step + edge.label), escapeMermaid(edge.figure ?? '')];
  return lines.filter((line) => line !== '').join('<br/>');
};

/** A flowchart with a subgraph for each group. Arrows whose ends are not drawn are left out. */
export const toMermaid = (drawing: Drawing): string => {
  const groupIds = idsFor(
    drawing.groups.map((group) => group.id),
    'g_',
  );
  const nodeIds = idsFor(
    drawing.nodes.map((node) => node.id),
    'c_',
  );
  const parentOf = new Map(drawing.groups.map((group) => [group.id, group.parent]));
  const rooted = (id: string): boolean => {
    const seen = new Set<string>();
    for (let at: string | undefined = id; at !== undefined; at = parentOf.get(at)) {
      if (seen.has(at)) return false;
      seen.add(at);
    }
    return true;
  };
  const inside = (parent: string | undefined, indent: string): string[] => {
    const groups = drawing.groups.filter((group) => {
      const own =
        group.parent !== undefined && groupIds.has(group.parent) && rooted(group.id) ? group.parent : undefined;
      return own === parent;
    });
    const nodes = drawing.nodes.filter(
      (node) => (node.group !== undefined && groupIds.has(node.group) ? node.group : undefined) === parent,
    );
    return [
      ...nodes.map((node) => `${indent}${nodeLine(node, nodeIds.get(node.id) ?? '')}`),
      ...groups.flatMap((group) => [
        `${indent}subgraph ${groupIds.get(group.id) ?? ''}["${escapeMermaid(group.label)}"]`,
        ...inside(group.id, `${indent}  `),
        `${indent}end`,
      ]),
    ];
  };
  const edges = drawing.edges.filter((edge) => nodeIds.has(edge.from) && nodeIds.has(edge.to));
  const styles = kinds.flatMap((kind) => {
    const numbers = edges.flatMap((edge, i) => (edge.kind === kind ? [i] : []));
    return numbers.length > 0 ? [`  linkStyle ${numbers.join(',')} ${links[kind].style}`] : [];
  });
  return [
    `flowchart ${drawing.direction === 'down' ? 'TB' : 'LR'}`,
    `  accTitle: ${escapeMermaid(drawing.title)}`,
    `  accDescr: ${escapeMermaid(drawing.description)}`,
    ...inside(undefined, '  '),
    ...edges.map((edge) => {
      const label = edgeLabel(edge);
      const text = label === '' ? '' : `|"${label}"|`;
      return `  ${nodeIds.get(edge.from)} ${links[edge.kind].arrow}${text} ${nodeIds.get(edge.to)}`;
    }),
    ...styles,
    '  classDef aws fill:#fff7ec,stroke:#ed7100,color:#16202c',
    '  classDef outside fill:#eef3fb,stroke:#1b5fc1,color:#16202c',
    '  classDef mark fill:#f4f6f9,stroke:#8a97a6,color:#16202c,stroke-dasharray:3 3',
    '',
  ].join('\n');
};

/** A sequence diagram. Messages of participants that are not listed are left out. */
export const toSequence = (
  title: string,
  participants: readonly Participant[],
  messages: readonly Message[],
): string => {
  const ids = idsFor(
    participants.map((participant) => participant.id),
    'p_',
  );
  const known = messages.filter((message) => ids.has(message.from) && ids.has(message.to));
  return [
    'sequenceDiagram',
    `  title ${escapeMermaid(title)}`,
    ...participants.map(({ id, label }) => `  participant ${ids.get(id)} as ${escapeMermaid(label)}`),
    ...known.map(({ from, to, label }) => `  ${ids.get(from)}->>${ids.get(to)}: ${escapeMermaid(label)}`),
    '',
  ].join('\n');
};
