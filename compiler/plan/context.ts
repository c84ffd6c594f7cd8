// The views of a walk that services are handed: facts with the model's assumptions in place, loads, lanes.
import type { ArrowLoad, MoveContext, SizingContext } from '../../services/service.ts';
import { type Architecture, type Component, type Connection, existsIn } from '../architecture.ts';
import type { Fact, Figure } from '../figures.ts';
import { type Catalogue, movesOf, type ResolvedMove } from '../moves.ts';
import { noLoad } from './load.ts';
import type { Load } from './plan.ts';
import { storageScale } from './rates.ts';
import { oneLane, type Walk } from './walk.ts';

/** A catalogue fact as a Figure, or the assumption that the model declares in its place. Throws on an unknown id: our bug. */
export function factsFor(architecture: Architecture, catalogue: Catalogue): (service: string, id: string) => Figure {
  const declared = new Map(
    [...architecture.assumptions.values()].flatMap((each) => (each.fact ? [[each.fact, each.figure] as const] : [])),
  );
  return (service, id) => {
    const fact = catalogue.get(service)?.facts[id];
    if (fact === undefined) throw new Error(`service "${service}" has no fact "${id}"`);
    return declared.get(`${service}/${id}`) ?? factFigure(fact);
  };
}

const figures = new WeakMap<object, Figure>();

/** One Figure object per fact, so that shared parts of a computation are recognised as shared. */
function factFigure(fact: Fact): Figure {
  const known = figures.get(fact);
  if (known !== undefined) return known;
  const figure: Figure = { value: fact.value, unit: fact.unit, origin: { kind: 'fact', fact } };
  figures.set(fact, figure);
  return figure;
}

export function sizingContext(
  walk: Walk,
  component: Component,
  arrows: { readonly incoming: readonly ArrowLoad[]; readonly outgoing: readonly ArrowLoad[] },
): SizingContext {
  const { architecture, situation } = walk;
  const stage = architecture.stages.get(situation.stage);
  if (stage === undefined) throw new Error(`no stage "${situation.stage}"`);
  const factOf = factsFor(architecture, walk.catalogue);
  const inflow = walk.inflows.get(component.id) ?? noLoad;
  return {
    architecture,
    component,
    settings: component.settings,
    stage,
    situation,
    inflow,
    ...arrows,
    fact: (id) => factOf(component.service, id),
    factOf,
    partitionsOf: (id) => walk.partitions.get(id) ?? oneLane,
    loadAt: (id) => walk.inflows.get(id) ?? noLoad,
    offering: (capability) =>
      [...architecture.components.values()].filter(
        (each) => existsIn(each, situation.stage) && walk.catalogue.get(each.service)?.offers.includes(capability),
      ),
    scale: storageScale(architecture, situation),
    eventsHeld: inflow.flows.flatMap((flow) => architecture.workload.events.get(flow.event) ?? []),
  };
}

export function moveContext(walk: Walk, connection: Connection, resolved: ResolvedMove, load: Load): MoveContext {
  const { architecture, catalogue, situation } = walk;
  const from = architecture.components.get(connection.from);
  const to = architecture.components.get(connection.to);
  if (from === undefined || to === undefined) throw new Error(`connection "${connection.id}" has a loose end`);
  const component = resolved.mover === 'from' ? from : to;
  const factOf = factsFor(architecture, catalogue);
  const sameReading = [...architecture.connections.values()].filter(
    (each) =>
      each.from === connection.from &&
      movesOf(each, architecture, catalogue).some(({ verb }) => verb === resolved.verb),
  );
  return {
    architecture,
    connection,
    component,
    settings: component.settings,
    from,
    to,
    situation,
    recordsPerSecond: load.recordsPerSecond,
    bytesPerSecond: load.bytesPerSecond,
    heldRequestsPerSecond: (walk.inflows.get(connection.from) ?? noLoad).requestsPerSecond,
    partitions: walk.partitions.get(connection.from) ?? oneLane,
    readers: sameReading.length,
    fact: (id) => factOf(component.service, id),
    factOf,
  };
}
