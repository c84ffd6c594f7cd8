// What arrives in each scenario: events, requests at the entry, and what reaches each component.
import type { EventType } from '../../../compiler/architecture.ts';
import type { Figure } from '../../../compiler/figures.ts';
import { serviceOf } from '../../../compiler/moves.ts';
import { averageOf } from '../../../compiler/plan/average.ts';
import type { Plan, Situation } from '../../../compiler/plan/plan.ts';
import { eventRate } from '../../../compiler/plan/rates.ts';
import type { Artefacts } from '../../artefacts.ts';
import { figureText, perSecondText } from '../figure-text.ts';
import { type Cell, type Markdown, table } from '../markdown.ts';
import { entryOf, peakAt } from './entry.ts';
import { situationText } from './peaks.ts';

/** What comes from outside: neither made inside nor by the clock. */
export const arriving = (plan: Plan): readonly EventType[] =>
  [...plan.architecture.workload.events.values()].filter((event) => event.madeBy === undefined);

/** Events (not requests) per second that come from outside. */
export const eventsPerSecond = (plan: Plan, situation: Situation): number =>
  arriving(plan)
    .filter(({ kind }) => kind === 'event')
    .reduce((total, event) => total + eventRate(plan.architecture, event, situation).value, 0);

/** What a reader compares: the average, the highest planned peak today and in the last year, and the what-ifs. */
function comparedSituations(artefacts: Artefacts): readonly Situation[] {
  const { plan } = artefacts;
  const { scenarios } = plan.architecture.workload;
  const [first] = scenarios.keys();
  const entry = entryOf(artefacts)?.component.id;
  const highest = new Set([peakAt(plan, entry, 0)?.situation.scenario, first]);
  return shownSituations(artefacts).filter(
    ({ scenario, year }) => year > 0 || highest.has(scenario) || scenarios.get(scenario)?.whatIf === true,
  );
}

/** Every scenario today, then the highest peak of the last year. */
export function shownSituations(artefacts: Artefacts): readonly Situation[] {
  const { plan } = artefacts;
  const today = [...plan.architecture.workload.scenarios.keys()].map((scenario) => ({
    stage: plan.mainStage,
    scenario,
    year: 0,
  }));
  const { years } = plan.architecture.workload;
  const last = years > 0 ? peakAt(plan, entryOf(artefacts)?.component.id, years) : undefined;
  return [...today, ...(last ? [last.situation] : [])];
}

export function loadTable(artefacts: Artefacts): Markdown {
  const { plan } = artefacts;
  const situations = shownSituations(artefacts);
  const entry = entryOf(artefacts)?.component;
  const arrives = (of: 'requestsPerSecond' | 'bytesPerSecond'): readonly Cell[] =>
    situations.map((situation) => {
      const figure = entry && plan.at(situation).components.get(entry.id)?.inflow[of];
      return figure ? perSecond(figure) : '';
    });
  return table(
    ['', ...situations.map((situation) => `>${situationText(plan, situation)}`)],
    [
      ...arriving(plan).map((event) => [
        event.label,
        ...situations.map((situation) => perSecondText(eventRate(plan.architecture, event, situation).value)),
      ]),
      ...(entry
        ? [
            [`${entry.label}, requests`, ...arrives('requestsPerSecond')],
            [`${entry.label}, bytes`, ...arrives('bytesPerSecond')],
          ]
        : []),
    ],
  );
}

const perSecond = (figure: Figure): string =>
  figure.unit.startsWith('B') ? figureText({ ...figure, unit: 'B/s' }) : perSecondText(figure.value);

/** For a first look: each event on average, at the highest planned peak, and at that of the last year. */
export function loadByYear(artefacts: Artefacts): Markdown {
  const { plan } = artefacts;
  const entry = entryOf(artefacts)?.component.id;
  const { years } = plan.architecture.workload;
  const average = averageOf(plan).situation;
  const peaks = [...new Set([0, years])].flatMap((year) => peakAt(plan, entry, year)?.situation ?? []);
  const situations = [average, ...peaks.filter(({ scenario, year }) => year > 0 || scenario !== average.scenario)];
  return table(
    ['', ...situations.map((situation) => `>${situationText(plan, situation)}`)],
    arriving(plan).map((event) => [
      event.label,
      ...situations.map((situation) => perSecondText(eventRate(plan.architecture, event, situation).value)),
    ]),
  );
}

/** What each component is sent, and what that needs: its capacity figures that follow the load. */
export function componentLoads(artefacts: Artefacts): Markdown {
  const { plan, catalogue } = artefacts;
  const situations = comparedSituations(artefacts);
  const rows = [...plan.architecture.components.values()].flatMap((component) => {
    if (serviceOf(component.id, plan.architecture, catalogue)?.outside) return [];
    const plans = situations.map((situation) => plan.at(situation).components.get(component.id));
    if (plans.every((each) => each === undefined || each.inflow.recordsPerSecond.value === 0)) return [];
    const capacity = (plans[0]?.capacity ?? []).flatMap(({ label }) => {
      const figures = plans.map((each) => each?.capacity.find((one) => one.label === label)?.figure);
      const [first] = figures;
      if (figures.every((figure) => figure?.value === first?.value)) return [];
      const arrives = (at: number): number | undefined => plans[at]?.inflow.recordsPerSecond.value;
      if (figures.every((figure, at) => figure?.value === arrives(at))) return [];
      return [['', label, ...figures.map((figure) => (figure ? figureText(figure) : ''))]];
    });
    return [
      [
        component.label,
        'Records in',
        ...plans.map((each) => (each ? perSecondText(each.inflow.recordsPerSecond.value) : '')),
      ],
      ...capacity,
    ];
  });
  return table(['Component', '', ...situations.map((situation) => `>${situationText(plan, situation)}`)], rows);
}
