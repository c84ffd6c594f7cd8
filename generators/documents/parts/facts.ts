// Facts that the plan rests on, with source and date; each once.
import { type Fact, type Figure, factsOf } from '../../../compiler/figures.ts';
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
  const promised = [...plan.objectives.values()].map((result) => result.computed);
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
