// Monthly cost by component and year.
import { averageOf } from '../../../compiler/plan/average.ts';
import type { Plan, SituationPlan } from '../../../compiler/plan/plan.ts';
import { usdText } from '../figure-text.ts';
import { type Markdown, table } from '../markdown.ts';
import { situationText } from './peaks.ts';

export function yearsOf(plan: Plan): readonly SituationPlan[] {
  const { scenario } = averageOf(plan).situation;
  return plan.situations
    .filter((each) => each.stage === plan.mainStage && each.scenario === scenario)
    .map((each) => plan.at(each));
}

/** Sustained what-ifs, today: what is stored and paid follows them. */
const sustained = (plan: Plan): readonly SituationPlan[] =>
  [...plan.architecture.workload.scenarios.values()]
    .filter(({ whatIf, hold }) => whatIf && hold === undefined)
    .map(({ id }) => plan.at({ stage: plan.mainStage, scenario: id, year: 0 }));

const headOf = (plan: Plan, { situation }: SituationPlan): string =>
  situation.year > 0
    ? `Year ${situation.year}`
    : situation.scenario === averageOf(plan).situation.scenario
      ? 'Today'
      : situationText(plan, situation);

/**
 * USD a month at the average load of each year and of each sustained what-if, dearest component first. What costs less than
 * `least` in the last year stands together.
 */
export function costByYear(plan: Plan, least = 1): Markdown {
  const years = yearsOf(plan);
  const last = years.at(-1);
  if (last === undefined) return table([], []);
  const columns = [...years, ...sustained(plan)];
  const paid = [...last.components.values()]
    .filter((each) => each.monthlyUsd.value > 0)
    .sort((a, b) => b.monthlyUsd.value - a.monthlyUsd.value);
  const of = (column: SituationPlan, ids: readonly string[]): string =>
    usdText(ids.reduce((total, id) => total + (column.components.get(id)?.monthlyUsd.value ?? 0), 0));
  const large = paid.filter((each) => each.monthlyUsd.value >= least);
  const small = paid.filter((each) => each.monthlyUsd.value < least).map((each) => each.component.id);
  const rows = large.map((each) => [each.component.label, ...columns.map((column) => of(column, [each.component.id]))]);
  if (small.length > 0)
    rows.push([
      small.length === 1 ? 'One other' : `${small.length} others`,
      ...columns.map((column) => of(column, small)),
    ]);
  rows.push(['Total', ...columns.map((column) => usdText(column.monthlyUsd.value))]);
  return table(['USD a month', ...columns.map((column) => `>${headOf(plan, column)}`)], rows);
}

/** Where one component is most of the cost: what is left without it. */
export function dearest(
  plan: Plan,
): { readonly id: string; readonly share: number; readonly rest: number } | undefined {
  const [year] = yearsOf(plan);
  if (year === undefined) return undefined;
  const total = year.monthlyUsd.value;
  const most = [...year.components].reduce<{ id: string; usd: number }>(
    (known, [id, { monthlyUsd }]) => (monthlyUsd.value > known.usd ? { id, usd: monthlyUsd.value } : known),
    { id: '', usd: 0 },
  );
  return most.usd > total * 0.4 ? { id: most.id, share: most.usd / total, rest: total - most.usd } : undefined;
}
