// Loads in one situation to capacity, limits and cost of every component.

import type { ArrowLoad } from '../../services/service.ts';
import { type Architecture, existsIn } from '../architecture.ts';
import { sum } from '../figures.ts';
import type { Catalogue } from '../moves.ts';
import { sizingContext } from './context.ts';
import { componentOf, followLoad, serviceFor } from './flow.ts';
import { noLoad } from './load.ts';
import type { ComponentPlan, Situation, SituationPlan } from './plan.ts';
import type { Flows } from './walk.ts';

/** Components that do not exist in the stage are absent from the result; outside ones are there with nothing to pay. */
export function sizeSituation(architecture: Architecture, catalogue: Catalogue, situation: Situation): SituationPlan {
  const flows = followLoad(architecture, catalogue, situation);
  const components = new Map<string, ComponentPlan>();
  for (const component of architecture.components.values()) {
    if (!existsIn(component, situation.stage)) continue;
    const service = serviceFor(component, catalogue);
    const arrows = {
      incoming: arrowLoads(architecture, flows, component.id, 'to'),
      outgoing: arrowLoads(architecture, flows, component.id, 'from'),
    };
    const sizing = service.size?.(sizingContext({ architecture, catalogue, situation, ...flows }, component, arrows));
    const cost = sizing?.cost ?? [];
    components.set(component.id, {
      component,
      inflow: flows.inflows.get(component.id) ?? noLoad,
      capacity: sizing?.capacity ?? [],
      limits: sizing?.limits ?? [],
      cost,
      monthlyUsd: sum(
        'USD/month',
        cost.map((line) => line.monthlyUsd),
      ),
    });
  }
  const monthlyUsd = sum(
    'USD/month',
    [...components.values()].filter((each) => each.cost.length > 0).map((each) => each.monthlyUsd),
  );
  return { situation, components, loads: flows.loads, monthlyUsd };
}

function arrowLoads(architecture: Architecture, flows: Flows, id: string, end: 'from' | 'to'): readonly ArrowLoad[] {
  return [...architecture.connections.values()]
    .filter((connection) => connection[end] === id)
    .map((connection) => ({
      connection,
      load: flows.loads.get(connection.id) ?? noLoad,
      other: componentOf(architecture, end === 'from' ? connection.to : connection.from),
    }));
}
