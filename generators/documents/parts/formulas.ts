// The formulas behind the figures that the answers rest on, one level deep, with their inputs' values.
import type { Figure } from '../../../compiler/figures.ts';
import { averageOf } from '../../../compiler/plan/average.ts';
import { eventRate } from '../../../compiler/plan/rates.ts';
import type { Artefacts } from '../../artefacts.ts';
import { figureText, originText } from '../figure-text.ts';
import { type Markdown, table } from '../markdown.ts';
import { breaking } from './breaking.ts';
import { entryOf, peakAt } from './entry.ts';
import { arriving } from './load.ts';
import { nameOf } from './objectives.ts';

const dearest = 8;
const tightest = 8;

export function formulaTable(artefacts: Artefacts): Markdown {
  const { plan } = artefacts;
  const average = averageOf(plan);
  const entry = entryOf(artefacts)?.component;
  const peak = entry && peakAt(plan, entry.id, 0);
  const situation = peak?.situation ?? average.situation;
  const lines = [...average.components.values()]
    .flatMap(({ component, cost }) =>
      cost.map((line) => ({ name: `${component.label}: ${line.label}`, figure: line.monthlyUsd })),
    )
    .sort((a, b) => b.figure.value - a.figure.value)
    .slice(0, dearest);
  const figures: readonly { readonly name: string; readonly figure: Figure }[] = [
    ...arriving(plan).map((event) => ({
      name: `${event.label}${peak ? `, ${peak.text}` : ''}`,
      figure: eventRate(plan.architecture, event, situation),
    })),
    ...breaking(plan)
      .slice(0, tightest)
      .flatMap(({ use }) => [
        { name: `${nameOf(plan, use.component)}: ${use.label}, used`, figure: use.used },
        { name: `${nameOf(plan, use.component)}: ${use.label}, allowed`, figure: use.limit },
      ]),
    ...lines.map(({ name, figure }) => ({ name: `${name}, a month`, figure })),
    ...[...plan.objectives.values()].map(({ id, computed }) => ({ name: `Objective ${id}`, figure: computed })),
  ];
  return table(
    ['Figure', '>Value', 'From'],
    figures.map(({ name, figure }) => [name, figureText(figure), originText(figure)]),
  );
}
