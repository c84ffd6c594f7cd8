// Which assumption is used by what: other assumptions, scenarios, components and objectives, from where figures come.

import type { Scenario } from '../../../compiler/architecture.ts';
import { assumptionsOf, type Figure } from '../../../compiler/figures.ts';
import { averageOf } from '../../../compiler/plan/average.ts';
import type { ComponentPlan, Plan } from '../../../compiler/plan/plan.ts';
import { code, joined, type Markdown, md, say } from '../markdown.ts';
import { counted, listed, someOf } from '../words.ts';
import { plannedSituations } from './peaks.ts';

export function restsOn(plan: Plan): (assumption: string) => Markdown {
  const { architecture } = plan;
  const { scenarios, events } = architecture.workload;
  const present = [...averageOf(plan).components.values()];
  const components = new Map(
    present.map(({ component }) => [component.label, idsOf(componentFigures(plan, component.id))]),
  );
  const objectives = new Map(
    [...plan.objectives.values()].map(({ id, computed, latency }) => [
      id,
      idsOf(latency ? [computed, latency.p50] : [computed]),
    ]),
  );
  const directly = (figures: readonly (Figure | undefined)[], id: string): boolean =>
    figures.some((figure) => figure !== undefined && namesDirectly(figure, id));

  return (id) => {
    const having = (map: ReadonlyMap<string, ReadonlySet<string>>): string[] =>
      [...map].flatMap(([name, ids]) => (ids.has(id) ? [name] : []));
    const used = having(components);
    return joined(
      [
        listed(
          [...architecture.assumptions.values()]
            .filter(({ figure }) => isInput(figure, id))
            .map((each) => md(code(each.id))),
        ),
        someOf(
          [...events.values()].filter(({ rate, size }) => directly([rate, size], id)).map(({ label }) => label),
          3,
        ),
        listed(
          [...scenarios.values()]
            .filter((each) => directly(scenarioFigures(each), id))
            .map(({ label }) => `scenario ${label}`),
        ),
        used.length > 4 && used.length > present.length / 3
          ? md(`${counted(used.length, 'component')} of ${present.length}`)
          : someOf(used, 4),
        directly([architecture.workload.growth], id) ? 'all that is said of later years' : '',
        directly(
          [...architecture.stages.values()].map(({ load }) => load),
          id,
        )
          ? 'the load of a stage'
          : '',
        ...objectivesText(having(objectives)),
      ],
      '; ',
    );
  };
}

const objectivesText = (ids: readonly string[]): readonly Markdown[] =>
  ids.length === 0 ? [] : [say`objective${ids.length > 1 ? 's' : ''} ${listed(ids.map((id) => md(code(id))))}`];

const scenarioFigures = (scenario: Scenario): readonly (Figure | undefined)[] => [
  scenario.factor,
  ...scenario.factors.values(),
  scenario.ramp,
  scenario.hold,
  scenario.failing,
];

/** All that is shown of a component, over planned scenarios today. */
function componentFigures(plan: Plan, id: string): readonly Figure[] {
  return plannedSituations(plan)
    .filter(({ year }) => year === 0)
    .flatMap((situation) => figuresOf(plan.at(situation).components.get(id)));
}

const figuresOf = (component: ComponentPlan | undefined): readonly Figure[] =>
  component === undefined
    ? []
    : [
        ...component.capacity.map(({ figure }) => figure),
        ...component.limits.map(({ share }) => share),
        component.monthlyUsd,
      ];

function idsOf(figures: readonly Figure[]): ReadonlySet<string> {
  const seen = new Set<Figure>();
  const found = new Set<string>();
  for (const figure of figures) assumptionsOf(figure, seen, found);
  return found;
}

const isInput = ({ origin }: Figure, id: string): boolean =>
  origin.kind === 'assumption' && Object.values(origin.computed?.inputs ?? {}).some((input) => names(input, id));

const names = ({ origin }: Figure, id: string): boolean => origin.kind === 'assumption' && origin.id === id;

/** It is the assumption, or an expression of the model that names it. */
const namesDirectly = (figure: Figure, id: string): boolean =>
  names(figure, id) ||
  (figure.origin.kind === 'formula' && Object.values(figure.origin.inputs).some((input) => names(input, id)));
