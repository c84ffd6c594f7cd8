// FlyHigh's model cut to its entry: callers, firewall, sign-in, API, the streams and the function behind it.
import type { Architecture } from '../../../compiler/architecture.ts';
import type { Figure } from '../../../compiler/figures.ts';
import { link } from '../../../compiler/link/link.ts';
import type { ComponentPlan } from '../../../compiler/plan/plan.ts';
import { sizeSituation } from '../../../compiler/plan/sizing.ts';
import { parseSource } from '../../../compiler/source/parse.ts';
import { readModel } from '../../../compiler/source/read.ts';
import { catalogue } from '../../../services/index.ts';
import type { Service } from '../../../services/service.ts';

const kept = [
  'mobileApp',
  'webApp',
  'partners',
  'bookingApp',
  'firewall',
  'signIn',
  'eventApi',
  'bookingStream',
  'searchStream',
  'insights',
];

export const entryServices: readonly Service[] = [...catalogue.values()];

export function entry(): Architecture {
  const { source } = parseSource(readModel('model/flyhigh/architecture.yaml'));
  const { draft } = link(source, catalogue);
  const components = [...draft.components.values()].filter(({ id }) => kept.includes(id));
  const connections = [...draft.connections.values()].filter(
    ({ from, to }) => kept.includes(from) && kept.includes(to),
  );
  return {
    ...draft,
    objectives: new Map(),
    components: new Map(components.map((each) => [each.id, each])),
    connections: new Map(connections.map((each) => [each.id, each])),
  };
}

/** One component of production's sizing. */
export function sized(architecture: Architecture, id: string, scenario = 'average', year = 0): ComponentPlan {
  const found = sizeSituation(architecture, catalogue, { stage: 'prod', scenario, year }).components.get(id);
  if (found === undefined) throw new Error(`nothing is sized for "${id}"`);
  return found;
}

export const limitOf = (
  { limits }: ComponentPlan,
  start: string,
): { readonly used: number; readonly limit: number; readonly timesAbove: number; readonly share: Figure } => {
  const found = limits.find(({ id }) => id.startsWith(start));
  if (found === undefined) throw new Error(`no limit "${start}" among ${limits.map(({ id }) => id).join(', ')}`);
  return { used: found.used.value, limit: found.limit.value, timesAbove: 1 / found.share.value, share: found.share };
};
