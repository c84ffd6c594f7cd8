// Assumptions by group, each with its number, reason, range and what its bounds change; and those that matter most.
import type { Assumption } from '../../../compiler/architecture.ts';
import { capital } from '../../../compiler/wording.ts';
import type { Artefacts } from '../../artefacts.ts';
import { code, folded, joined, type Markdown, md, say, table } from '../markdown.ts';
import type { View } from '../template.ts';

import {
  breakText,
  costMove,
  costText,
  effectText,
  numberText,
  objectiveStatement,
  rangeText,
  span,
} from './effects.ts';
import { restsOn } from './rests-on.ts';
import { type Sensitivity, sensitivities } from './sensitivity.ts';

export interface AssumptionViews {
  readonly most: Markdown;
  readonly mostCount: number;
  readonly groups: readonly View[];
}

const mostShown = 5;

export function assumptionViews(artefacts: Artefacts): AssumptionViews {
  const { plan } = artefacts;
  const all = sensitivities(artefacts);
  const uses = restsOn(plan);
  const groups = new Map<string, Sensitivity[]>();
  for (const each of all) groups.set(each.assumption.group, [...(groups.get(each.assumption.group) ?? []), each]);
  const inOrder = [...groups.values()].flat();
  const number = new Map(inOrder.map(({ assumption }, at) => [assumption.id, at + 1]));
  const most = [...all]
    .filter(({ weight }) => weight > 0.05)
    .sort((a, b) => b.weight - a.weight)
    .slice(0, mostShown);
  return {
    mostCount: most.length,
    most: table(
      ['No.', 'Assumption', 'Range', 'What its bounds change', 'What they break'],
      most.map((each) => {
        const cost = costMove(each.moves);
        const requests = each.moves.find(({ target }) => target.kind === 'requests');
        return [
          String(number.get(each.assumption.id)),
          each.assumption.statement,
          rangeCell(each.assumption),
          joined(
            [cost && costText(cost), requests && `requests at the peak ${span(requests, numberText)} a second`],
            '; ',
          ),
          breakText(plan, each, objectiveStatement),
        ];
      }),
    ),
    groups: [...groups].map(([name, members]) => ({
      name: capital(name),
      table: table(
        ['No.', 'Assumption, and why', 'Range', 'What its bounds change'],
        members.map((each) => [
          String(number.get(each.assumption.id)),
          reasoned(each.assumption),
          rangeCell(each.assumption),
          effectText(plan, each),
        ]),
      ),
      details: folded(
        'As written in the model, and what rests on each',
        table(
          ['No.', 'Name', 'As written', 'What rests on it'],
          members.map(({ assumption }) => [
            String(number.get(assumption.id)),
            md(code(assumption.id)),
            md(code(assumption.text)),
            uses(assumption.id),
          ]),
        ),
      ),
    })),
  };
}

function reasoned({ statement, because, source }: Assumption): Markdown {
  return joined([
    statement,
    because === undefined ? '' : say`*${because}*`,
    source === undefined ? '' : say`Source: ${source}`,
  ]);
}

function rangeCell(assumption: Assumption): string {
  const range = rangeText(assumption);
  if (range !== '') return range;
  return assumption.figure.origin.kind === 'assumption' && assumption.figure.origin.computed
    ? 'follows from others'
    : 'none given';
}
