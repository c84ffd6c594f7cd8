// Artefacts to resources.md: every AWS resource, by the component or connection it comes from, in each stage.

import { capital } from '../../compiler/wording.ts';
import type { Artefacts } from '../artefacts.ts';
import type { ResourceEntry } from '../infrastructure/resources.ts';
import type { Document } from './document.ts';
import { code, folded, type Markdown, md, table } from './markdown.ts';
import { nameOf } from './parts/objectives.ts';
import { counted } from './words.ts';

export const resources: Document = {
  id: 'resources',
  title: 'Resources',
  about: 'every AWS resource, by component and connection, in each stage',
  view: async (artefacts) => {
    const { resources: all } = await artefacts.synthesis();
    const { architecture } = artefacts.plan;
    const owned = (key: 'component' | 'connection' | 'shared'): readonly ResourceEntry[] =>
      all.filter((entry) => entry[key] !== undefined);
    return {
      title: architecture.title,
      stacks: table(
        ['Stack', '>Resources', '>Of components', '>Of connections', '>Shared by the stack'],
        stacksOf(all).map((stack) => {
          const here = all.filter((entry) => entry.stack === stack);
          return [
            stack,
            String(here.length),
            ...(['component', 'connection', 'shared'] as const).map((key) =>
              String(here.filter((entry) => entry[key] !== undefined).length),
            ),
          ];
        }),
      ),
      types: folded('Resources by type', typesTable(all)),
      components: [...architecture.components.values()].flatMap(({ id, label }) => {
        const entries = owned('component').filter(({ component }) => component === id);
        return entries.length === 0 ? [] : [{ label, list: ownerList(entries) }];
      }),
      connections: connectionTable(artefacts, owned('connection')),
      shared: sharedTable(owned('shared')),
    };
  },
};

const stacksOf = (entries: readonly ResourceEntry[]): readonly string[] => [
  ...new Set(entries.map(({ stack }) => stack)),
];

/** "AWS::DynamoDB::GlobalTable" as people say it: "DynamoDB GlobalTable". */
const typeText = (type: string): string => type.replace(/^AWS::/, '').replaceAll('::', ' ');

interface Placed {
  readonly type: string;
  readonly logicalId: string;
  readonly stacks: string[];
}

/** Stages give the same logical ids: one row for all stacks that have it. */
function placed(entries: readonly ResourceEntry[]): readonly Placed[] {
  const found = new Map<string, Placed>();
  for (const { type, logicalId, stack } of entries) {
    const key = `${type}\n${logicalId}`;
    const known = found.get(key);
    if (known === undefined) found.set(key, { type, logicalId, stacks: [stack] });
    else known.stacks.push(stack);
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each);
}

function ownerList(entries: readonly ResourceEntry[]): Markdown {
  const rows = placed(entries);
  return folded(
    `${capital(counted(rows.length, 'resource'))}: ${[...new Set(rows.map(({ type }) => typeText(type)))].join(', ')}`,
    table(
      ['Type', 'Logical id', 'Stacks'],
      rows.map(({ type, logicalId, stacks }) => [typeText(type), md(code(logicalId)), stacks.join(', ')]),
    ),
  );
}

function connectionTable({ plan }: Artefacts, entries: readonly ResourceEntry[]): Markdown {
  return table(
    ['From', 'Label', 'To', 'Resources', 'Logical ids'],
    [...plan.architecture.connections.values()].flatMap((connection) => {
      const rows = placed(entries.filter((entry) => entry.connection === connection.id));
      if (rows.length === 0) return [];
      return [
        [
          nameOf(plan, connection.from),
          connection.label,
          nameOf(plan, connection.to),
          [...new Set(rows.map(({ type }) => typeText(type)))].join(', '),
          md(rows.map(({ logicalId }) => code(logicalId)).join(' ')),
        ],
      ];
    }),
  );
}

function sharedTable(entries: readonly ResourceEntry[]): Markdown {
  return table(
    ['What', 'Type', 'Logical id', 'Stacks'],
    placed(entries).map(({ type, logicalId, stacks }) => [
      entries.find((entry) => entry.logicalId === logicalId)?.shared,
      typeText(type),
      md(code(logicalId)),
      stacks.join(', '),
    ]),
  );
}

function typesTable(entries: readonly ResourceEntry[]): Markdown {
  const stacks = stacksOf(entries);
  const types = [...new Set(entries.map(({ type }) => type))].sort();
  return table(
    ['Type', ...stacks.map((stack) => `>${stack}`)],
    types.map((type) => [
      typeText(type),
      ...stacks.map((stack) => {
        const count = entries.filter((entry) => entry.type === type && entry.stack === stack).length;
        return count === 0 ? '' : String(count);
      }),
    ]),
  );
}
