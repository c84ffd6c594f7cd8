// Stages, groups, objectives, steps and decisions of a model to their types.
import {
  type Consideration,
  type Decision,
  type Group,
  type Objective,
  pillars,
  type Stage,
  type Step,
} from '../architecture.ts';
import { finding } from '../codes.ts';
import { consideration, decision, group, objective, stage } from '../schema/model.ts';
import { type PlainObject, valueAt } from '../source/source.ts';
import { linkAlong } from './along.ts';
import { type LinkContext, missingFigure } from './context.ts';
import { phraseAt } from './phrase.ts';
import { fillStatement, inWords, textOf } from './text.ts';
import { figureOf, figures, listOf, objectOf } from './workload.ts';

/** Every entry of a top-level record, linked along its schema. */
function entries<Thing>(
  context: LinkContext,
  key: string,
  schema: typeof stage,
  make: (id: string, value: PlainObject) => Thing,
): ReadonlyMap<string, Thing> {
  const declared = Object.entries(objectOf(valueAt(context.source.value, [key])));
  return new Map(
    declared.map(([id, value]) => [id, make(id, objectOf(linkAlong(context, schema, value ?? {}, [key, id])))]),
  );
}

export const linkStages = (context: LinkContext): ReadonlyMap<string, Stage> =>
  entries(context, 'stages', stage, (id, value) => ({
    id,
    ...figures(value, ['load']),
    protect: value.protect !== false,
  }));

export function linkGroups(context: LinkContext): ReadonlyMap<string, Group> {
  const declared = objectOf(valueAt(context.source.value, ['groups']));
  const inCycle = groupCycles(context, declared);
  return entries(context, 'groups', group, (id, value) => {
    const region = textOf(value, 'region');
    const parent = inCycle.has(id) ? undefined : textOf(value, 'in');
    const kind = value.kind === 'cloud' || value.kind === 'region' || value.kind === 'strip' ? value.kind : 'plain';
    const named = kind === 'region' ? region : kind === 'cloud' ? 'AWS Cloud' : undefined;
    if (kind === 'region' && region === undefined) {
      context.findings.push(
        finding(
          'missing-key',
          ['groups', id],
          `"region" is missing in group "${id}".`,
          'Name the AWS Region, e.g. region: us-east-1.',
          { on: 'key' },
        ),
      );
    }
    return {
      id,
      label: textOf(value, 'label') ?? named ?? inWords(id),
      kind,
      ...(region === undefined ? {} : { region }),
      ...(parent === undefined ? {} : { parent }),
    };
  });
}

function groupCycles(context: LinkContext, declared: PlainObject): ReadonlySet<string> {
  const found = new Set<string>();
  for (const start of Object.keys(declared)) {
    const trail = [start];
    for (let id = parentOf(declared, start); id !== undefined && !found.has(id); id = parentOf(declared, id)) {
      if (id === start) {
        for (const each of trail) found.add(each);
        const message = `Groups stand in each other: ${[...trail, start].join(' in ')}.`;
        context.findings.push(finding('group-cycle', ['groups', start, 'in'], message, 'Remove one "in" of these.'));
        break;
      }
      if (trail.includes(id)) break;
      trail.push(id);
    }
  }
  return found;
}

const parentOf = (declared: PlainObject, id: string): string | undefined =>
  Object.hasOwn(declared, id) ? textOf(declared[id], 'in') : undefined;

/** AWS Region of the nearest group that has one. */
export function regionOf(groups: ReadonlyMap<string, Group>, id: string): string | undefined {
  for (
    let group = groups.get(id);
    group !== undefined;
    group = group.parent === undefined ? undefined : groups.get(group.parent)
  ) {
    if (group.region !== undefined) return group.region;
  }
  return undefined;
}

export const linkObjectives = (context: LinkContext): ReadonlyMap<string, Objective> =>
  new Map(
    [...entries(context, 'objectives', objective, (id, value) => linkObjective(context, id, value))].flatMap(
      ([id, each]) => (each ? [[id, each]] : []),
    ),
  );

function linkObjective(context: LinkContext, id: string, value: PlainObject): Objective | undefined {
  const words = (key: string): string | undefined => phraseAt(context, ['objectives', id, key]);
  const statement = fillStatement(textOf(value, 'statement') ?? '', {
    p50: words('p50'),
    p99: words('p99'),
    monthly: words('monthly'),
    zones: words('zones'),
  });
  const along = {
    from: textOf(value, 'from') ?? '',
    to: textOf(value, 'to') ?? '',
    carrying: textOf(value, 'carrying') ?? '',
  };
  const figure = (key: string) => figureOf(value[key]) ?? missingFigure;
  switch (value.kind) {
    case 'latency':
      return { kind: 'latency', id, statement, ...along, ...figures(value, ['p50']), p99: figure('p99') };
    case 'availability':
      return { kind: 'availability', id, statement, ...along, monthly: figure('monthly') };
    case 'durability':
      return { kind: 'durability', id, statement, at: textOf(value, 'at') ?? '', zones: figure('zones') };
    case 'cost':
      return {
        kind: 'cost',
        id,
        statement,
        scenario: textOf(value, 'scenario') ?? '',
        year: typeof value.year === 'number' ? value.year : 0,
        except: listOf(value.except),
        monthly: figure('monthly'),
      };
    default:
      return undefined;
  }
}

export function linkSteps(context: LinkContext): readonly Step[] {
  return listOf(valueAt(context.source.value, ['steps'])).map((text, at) => ({ number: at + 1, text: text.trim() }));
}

export const linkConsiderations = (context: LinkContext): ReadonlyMap<string, Consideration> =>
  entries(context, 'considerations', consideration, (id, value) => ({
    id,
    pillar: pillars.find((pillar) => pillar === value.pillar) ?? 'operations',
    title: textOf(value, 'title') ?? '',
    text: textOf(value, 'text') ?? '',
  }));

export const linkDecisions = (context: LinkContext): ReadonlyMap<string, Decision> =>
  entries(context, 'decisions', decision, (id, value) => {
    const revisit = textOf(value, 'revisit');
    const insteadOf = Object.entries(objectOf(value.insteadOf)).flatMap(([name, reason]) =>
      typeof reason === 'string' ? [[name, reason.trim()] as const] : [],
    );
    return {
      id,
      title: textOf(value, 'title') ?? '',
      because: textOf(value, 'because') ?? '',
      insteadOf: new Map(insteadOf),
      ...(revisit === undefined ? {} : { revisit }),
    };
  });
