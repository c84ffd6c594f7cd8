// Which limit binds first, as multiples of today's highest planned load; and whether a peak fits what is there at once.
import type { LimitUse, Plan, Situation } from '../../../compiler/plan/plan.ts';
import { durationText, figureText, shareText } from '../figure-text.ts';
import { type Markdown, table } from '../markdown.ts';
import { timesText } from '../words.ts';
import { type LimitRow, limitRows } from './limits.ts';
import { nameOf } from './objectives.ts';
import { type PeakUse, peaks, plannedSituations } from './peaks.ts';

export interface Breaking {
  readonly use: PeakUse;
  /** Today's peak fits this often before the limit binds; below one it binds already. */
  readonly multiple: number;
}

/** Limits that follow the load, in the order in which they bind. */
export function breaking(plan: Plan): readonly Breaking[] {
  const fixed = new Set(
    limitRows(plan)
      .filter(isFixed)
      .map(({ peak }) => keyOf(peak)),
  );
  return peaks(
    plan,
    plannedSituations(plan).filter(({ year }) => year === 0),
  )
    .filter((use) => use.share.value > 0 && !fixed.has(keyOf(use)))
    .map((use) => ({ use, multiple: 1 / use.share.value }));
}

const isFixed = ({ fixed }: LimitRow): boolean => fixed;
const keyOf = ({ component, id }: PeakUse): string => `${component}\n${id}`;

const kindOf = (use: LimitUse): string => (use.ours ? 'the model’s' : use.cold ? 'AWS’s, until scaled' : 'AWS’s');

/** The first of each limit of the same name: ten tables reach theirs one after another. */
export function breakingTable(plan: Plan, rows: readonly Breaking[]): Markdown {
  return table(
    ['>Multiple of today’s peak', 'Component', 'Limit', '>Used at the peak', '>Allowed', 'Peak', 'Whose', 'Above it'],
    rows.map(({ use, multiple }) => [
      timesText(multiple),
      nameOf(plan, use.component),
      use.label,
      figureText(use.used),
      figureText(use.limit),
      use.scenario,
      kindOf(use),
      use.above,
    ]),
  );
}

/** Planned scenarios that build up within a known time. */
export const ramps = (plan: Plan): readonly Situation[] =>
  plannedSituations(plan).filter(
    ({ scenario, year }) => year === 0 && plan.architecture.workload.scenarios.get(scenario)?.ramp !== undefined,
  );

/** The fullest limit of what has not scaled yet, in one situation. */
export function coldest(plan: Plan, situation: Situation): PeakUse | undefined {
  return peaks(plan, [situation]).find(({ cold }) => cold === true);
}

/** One row per peak and year: what of a fresh resource it fills. */
export function coldTable(plan: Plan): Markdown {
  const { years, scenarios } = plan.architecture.workload;
  return table(
    ['Peak', '>Builds up within', '>Lasts', 'Fullest before scaling', '>Used', '>There at once', '>Share', 'So'],
    ramps(plan).flatMap((today) =>
      (years > 0 ? [0, years] : [0]).flatMap((year) => {
        const use = coldest(plan, { ...today, year });
        const scenario = scenarios.get(today.scenario);
        if (use === undefined || scenario === undefined) return [];
        return [
          [
            use.scenario,
            scenario.ramp ? durationText(scenario.ramp.value) : '',
            scenario.hold ? durationText(scenario.hold.value) : 'sustained',
            `${nameOf(plan, use.component)}: ${use.label}`,
            figureText(use.used),
            figureText(use.limit),
            shareText(use.share.value),
            use.share.value <= 1 ? 'fits; nothing has to scale' : use.above,
          ],
        ];
      }),
    ),
  );
}
