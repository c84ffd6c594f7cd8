// A plan to the figures by which an assumption is judged: cost, load at the entry, objectives, use of limits.
import type { Figure } from '../../../compiler/figures.ts';
import { averageOf } from '../../../compiler/plan/average.ts';
import type { Artefacts } from '../../artefacts.ts';
import { yearsOf } from './cost.ts';
import { entryOf, peakAt } from './entry.ts';
import { nameOf } from './objectives.ts';
import { plannedSituations } from './peaks.ts';

export type Target =
  | { readonly kind: 'cost' | 'laterCost'; readonly figure: Figure; readonly year: number }
  | { readonly kind: 'requests'; readonly figure: Figure; readonly entry: string; readonly peak: string }
  | { readonly kind: 'objective' | 'median'; readonly figure: Figure; readonly id: string }
  | {
      readonly kind: 'limit';
      readonly figure: Figure;
      readonly component: string;
      readonly label: string;
      readonly ours: boolean;
    };

/** Shares below this stay out: no range of a sensible assumption takes them to their limit. */
const worthWatching = 0.02;

export function targetsOf(artefacts: Artefacts): readonly Target[] {
  const { plan } = artefacts;
  const years = yearsOf(plan);
  const last = years.at(-1);
  const entry = entryOf(artefacts)?.component;
  const peak = entry && peakAt(plan, entry.id, 0);
  const requests = entry && peak && plan.at(peak.situation).components.get(entry.id)?.inflow.requestsPerSecond;
  return [
    { kind: 'cost', figure: averageOf(plan).monthlyUsd, year: 0 },
    ...(last === undefined || years.length < 2
      ? []
      : [{ kind: 'laterCost', figure: last.monthlyUsd, year: last.situation.year } as const]),
    ...(requests ? [{ kind: 'requests', figure: requests, entry: entry.label, peak: peak.text } as const] : []),
    ...[...plan.objectives.values()].map(({ id, computed }): Target => ({ kind: 'objective', figure: computed, id })),
    ...[...plan.objectives.values()].flatMap(({ id, latency }): readonly Target[] =>
      latency ? [{ kind: 'median', figure: latency.p50, id }] : [],
    ),
    ...limitTargets(artefacts),
  ];
}

/** Uses in the first and the last year of every planned scenario: another assumption can make another scenario the worst. */
function limitTargets({ plan }: Artefacts): readonly Target[] {
  const { years } = plan.architecture.workload;
  return plannedSituations(plan)
    .filter(({ year }) => year === years)
    .flatMap((situation) =>
      [...plan.at(situation).components].flatMap(([id, { limits }]) =>
        limits
          .filter(({ share }) => share.value >= worthWatching)
          .map(
            (use): Target => ({
              kind: 'limit',
              figure: use.share,
              component: nameOf(plan, id),
              label: use.label,
              ours: use.ours === true,
            }),
          ),
      ),
    );
}
