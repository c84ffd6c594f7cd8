// Source and catalogue to a draft of the Architecture, and all that is wrong with it. Only a draft without errors is sound.
import type { Architecture } from '../architecture.ts';
import { finding } from '../codes.ts';
import { readEvidence } from '../evidence.ts';
import type { Finding, Path } from '../findings.ts';
import type { Catalogue } from '../moves.ts';
import { isNameTaken, kindsOf } from '../quantities/index.ts';
import { type Source, valueAt } from '../source/source.ts';
import { quoted } from '../wording.ts';
import { linkAssumption, resolve } from './assumptions.ts';
import { linkComponents } from './components.ts';
import { connectionIds, linkConnections } from './connections.ts';
import type { LinkContext } from './context.ts';
import { linkConsiderations, linkDecisions, linkGroups, linkObjectives, linkStages, linkSteps } from './structure.ts';
import { textOf } from './text.ts';
import { linkWorkload, listOf, objectOf } from './workload.ts';

export interface Linked {
  readonly draft: Architecture;
  readonly findings: readonly Finding[];
  /** Assumptions that something names. */
  readonly used: ReadonlySet<string>;
  /** Components with a quantity that could not be computed. */
  readonly unsure: ReadonlySet<string>;
  /** Place of each connection in the model's list. */
  readonly connectionPaths: ReadonlyMap<string, Path>;
}

export function link(source: Source, catalogue: Catalogue): Linked {
  const findings: Finding[] = [];
  const { value } = source;
  const keysAt = (...path: string[]): string[] => Object.keys(objectOf(valueAt(value, path)));
  const events = [...keysAt('workload', 'events'), ...keysAt('workload', 'requests')];
  const kinds = kindsOf([...new Set([...listOf(valueAt(value, ['kinds'])), ...events])]);
  const declared = objectOf(valueAt(value, ['assumptions']));
  const { scope, figures, expressions } = resolve(source, declared, kinds, findings);
  const ids = connectionIds(value);
  const context: LinkContext = {
    source,
    catalogue,
    names: {
      component: new Set(keysAt('components')),
      event: new Set(events),
      group: new Set(keysAt('groups')),
      stage: new Set(keysAt('stages')),
      scenario: new Set(keysAt('workload', 'scenarios')),
      assumption: new Set(Object.keys(declared)),
    },
    scope,
    figures,
    used: new Set(),
    unsure: new Set(),
    findings,
    nameOf: ([first, second, ...rest]) =>
      first === 'connections' && typeof second === 'number'
        ? [first, ids[second] ?? second + 1, ...rest].join('.')
        : [first, second, ...rest].filter((step) => step !== undefined).join('.'),
  };
  checkNames(context, declared);
  const assumptions = Object.entries(declared).map(
    ([id, each]) => [id, linkAssumption(context, id, each, expressions.get(id))] as const,
  );
  const groups = linkGroups(context);
  const components = linkComponents(context, groups);
  const { evidence, findings: unreadable } = readEvidence(source.folder);
  findings.push(...unreadable);
  const draft: Architecture = {
    name: textOf(value, 'name') ?? '',
    title: textOf(value, 'title') ?? '',
    summary: textOf(value, 'summary') ?? '',
    owner: textOf(value, 'owner') ?? '',
    folder: source.folder,
    stages: linkStages(context),
    assumptions: new Map(assumptions),
    workload: linkWorkload(context),
    objectives: linkObjectives(context),
    groups,
    components,
    connections: linkConnections(context, components, ids),
    decisions: linkDecisions(context),
    considerations: linkConsiderations(context),
    steps: linkSteps(context),
    evidence,
  };
  const paths = ids.map((id, at) => [id, ['connections', at]] as const).reverse();
  return { draft, findings, used: context.used, unsure: context.unsure, connectionPaths: new Map(paths) };
}

/** A name that is a unit or a kind could mean either in an expression; an event may be named like the kind it is. */
function checkNames(context: LinkContext, assumptions: object): void {
  const taken = (id: string, path: Path, what: string, on: 'key' | 'value', by: 'unit' | 'kind'): void => {
    const message = `${what} ${quoted(id)} is already the name of a ${by}.`;
    context.findings.push(
      finding('name-taken', path, message, 'Choose another name; in an expression it could mean either.', { on }),
    );
  };
  for (const id of Object.keys(assumptions)) {
    const by = isNameTaken(id, context.scope.kinds);
    if (by) taken(id, ['assumptions', id], 'The assumption', 'key', by);
  }
  const before: string[] = [];
  listOf(valueAt(context.source.value, ['kinds'])).forEach((kind, at) => {
    const by = isNameTaken(kind, kindsOf(before));
    if (by) taken(kind, ['kinds', at], 'The kind', 'value', by);
    before.push(kind);
  });
  for (const list of ['events', 'requests']) {
    for (const id of Object.keys(objectOf(valueAt(context.source.value, ['workload', list])))) {
      if (isNameTaken(id, kindsOf([])) === 'unit') taken(id, ['workload', list, id], 'The event', 'key', 'unit');
    }
  }
}
