// Facts that the plan rests on, with source and date; each once.
import { type Fact, type Figure, factsOf } from '../../../compiler/figures.ts';
import type { Catalogue } from '../../../compiler/moves.ts';
import type { Plan } from '../../../compiler/plan/plan.ts';
import { factName, factText } from '../figure-text.ts';
import { type Markdown, table } from '../markdown.ts';
import { plannedSituations } from './peaks.ts';

/** Every figure that a document could show for the plan: capacity, limits, cost, hops and availability. */
export function shownFigures(plan: Plan): readonly Figure[] {
  const sized = plannedSituations(plan).flatMap((situation) =>
    [...plan.at(situation).components.values()].flatMap((component) => [
      ...component.capacity.map((each) => each.figure),
      ...component.limits.flatMap((use) => [use.used, use.limit]),
      component.monthlyUsd,
    ]),
  );
  const promised = [...plan.objectives.values()].flatMap(({ computed, latency }) => [
    computed,
    ...(latency?.hops ?? []).flatMap(({ p50, p99 }) => [p50, p99]),
  ]);
  return [...sized, ...promised];
}

export function factsInUse(plan: Plan): readonly Fact[] {
  const seen = new Set<Figure>();
  const found = new Set<Fact>();
  for (const figure of shownFigures(plan)) factsOf(figure, seen, found);
  return [...found].sort((a, b) => compare(a.service, b.service) || compare(a.kind, b.kind) || compare(a.id, b.id));
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export function factTable(facts: readonly Fact[], title: (service: string) => string): Markdown {
  return table(
    ['Service', 'Figure', '>Published', 'Kind', 'Source', 'As of'],
    facts.map((fact) => [
      title(fact.service),
      factName(fact),
      factText(fact),
      fact.kind === 'limit' ? (fact.adjustable ? 'limit, raised on request' : 'limit') : fact.kind,
      fact.source,
      fact.asOf,
    ]),
  );
}

/** Facts that AWS does not publish, each with the assumption that the model declares in its place, if it does. */
export function unpublished(plan: Plan, catalogue: Catalogue): Markdown {
  const declared = [...plan.architecture.assumptions.values()].flatMap((assumption) =>
    assumption.fact === undefined ? [] : [[assumption.fact, assumption] as const],
  );
  const stoodFor = declared.flatMap(([name, assumption]) => {
    const [service = '', id = ''] = name.split('/');
    const fact = catalogue.get(service)?.facts[id];
    return fact === undefined ? [] : [{ fact, assumption: assumption.statement, why: assumption.because ?? '' }];
  });
  const bare = factsInUse(plan)
    .filter(({ verified }) => !verified)
    .map((fact) => ({ fact, assumption: 'none declared: the plan uses general knowledge', why: fact.note ?? '' }));
  return table(
    ['Service', 'Figure', '>General knowledge', 'Assumed instead', 'Why'],
    [...stoodFor, ...bare].map(({ fact, assumption, why }) => [
      catalogue.get(fact.service)?.short ?? fact.service,
      factName(fact),
      factText(fact),
      assumption,
      why,
    ]),
  );
}
