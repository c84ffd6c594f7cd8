// Where events come in, and the situation in which most of them do.
import { serviceOf } from '../../../compiler/moves.ts';
import { averageOf } from '../../../compiler/plan/average.ts';
import type { ComponentPlan, Plan, Situation } from '../../../compiler/plan/plan.ts';
import type { Artefacts } from '../../artefacts.ts';
import { plannedSituations, situationText } from './peaks.ts';

/** The component inside AWS at which most requests of outside callers arrive; without callers, at which most arrives at all. */
export function entryOf({ plan, catalogue }: Artefacts): ComponentPlan | undefined {
  const { architecture } = plan;
  const isOutside = (id: string): boolean => serviceOf(id, architecture, catalogue)?.outside === true;
  const called = new Set(
    [...architecture.connections.values()]
      .filter(({ from, to }) => isOutside(from) && !isOutside(to))
      .map(({ to }) => to),
  );
  const inside = [...averageOf(plan).components.values()].filter(({ component }) => !isOutside(component.id));
  const candidates = inside.filter(({ component }) => called.has(component.id));
  return (candidates.some(busy) ? candidates : inside)
    .filter(busy)
    .reduce<ComponentPlan | undefined>(
      (most, each) => (most && requests(most) >= requests(each) ? most : each),
      undefined,
    );
}

const requests = (each: ComponentPlan): number => each.inflow.requestsPerSecond.value;
const busy = (each: ComponentPlan): boolean => requests(each) > 0;

export interface Peak {
  readonly situation: Situation;
  /** "Sale", "Sale, year 3". */
  readonly text: string;
  readonly requestsPerSecond: number;
}

/** Of the planned scenarios in one year, the one with most requests at the entry; undefined where nothing arrives. */
export function peakAt(plan: Plan, entry: string | undefined, year: number): Peak | undefined {
  const loads = plannedSituations(plan)
    .filter((situation) => situation.year === year)
    .map((situation) => ({
      situation,
      text: situationText(plan, situation),
      requestsPerSecond:
        (entry === undefined ? undefined : plan.at(situation).components.get(entry)?.inflow.requestsPerSecond.value) ??
        0,
    }));
  return loads.reduce<Peak | undefined>(
    (most, each) => (most && most.requestsPerSecond >= each.requestsPerSecond ? most : each),
    undefined,
  );
}
