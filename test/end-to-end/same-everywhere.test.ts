// Picture, Mermaid text, document and templates of the shipped model hold the same components, groups and connections.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Connection } from '../../compiler/architecture.ts';
import { movesOf, serviceOf } from '../../compiler/moves.ts';
import { catalogue, understand } from '../../pipeline.ts';
import { labelsInMermaid, labelsInSvg, section, shown, squeeze } from '../support/readers.ts';
import { renderedModel } from '../support/rendered.ts';

interface Resource {
  readonly Type: string;
  readonly Properties?: unknown;
  readonly Metadata?: Readonly<Record<string, string>>;
}

const { plan } = understand('model/flyhigh/architecture.yaml');
if (plan === undefined) throw new Error('the model has errors');
const { architecture } = plan;
const components = [...architecture.components.values()];
const connections = [...architecture.connections.values()];
const groups = [...architecture.groups.values()];
const cardOf = (id: string): string => {
  const component = architecture.components.get(id);
  return squeeze(`${component?.label}${serviceOf(id, architecture, catalogue)?.short}`);
};
/** A label, and behind it nothing or a rate. */
const says = (text: string, label: string): boolean =>
  text.startsWith(squeeze(label)) && /^([\d.,]+\/(s|h|day))?$/.test(text.slice(squeeze(label).length));

let folder: string;
beforeAll(async () => {
  ({ folder } = await renderedModel('flyhigh'));
}, 120_000);
const read = (path: string): string => readFileSync(join(folder, path), 'utf8');

describe('labels', () => {
  it('of every component, group and connection are visible in the overview, and no others', () => {
    const drawn = labelsInSvg(read('diagrams/overview.svg'));
    expect(Object.fromEntries(drawn.components)).toEqual(
      Object.fromEntries(components.map(({ id }) => [id, cardOf(id)])),
    );
    expect(Object.fromEntries(drawn.groups)).toEqual(
      Object.fromEntries(groups.map(({ id, label }) => [id, squeeze(label)])),
    );
    expect([...drawn.connections.keys()].sort()).toEqual(connections.map(({ id }) => id).sort());
    const wrong = connections.filter(({ id, label }) => !says(drawn.connections.get(id) ?? '', label));
    expect(wrong.map(({ id, label }) => `${id}: ${label}, drawn ${drawn.connections.get(id)}`)).toEqual([]);
  });

  it('are the same in Mermaid', () => {
    const drawn = labelsInSvg(read('diagrams/overview.svg'));
    const written = labelsInMermaid(read('diagrams/overview.mmd'));
    expect(written.components).toEqual([...drawn.components.values()].sort());
    expect(written.groups).toEqual([...drawn.groups.values()].sort());
    expect(written.connections).toEqual([...drawn.connections.values()].sort());
  });

  it('are the same in the document, which embeds that Mermaid', () => {
    const document = read('architecture.md');
    const headings = section(document, '## Components').filter((line) => /^#{3,4} /.test(line));
    const told = (rank: string): readonly string[] =>
      headings.filter((line) => line.startsWith(`${rank} `)).map((line) => shown(line.slice(rank.length + 1)));
    expect([...told('####')].sort()).toEqual(components.map(({ label }) => label).sort());
    const holding = groups.filter(({ id }) => components.some(({ group }) => group === id));
    expect([...told('###')].sort()).toEqual(holding.map(({ label }) => label).sort());
    const rows = section(document, '## Connections')
      .filter((line) => line.startsWith('| '))
      .slice(2);
    const arrow = (from: string, label: string, to: string): string => [from, label, to].join(' | ');
    const labelOf = (id: string): string => architecture.components.get(id)?.label ?? '';
    expect(
      rows
        .map((row) => row.split(/(?<!\\) \| /).map(shown))
        .map(([from = '', label = '', to = '']) => arrow(from.slice(2), label.replace(/^\(\d+\) /, ''), to))
        .sort(),
    ).toEqual(connections.map(({ from, label, to }) => arrow(labelOf(from), label, labelOf(to))).sort());
    expect(document).toContain(read('diagrams/overview.mmd').trimEnd());
  });

  it('of steps are numbered in the overview as in the walk-through', () => {
    const svg = read('diagrams/overview.svg');
    const numbers = new Set([...svg.matchAll(/class="number"[^>]*>(\d+)</g)].map(([, number]) => Number(number)));
    const told = section(read('architecture.md'), '## Walk-through').filter((line) => /^\d+\. /.test(line));
    expect(told.map((line) => Number.parseInt(line, 10))).toEqual([...numbers].sort((a, b) => a - b));
  });
});

/** What a template of a stage holds, by what it comes from. */
function resourcesOf(stage: string) {
  const name = new RegExp(`^${architecture.name}-${stage}(-[a-z]+-[a-z]+-\\d)?\\.template\\.json$`);
  const files = readdirSync(join(folder, 'templates')).filter((file) => name.test(file));
  const resources = files.flatMap((file) => {
    const template: { readonly Resources: Readonly<Record<string, Resource>> } = JSON.parse(read(`templates/${file}`));
    return Object.entries(template.Resources);
  });
  return { files, resources };
}

const ownedBy = (
  resources: readonly (readonly [string, Resource])[],
  key: string,
): ReadonlyMap<string, readonly string[]> => {
  const owned = new Map<string, string[]>();
  for (const [id, { Metadata }] of resources) {
    const owner = Metadata?.[`plumbline:${key}`];
    if (owner !== undefined) owned.set(owner, [...(owned.get(owner) ?? []), id]);
  }
  return owned;
};

/** What is wrong between a stage's part of the model and its resources. */
function disagreements(stage: string, resources: readonly (readonly [string, Resource])[]): readonly string[] {
  const present = components.filter(({ stages }) => stages?.includes(stage) ?? true);
  const here = new Set(present.map(({ id }) => id));
  const ofComponent = ownedBy(resources, 'component');
  const ofConnection = ownedBy(resources, 'connection');
  // What provisions nothing, by the catalogue: it stands outside the account.
  const provisioned = (id: string): boolean => !serviceOf(id, architecture, catalogue)?.outside;
  const textOf = (component: string, arrows: readonly Connection[]): string => {
    const owned = [ofComponent.get(component), ...arrows.map(({ id }) => ofConnection.get(id))];
    const ids = new Set(owned.flatMap((each) => each ?? []));
    return JSON.stringify(resources.filter(([id]) => ids.has(id)).map(([, { Properties }]) => Properties));
  };
  const hasRole = (component: string): boolean =>
    resources.some(([id, { Type }]) => Type === 'AWS::IAM::Role' && ofComponent.get(component)?.includes(id));
  /** An arrow is resources of its own, or part of its mover's: a reference to what stands at the other end. */
  const isWired = (connection: Connection): boolean => {
    if (ofConnection.has(connection.id)) return true;
    return movesOf(connection, architecture, catalogue).every(({ move, mover }) => {
      if (move.wire === undefined) return true;
      const [self, other] = mover === 'from' ? [connection.from, connection.to] : [connection.to, connection.from];
      // Where the mover acts by a role, what the arrow may do is a policy of the arrow's own.
      if (move.actions !== undefined && hasRole(self)) return false;
      // What cannot be delivered goes where the other arrows say: a bus names its dead-letter queue in its rules.
      const text = textOf(self, move.lastResort ? connections.filter(({ from }) => from === self) : []);
      return (ofComponent.get(other) ?? []).some((id) => text.includes(`"${id}"`));
    });
  };
  const expected = connections.filter(
    ({ from, to }) => here.has(from) && here.has(to) && provisioned(from) && provisioned(to),
  );
  return [
    ...present.filter(({ id }) => provisioned(id) && !ofComponent.has(id)).map(({ id }) => `${id} has no resource`),
    ...present
      .filter(({ id }) => !provisioned(id) && ofComponent.has(id))
      .map(({ id }) => `${id} stands outside, yet is provisioned`),
    ...expected.filter((connection) => !isWired(connection)).map(({ id }) => `${id} is not wired`),
    ...[...ofComponent.keys()].filter((id) => !here.has(id)).map((id) => `component ${id} is not in the model's stage`),
    ...[...ofConnection.keys()]
      .filter((id) => !connections.some((each) => each.id === id && here.has(each.from) && here.has(each.to)))
      .map((id) => `connection ${id} is not in the model's stage`),
    ...resources
      .filter(
        ([, { Metadata = {} }]) =>
          Object.keys(Metadata).filter((key) => /^plumbline:(component|connection|shared)$/.test(key)).length !== 1,
      )
      .map(([id]) => `${id} belongs to nothing, or to several`),
  ];
}

describe.each([...architecture.stages.keys()])('templates of %s', (stage) => {
  it('hold the components and connections of the model, and no others', () => {
    const { files, resources } = resourcesOf(stage);
    expect(files.length).toBeGreaterThan(0);
    expect(disagreements(stage, resources)).toEqual([]);
  });

  it('are found out when what a component or connection is made of is taken away, or is given to another', () => {
    const { resources } = resourcesOf(stage);
    for (const [kind, says] of [
      ['component', 'has no resource'],
      ['connection', 'is not wired'],
    ] as const) {
      const unnoticed = [...ownedBy(resources, kind).keys()].filter((id) => {
        const without = resources.filter(([, { Metadata }]) => Metadata?.[`plumbline:${kind}`] !== id);
        return isOwn(kind, id) && !disagreements(stage, without).includes(`${id} ${says}`);
      });
      expect(unnoticed).toEqual([]);
    }
    const given = resources.map(
      ([id, resource]) => [id, { ...resource, Metadata: { 'plumbline:component': 'nobody' } }] as const,
    );
    expect(disagreements(stage, given)).toContain("component nobody is not in the model's stage");
  });
});

/** Whether both ends of a connection stand in the account: what is for callers outside is the callers' to use or not. */
function isOwn(kind: 'component' | 'connection', id: string): boolean {
  const connection = architecture.connections.get(id);
  if (kind === 'component' || connection === undefined) return true;
  return [connection.from, connection.to].every((end) => !serviceOf(end, architecture, catalogue)?.outside);
}
