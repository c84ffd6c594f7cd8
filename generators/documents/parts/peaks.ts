// Where each limit is used most: over all scenarios and years of the main stage.
import type { LimitUse, Plan, Situation } from '../../../compiler/plan/plan.ts';

export interface PeakUse extends LimitUse {
  readonly component: string;
  /** Label of the scenario and the year, e.g. "Sale, year 3". */
  readonly scenario: string;
  readonly situation: Situation;
}

/** Scenarios that planning has to meet: what-ifs (sustained factors) are shown, but nothing is sized for them. */
export function plannedSituations(plan: Plan): readonly Situation[] {
  const { scenarios } = plan.architecture.workload;
  return plan.situations.filter(
    ({ stage, scenario }) => stage === plan.mainStage && isPlanned(plan, scenario) && scenarios.has(scenario),
  );
}

/** A factor without an end is a what-if, unless it is the first scenario: the average itself. */
export function isPlanned(plan: Plan, scenario: string): boolean {
  const { scenarios } = plan.architecture.workload;
  const each = scenarios.get(scenario);
  return each !== undefined && !each.whatIf;
}

/** Highest use of each limit of a component. */
export function peakOf(plan: Plan, component: string, situations = plannedSituations(plan)): readonly PeakUse[] {
  const highest = new Map<string, PeakUse>();
  for (const situation of situations) {
    for (const use of plan.at(situation).components.get(component)?.limits ?? []) {
      const known = highest.get(use.id);
      if (known === undefined || use.share.value > known.share.value) {
        highest.set(use.id, { ...use, component, situation, scenario: situationText(plan, situation) });
      }
    }
  }
  return [...highest.values()].sort((a, b) => b.share.value - a.share.value);
}

export function peaks(plan: Plan, situations = plannedSituations(plan)): readonly PeakUse[] {
  return [...plan.architecture.components.keys()]
    .flatMap((component) => peakOf(plan, component, situations))
    .sort((a, b) => b.share.value - a.share.value);
}

export function situationText(plan: Plan, { scenario, year }: Situation): string {
  const label = plan.architecture.workload.scenarios.get(scenario)?.label ?? scenario;
  return year === 0 ? label : `${label}, year ${year}`;
}
