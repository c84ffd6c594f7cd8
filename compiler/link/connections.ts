// Connections of a model to their type: verbs resolved to moves, settings linked along the schema of these.
import type { Component, Connection } from '../architecture.ts';
import { finding } from '../codes.ts';
import { definition } from '../figures.ts';
import type { Path } from '../findings.ts';
import { movesBetween, type ResolvedMove } from '../moves.ts';
import { nearest } from '../quantities/index.ts';
import { connectionProperties, mergeProperties } from '../schema/compose.ts';
import { connectionKeys } from '../schema/connection.ts';
import { object } from '../schema/parts.ts';
import { listed } from '../schema/phrases.ts';
import { validate } from '../schema/validate.ts';
import { type PlainObject, valueAt } from '../source/source.ts';
import { quoted } from '../wording.ts';
import { linkAlong } from './along.ts';
import { texts } from './components.ts';
import type { LinkContext } from './context.ts';
import { textOf } from './text.ts';
import { figureOf, figures, listOf, objectOf } from './workload.ts';

type Components = ReadonlyMap<string, Component>;

const common = connectionKeys([]);
const commonKeys = object({ properties: common }, 'Common keys.');

/** Ids by place in the list: the one written, else `from.does.to`. */
export function connectionIds(value: unknown): readonly string[] {
  const list = valueAt(value, ['connections']);
  if (!Array.isArray(list)) return [];
  return list.map((each, at) => {
    const verb = verbsOf(objectOf(each).does)[0];
    const [from, to] = [textOf(each, 'from'), textOf(each, 'to')];
    return textOf(each, 'id') ?? (from && to && verb ? `${from}.${verb}.${to}` : `${at + 1}`);
  });
}

export const verbsOf = (value: unknown): readonly string[] => (typeof value === 'string' ? [value] : listOf(value));

export function linkConnections(
  context: LinkContext,
  components: Components,
  ids: readonly string[],
): ReadonlyMap<string, Connection> {
  const list = valueAt(context.source.value, ['connections']);
  const linked = new Map<string, Connection>();
  (Array.isArray(list) ? list : []).forEach((each, at) => {
    const id = ids[at] ?? `${at + 1}`;
    const path: Path = ['connections', at];
    if (linked.has(id)) {
      const message = `Two connections have the id ${quoted(id)}.`;
      const hint = 'Give this one an "id" of its own, or let one connection do both: does: [read, write].';
      context.findings.push(finding('duplicate-id', [...path, ...idKey(each)], message, hint));
      return;
    }
    linked.set(id, linkConnection(context, components, id, objectOf(each), path));
  });
  return linked;
}

const idKey = (value: unknown): Path => (textOf(value, 'id') === undefined ? ['from'] : ['id']);

function linkConnection(
  context: LinkContext,
  components: Components,
  id: string,
  value: PlainObject,
  path: Path,
): Connection {
  const linked = objectOf(linkAlong(context, commonKeys, value, path));
  const [from, to] = [textOf(value, 'from') ?? '', textOf(value, 'to') ?? ''];
  const [does, rarely] = [verbsOf(value.does), verbsOf(value.rarely)];
  const moves = resolveMoves(context, components, { from, to, does, rarely }, path);
  const takes = figures(objectOf(linked.takes), ['p50', 'p99']);
  const distinct = figures(objectOf(linked.distinct), ['of', 'skew', 'plus']);
  const only = objectOf(linked.only);
  const when = textOf(only, 'when');
  lookForStep(context, value.step, path);
  return {
    id,
    from,
    to,
    does,
    rarely,
    label: textOf(value, 'label') ?? '',
    ...carriesOf(value, linked),
    per: value.per === 'batch' || value.per === 'request' ? value.per : 'event',
    ...figures(linked, ['items', 'size', 'ratio']),
    ...(distinct.of && distinct.skew ? { distinct: { ...distinct, of: distinct.of, skew: distinct.skew } } : {}),
    ...(takes.p50 && takes.p99 ? { takes: { p50: takes.p50, p99: takes.p99 } } : {}),
    ...(when === undefined
      ? {}
      : {
          only: {
            when,
            ...figures(only, ['share']),
            filters: Object.fromEntries(
              Object.entries(objectOf(only.filters)).map(([key, filter]) => [key, objectOf(filter)]),
            ),
          },
        }),
    ...texts(value, ['together']),
    onFailure: value.on === 'failure' || moves.some(({ move }) => move.recovery),
    ...(typeof value.step === 'number' ? { step: value.step } : {}),
    settings: linkSettings(context, moves, value, path),
  };
}

/** A model may number its arrows without a walk-through in words; where there is one, each number stands in it. */
function lookForStep(context: LinkContext, step: unknown, path: Path): void {
  const { length } = listOf(valueAt(context.source.value, ['steps']));
  if (typeof step !== 'number' || length === 0 || step <= length) return;
  const message = `There is no step ${step}: the walk-through has ${length}.`;
  context.findings.push(
    finding('unknown-reference', [...path, 'step'], message, 'Name one of them, or add to "steps".'),
  );
}

function carriesOf(value: PlainObject, linked: PlainObject): Pick<Connection, 'carries'> {
  if (value.carries === undefined) return {};
  if (Array.isArray(value.carries)) return { carries: new Map(listOf(value.carries).map((event) => [event, whole])) };
  const shares = Object.entries(objectOf(linked.carries)).map(
    ([event, share]) => [event, figureOf(share) ?? whole] as const,
  );
  return { carries: new Map(shares) };
}

const whole = definition(1, '', 'all of it');

interface Ends {
  readonly from: string;
  readonly to: string;
  readonly does: readonly string[];
  readonly rarely: readonly string[];
}

function resolveMoves(context: LinkContext, components: Components, ends: Ends, path: Path): readonly ResolvedMove[] {
  const from = context.catalogue.get(components.get(ends.from)?.service ?? '');
  const to = context.catalogue.get(components.get(ends.to)?.service ?? '');
  // An unknown end is a finding of its own.
  if (from === undefined || to === undefined) return [];
  const [possible, reverse] = [movesBetween(from, to), movesBetween(to, from)];
  const found: ResolvedMove[] = [];
  for (const key of ['does', 'rarely'] as const) {
    ends[key].forEach((verb, at) => {
      const move = possible.find((each) => each.verb === verb);
      if (move) found.push(move);
      else
        impossible(context, ends, verb, { possible, reverse }, [
          ...path,
          key,
          ...(Array.isArray(valueAt(context.source.value, [...path, key])) ? [at] : []),
        ]);
    });
  }
  return found;
}

function impossible(
  context: LinkContext,
  ends: Ends,
  verb: string,
  { possible, reverse }: { readonly possible: readonly ResolvedMove[]; readonly reverse: readonly ResolvedMove[] },
  path: Path,
): void {
  const { from, to } = ends;
  const forward = [...new Set(possible.map((each) => each.verb))];
  const near = nearest(verb, forward);
  const list = forward.length === 0 ? 'nothing' : listed(forward, 20);
  const turned = reverse.some((each) => each.verb === verb);
  const hint = turned
    ? `It goes the other way round: from ${to} to ${from}. From ${from} to ${to} there can be: ${list}.`
    : near === undefined
      ? `From ${from} to ${to} there can be: ${list}.`
      : `Did you mean "${near}"? There can be: ${list}.`;
  const message = `${quoted(from)} cannot ${quoted(verb)} to ${quoted(to)}.`;
  context.findings.push(finding('impossible-connection', path, message, hint));
}

/** What the moves know beyond the common keys; anything else on the connection is unknown to it. */
function linkSettings(context: LinkContext, moves: readonly ResolvedMove[], value: PlainObject, path: Path): object {
  const known = moves.flatMap(({ move }) => (move.settings ? [move.settings] : []));
  const properties = mergeProperties(known);
  const keys = Object.keys(value).filter((key) => !Object.hasOwn(common, key));
  if (moves.length > 0) {
    for (const key of keys) {
      if (Object.hasOwn(properties, key)) continue;
      const near = nearest(key, [...Object.keys(properties), ...Object.keys(common)]);
      const message = `"${key}" means nothing on a connection that does ${verbsOf(value.does).join(', ')}.`;
      const settings = Object.keys(properties);
      const others =
        settings.length === 0 ? 'It has no settings of its own.' : `Its settings are: ${listed(settings, 20)}.`;
      context.findings.push(
        finding('unknown-key', [...path, key], message, near === undefined ? others : `Did you mean "${near}"?`, {
          on: 'key',
        }),
      );
    }
  }
  for (const key of new Set(known.flatMap(({ required }) => required ?? []))) {
    if (Object.hasOwn(value, key)) continue;
    const description = String(objectOf(properties[key]).description ?? '');
    const message = `"${key}" is missing on a connection that does ${verbsOf(value.does).join(', ')}.`;
    context.findings.push(finding('missing-key', path, message, `Add ${key}: ${description}`, { on: 'key' }));
  }
  const own = object({ properties }, 'Settings.');
  // The schema of all connections allows what any move allows; this one may allow less.
  const allowed = connectionProperties(context.catalogue);
  for (const key of keys) {
    const schema = properties[key];
    if (schema === undefined || JSON.stringify(schema) === JSON.stringify(allowed[key])) continue;
    context.findings.push(...validate(value[key], schema, [...path, key]));
  }
  return objectOf(linkAlong(context, own, value, path));
}
