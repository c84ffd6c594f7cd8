// Objectives that what was computed does not keep.
import type { Objective } from '../architecture.ts';
import { finding } from '../codes.ts';
import type { ObjectiveResult } from '../plan/plan.ts';
import type { PlanCheck } from './check.ts';
import { figureWords } from './figure-words.ts';

const placeOf: Readonly<Record<Objective['kind'], string>> = {
  latency: 'p99',
  availability: 'monthly',
  durability: 'zones',
  cost: 'monthly',
};

export const objectiveBroken: PlanCheck = {
  code: 'objective-broken',
  run: ({ plan }) =>
    [...plan.architecture.objectives.values()].flatMap((objective) => {
      const result = plan.objectives.get(objective.id);
      if (result === undefined || result.kept) return [];
      return [
        finding(
          'objective-broken',
          ['objectives', objective.id, placeOf[objective.kind]],
          message(result),
          hint(objective, result),
        ),
      ];
    }),
};

const message = ({ id, promised, computed }: ObjectiveResult): string =>
  `"${id}" promises ${figureWords(promised)}; computed are ${figureWords(computed)}.`;

function hint(objective: Objective, { blame }: ObjectiveResult): string {
  const what =
    objective.kind === 'cost' ? 'costs most' : objective.kind === 'latency' ? 'takes longest' : 'is the weakest';
  return blame === '' ? 'Change the design, or the promise.' : `"${blame}" ${what}; change it, or the promise.`;
}
