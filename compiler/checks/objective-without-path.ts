// Objectives for which there is nothing to measure.
import type { Objective } from '../architecture.ts';
import { finding } from '../codes.ts';
import type { PlanCheck } from './check.ts';

export const objectiveWithoutPath: PlanCheck = {
  code: 'objective-without-path',
  run: ({ plan }) =>
    [...plan.architecture.objectives.values()]
      .filter(({ id }) => !plan.objectives.has(id))
      .map((objective) => {
        const [message, hint] = wordsFor(objective);
        return finding('objective-without-path', ['objectives', objective.id], message, hint, { on: 'key' });
      }),
};

function wordsFor(objective: Objective): readonly [message: string, hint: string] {
  if (objective.kind === 'latency' || objective.kind === 'availability') {
    const { from, to, carrying } = objective;
    return [
      `No way carries "${carrying}" from "${from}" to "${to}".`,
      'Correct from, to or carrying, or add the missing connection.',
    ];
  }
  if (objective.kind === 'durability') {
    return [
      `"${objective.at}" puts events to no store whose zones are known.`,
      'Name the component that acknowledges.',
    ];
  }
  return [
    `The cost of "${objective.scenario}" in year ${objective.year} is not computed.`,
    'Take a year within the horizon.',
  ];
}
