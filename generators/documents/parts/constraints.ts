// What bounds the design beside AWS's limits: objectives, Regions, stages and how long things are kept.
import { type Component, existsIn } from '../../../compiler/architecture.ts';
import { isFigure } from '../../../compiler/figures.ts';
import { serviceOf, storesIn } from '../../../compiler/moves.ts';
import { averageOf } from '../../../compiler/plan/average.ts';
import { spaced } from '../../../compiler/wording.ts';
import type { Artefacts } from '../../artefacts.ts';
import { durationText, shareText, usdText } from '../figure-text.ts';
import { code, type Markdown, md, table } from '../markdown.ts';
import { counted } from '../words.ts';
import { objectiveValue } from './objectives.ts';

/** Objectives under the ids by which effects refer to them. */
export function objectiveConstraints({ plan }: Artefacts): Markdown {
  return table(
    ['Objective', 'Promise', '>Bound', '>Computed'],
    [...plan.architecture.objectives.values()].map((objective) => {
      const result = plan.objectives.get(objective.id);
      return [
        md(code(objective.id)),
        objective.statement,
        result ? objectiveValue(objective, result.promised) : '',
        result ? `${objectiveValue(objective, result.computed)}${result.kept ? '' : ', BROKEN'}` : 'no path',
      ];
    }),
  );
}

export function regionTable({ plan }: Artefacts): Markdown {
  const regions = new Map<string, Component[]>();
  for (const component of plan.architecture.components.values())
    if (component.region !== undefined)
      regions.set(component.region, [...(regions.get(component.region) ?? []), component]);
  return table(
    ['Region', '>Components', 'What stands there'],
    [...regions].map(([region, components]) => [
      region,
      String(components.length),
      components.length > 5
        ? `${components
            .slice(0, 4)
            .map(({ label }) => label)
            .join(', ')} and ${components.length - 4} more`
        : components.map(({ label }) => label).join(', '),
    ]),
  );
}

export function stageTable({ plan }: Artefacts): Markdown {
  const { architecture } = plan;
  return table(
    ['Stage', '>Share of the load', '>Cost on average', 'Protected', 'Components'],
    [...architecture.stages.values()].map((stage) => {
      const absent = [...architecture.components.values()].filter((each) => !existsIn(each, stage.id));
      return [
        stage.id,
        stage.load ? shareText(stage.load.value) : '100 %',
        `${usdText(averageOf(plan, stage.id).monthlyUsd.value)} USD a month`,
        stage.protect
          ? 'yes: deletion protection, data stays when a stack goes'
          : 'no: everything goes with its stack; buckets have to be emptied first',
        absent.length === 0
          ? 'all'
          : `all but ${absent.length > 4 ? counted(absent.length, 'component') : absent.map(({ label }) => label).join(', ')}`,
      ];
    }),
  );
}

/** Durations among the settings of what stores events, in the settings' own words: "retention 7 d". */
export function retentionTable({ plan, catalogue }: Artefacts): Markdown {
  return table(
    ['Store', 'Service', 'Keeps'],
    [...averageOf(plan).components.values()].flatMap(({ component }) => {
      const service = serviceOf(component.id, plan.architecture, catalogue);
      const kept = service && storesIn(component, catalogue) ? durationsOf(component.settings) : [];
      return service === undefined || kept.length === 0 ? [] : [[component.label, service.short, kept.join('; ')]];
    }),
  );
}

/** "retention 7 d"; settings that belong together stand behind what they are for: "archive/: cool after 90 d, expire after 1 y". */
export function durationsOf(settings: object): readonly string[] {
  const groups = new Map<string, string[]>();
  const walk = (value: unknown, parent: string, key: string): void => {
    const note = (text: string): unknown =>
      groups.set(parent, [...(groups.get(parent) ?? []), `${spaced(key)} ${text}`]);
    if (value === 'forever') note('forever');
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
    if (!isFigure(value)) for (const [inner, each] of Object.entries(value)) walk(each, key, inner);
    else if (value.unit === 's' && value.value >= 3600)
      note(value.origin.kind === 'setting' ? value.origin.text : durationText(value.value));
  };
  walk(settings, '', '');
  return [...groups].map(([parent, texts]) => (parent === '' ? texts.join(', ') : `${parent}: ${texts.join(', ')}`));
}
