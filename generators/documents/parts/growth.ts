// Years and what-ifs: load, use of the limits that bind first, cost, and cost for a million events.

import { averageOf } from '../../../compiler/plan/average.ts';
import type { Plan, Situation } from '../../../compiler/plan/plan.ts';
import { secondsPerMonth } from '../../../compiler/time.ts';
import type { Artefacts } from '../../artefacts.ts';
import { durationText, perSecondText, shareText, usdText } from '../figure-text.ts';
import { type Markdown, md, say, table } from '../markdown.ts';
import { someOf, timesText } from '../words.ts';
import { yearsOf } from './cost.ts';
import { entryOf, peakAt } from './entry.ts';
import { limitRows, shareInYear } from './limits.ts';
import { eventsPerSecond } from './load.ts';
import { nameOf } from './objectives.ts';
import { peaks, situationText } from './peaks.ts';

const limitsShown = 6;

export const eventsPerMonth = (plan: Plan, situation: Situation): number =>
  eventsPerSecond(plan, situation) * secondsPerMonth;

export function perMillionEvents(plan: Plan, situation: Situation): number | undefined {
  const events = eventsPerMonth(plan, situation);
  return events > 0 ? (plan.at(situation).monthlyUsd.value / events) * 1e6 : undefined;
}

const usdOrNothing = (usd: number | undefined): string => (usd === undefined ? '' : `${usdText(usd)} USD`);

export function growthTable(artefacts: Artefacts): Markdown {
  const { plan } = artefacts;
  const years = yearsOf(plan);
  if (years.length < 2) return md('');
  const entry = entryOf(artefacts)?.component;
  const tight = limitRows(plan)
    .filter(({ fixed }) => !fixed)
    .slice(0, limitsShown);
  return table(
    ['', ...years.map(({ situation }) => (situation.year === 0 ? '>Today' : `>Year ${situation.year}`))],
    [
      ...(entry
        ? [
            [
              `${entry.label}: requests at the highest peak`,
              ...years.map(({ situation }) =>
                perSecondText(peakAt(plan, entry.id, situation.year)?.requestsPerSecond ?? 0),
              ),
            ],
          ]
        : []),
      ...tight.map((row) => [
        `${nameOf(plan, row.peak.component)}: ${row.peak.label}`,
        ...years.map(({ situation }) => shareText(shareInYear(plan, row, situation.year).share)),
      ]),
      ['Cost a month, on average', ...years.map(({ monthlyUsd }) => usdOrNothing(monthlyUsd.value))],
      ['Cost of a million events', ...years.map(({ situation }) => usdOrNothing(perMillionEvents(plan, situation)))],
    ],
  );
}

export const whatIfs = (plan: Plan): readonly Situation[] =>
  [...plan.architecture.workload.scenarios.values()]
    .filter(({ whatIf }) => whatIf)
    .map(({ id }) => ({ stage: plan.mainStage, scenario: id, year: 0 }));

export function whatIfTable(artefacts: Artefacts): Markdown {
  const { plan } = artefacts;
  const average = averageOf(plan);
  const entry = entryOf(artefacts)?.component.id;
  return table(
    ['What if', '>Load', '>Requests', '>Cost a month', '>Cost of a million events', 'Limits passed'],
    whatIfs(plan).map((situation) => {
      const passed = peaks(plan, [situation]).filter(({ share }) => share.value > 1);
      const sustained = plan.architecture.workload.scenarios.get(situation.scenario)?.hold === undefined;
      return [
        situationText(plan, situation),
        timesText(eventsPerSecond(plan, situation) / eventsPerSecond(plan, average.situation)),
        perSecondText(
          (entry === undefined
            ? undefined
            : plan.at(situation).components.get(entry)?.inflow.requestsPerSecond.value) ?? 0,
        ),
        sustained
          ? `${usdText(plan.at(situation).monthlyUsd.value)} USD, ${timesText(plan.at(situation).monthlyUsd.value / average.monthlyUsd.value)} today’s`
          : 'a peak that passes',
        sustained ? usdOrNothing(perMillionEvents(plan, situation)) : '',
        passed.length === 0
          ? 'none'
          : someOf(
              passed.map((use) => say`${nameOf(plan, use.component)}: ${use.label} (${timesText(use.share.value)})`),
              3,
            ),
      ];
    }),
  );
}

/** What one occurrence of a passing peak adds: its usage above the average, for as long as it lasts. */
export function peakCosts(plan: Plan): Markdown {
  const average = usage(plan, averageOf(plan).situation);
  return table(
    ['Peak', '>Lasts', '>Load', '>Adds'],
    [...plan.architecture.workload.scenarios.values()].flatMap((scenario) => {
      const { hold } = scenario;
      if (hold === undefined || scenario.whatIf || scenario.failing) return [];
      const situation = { stage: plan.mainStage, scenario: scenario.id, year: 0 };
      const added = ((usage(plan, situation) - average) * hold.value) / secondsPerMonth;
      return [
        [
          scenario.label,
          durationText(hold.value),
          timesText(eventsPerSecond(plan, situation) / eventsPerSecond(plan, averageOf(plan).situation)),
          `${usdText(added)} USD each time`,
        ],
      ];
    }),
  );
}

const usage = (plan: Plan, situation: Situation): number =>
  [...plan.at(situation).components.values()]
    .flatMap(({ cost }) => cost)
    .reduce((total, line) => total + (line.usage ? line.monthlyUsd.value : 0), 0);
