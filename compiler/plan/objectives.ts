// Objectives against what is computed: kept or broken, by how much, and what to blame.
import type { Architecture, Objective } from '../architecture.ts';
import { sum } from '../figures.ts';
import type { Catalogue } from '../moves.ts';
import { componentOf, serviceFor } from './flow.ts';
import { availabilityOf, findPath, latencyOf } from './paths.ts';
import type { ObjectiveResult, Situation, SituationPlan } from './plan.ts';

interface Context {
  readonly architecture: Architecture;
  readonly catalogue: Catalogue;
  readonly mainStage: string;
  at(situation: Situation): SituationPlan;
}

/** Undefined where the objective has no path: a check reports it. */
export function judge(objective: Objective, context: Context): ObjectiveResult | undefined {
  switch (objective.kind) {
    case 'latency':
      return judgeLatency(objective, context);
    case 'availability':
      return judgeAvailability(objective, context);
    case 'durability':
      return judgeDurability(objective, context);
    case 'cost':
      return judgeCost(objective, context);
  }
}

type Of<Kind extends Objective['kind']> = Extract<Objective, { readonly kind: Kind }>;

/** The slowest of today's scenarios counts: with little load windows run out, with much batches fill. */
function judgeLatency(
  objective: Of<'latency'>,
  { architecture, catalogue, mainStage }: Context,
): ObjectiveResult | undefined {
  const situations = [...architecture.workload.scenarios.values()]
    .filter((each) => !each.failing)
    .map((each) => ({ stage: mainStage, scenario: each.id, year: 0 }));
  const [first] = situations;
  const path = first && findPath(architecture, catalogue, objective, first);
  if (path === undefined) return undefined;
  const slowest = situations
    .map((situation) => latencyOf(architecture, catalogue, path, objective.carrying, situation))
    .reduce((worst, each) => (each.p99.value > worst.p99.value ? each : worst));
  const dearest = slowest.hops.reduce(
    (most, hop) => (hop.p99.value > most.p99.value ? hop : most),
    slowest.hops[0] ?? { at: '', p99: slowest.p99 },
  );
  const kept =
    slowest.p99.value <= objective.p99.value &&
    (objective.p50 === undefined || slowest.p50.value <= objective.p50.value);
  return {
    id: objective.id,
    kept,
    promised: objective.p99,
    computed: slowest.p99,
    blame: dearest.at,
    latency: slowest,
  };
}

function judgeAvailability(
  objective: Of<'availability'>,
  { architecture, catalogue, mainStage }: Context,
): ObjectiveResult | undefined {
  const [scenario] = architecture.workload.scenarios.keys();
  const path =
    scenario === undefined
      ? undefined
      : findPath(architecture, catalogue, objective, { stage: mainStage, scenario, year: 0 });
  if (path === undefined) return undefined;
  const availability = availabilityOf(architecture, catalogue, path, objective.carrying);
  const weakest = availability.parts.reduce(
    (low, part) => (part.sla.value < low.sla.value ? part : low),
    availability.parts[0] ?? { component: '', sla: availability.availability },
  );
  // A promise is written with the digits that it means: 99.8 % is kept by 99.80 %.
  const kept = availability.availability.value >= objective.monthly.value - 1e-9;
  return {
    id: objective.id,
    kept,
    promised: objective.monthly,
    computed: availability.availability,
    blame: weakest.component,
    availability,
  };
}

/** The store with the fewest zones among those that the component puts to before it answers. */
function judgeDurability(
  objective: Of<'durability'>,
  { architecture, catalogue }: Context,
): ObjectiveResult | undefined {
  const stores = [...architecture.connections.values()]
    .filter((connection) => connection.from === objective.at && !connection.onFailure)
    .flatMap((connection) => {
      const component = componentOf(architecture, connection.to);
      const zones = serviceFor(component, catalogue).zones?.(component);
      return zones === undefined ? [] : [{ id: component.id, zones }];
    });
  const [first] = stores;
  if (first === undefined) return undefined;
  const least = stores.reduce((low, each) => (each.zones.value < low.zones.value ? each : low), first);
  return {
    id: objective.id,
    kept: least.zones.value >= objective.zones.value,
    promised: objective.zones,
    computed: least.zones,
    blame: least.id,
  };
}

function judgeCost(objective: Of<'cost'>, context: Context): ObjectiveResult | undefined {
  const { components } = context.at({ stage: context.mainStage, scenario: objective.scenario, year: objective.year });
  const paid = [...components.values()].filter(
    (each) => !objective.except.includes(each.component.id) && each.cost.length > 0,
  );
  const computed = sum(
    'USD/month',
    paid.map((each) => each.monthlyUsd),
  );
  const dearest = paid.reduce<(typeof paid)[number] | undefined>(
    (most, each) => (most && most.monthlyUsd.value >= each.monthlyUsd.value ? most : each),
    undefined,
  );
  return {
    id: objective.id,
    kept: computed.value <= objective.monthly.value,
    promised: objective.monthly,
    computed,
    blame: dearest?.component.id ?? '',
  };
}
