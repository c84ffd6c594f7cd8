// Monthly cost by component and year.
import type { Plan, SituationPlan } from '../../../compiler/plan/plan.ts';
import { usdText } from '../figure-text.ts';
import { type Markdown, table } from '../markdown.ts';

export function yearsOf(plan: Plan): readonly SituationPlan[] {
  const [scenario = ''] = plan.architecture.workload.scenarios.keys();
  return plan.situations
    .filter((each) => each.stage === plan.mainStage && each.scenario === scenario)
    .map((each) => plan.at(each));
}

/** Average load of each year, dearest component first; below one dollar in the last year together. */
export function costByYear(plan: Plan): Markdown {
  const years = yearsOf(plan);
  const last = years.at(-1);
  if (last === undefined) return table([], []);
  const paid = [...last.components.values()]
    .filter((each) => each.monthlyUsd.value > 0)
    .sort((a, b) => b.monthlyUsd.value - a.monthlyUsd.value);
  const of = (year: SituationPlan, ids: readonly string[]): string =>
    usdText(ids.reduce((total, id) => total + (year.components.get(id)?.monthlyUsd.value ?? 0), 0));
  const large = paid.filter((each) => each.monthlyUsd.value >= 1);
  const small = paid.filter((each) => each.monthlyUsd.value < 1).map((each) => each.component.id);
  const rows = large.map((each) => [each.component.label, ...years.map((year) => of(year, [each.component.id]))]);
  if (small.length > 0) rows.push([`${small.length} others`, ...years.map((year) => of(year, small))]);
  rows.push(['Total', ...years.map((year) => usdText(year.monthlyUsd.value))]);
  return table(['Component', ...years.map((year) => `>Year ${year.situation.year}, USD a month`)], rows);
}
