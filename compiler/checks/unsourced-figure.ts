// Figures of AWS in use that have no source and that the model does not stand for with an assumption.
import { finding } from '../codes.ts';
import { type Fact, type Figure, factsOf } from '../figures.ts';
import type { Plan } from '../plan/plan.ts';
import type { PlanCheck } from './check.ts';

export const unsourcedFigure: PlanCheck = {
  code: 'unsourced-figure',
  run: ({ plan }) => {
    const users = new Map<Fact, string>();
    const seen = new Set<Figure>();
    const note = (component: string, figure: Figure): void => {
      for (const fact of factsOf(figure, seen)) if (!fact.verified && !users.has(fact)) users.set(fact, component);
    };
    for (const [component, figures] of figuresInUse(plan)) for (const figure of figures) note(component, figure);
    return [...users].map(([fact, component]) => {
      const name = `${fact.service}/${fact.id}`;
      const message = `"${component}" rests on ${name} (${fact.published}), for which no source was found.`;
      return finding(
        'unsourced-figure',
        ['components', component],
        message,
        `Declare an assumption with fact: ${name}, and why.`,
        {
          on: 'key',
        },
      );
    });
  },
};

function* figuresInUse(plan: Plan): Generator<readonly [string, readonly Figure[]]> {
  const today = plan.situations.filter(({ stage, year }) => stage === plan.mainStage && year === 0);
  for (const situation of today) {
    for (const [id, { capacity, limits, cost }] of plan.at(situation).components) {
      yield [
        id,
        [...capacity, ...limits.flatMap(({ used, limit }) => [{ figure: used }, { figure: limit }])].map(
          ({ figure }) => figure,
        ),
      ];
      yield [id, cost.map((line) => line.monthlyUsd)];
    }
  }
  for (const { latency, availability } of plan.objectives.values()) {
    for (const hop of latency?.hops ?? []) yield [componentOf(plan, hop.at), [hop.p50, hop.p99]];
    for (const part of availability?.parts ?? []) yield [part.component, [part.sla]];
  }
}

/** A hop is at a component or at a connection, whose target it then leads to. */
const componentOf = (plan: Plan, at: string): string => plan.architecture.connections.get(at)?.to ?? at;
