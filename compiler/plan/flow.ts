// Architecture and situation to the Load on every arrow: from the entry points along the connections, then recovery.

import type { Service } from '../../services/service.ts';
import { type Architecture, type Component, type Connection, existsIn } from '../architecture.ts';
import { definition, type Figure, formula } from '../figures.ts';
import { type Catalogue, movesOf } from '../moves.ts';
import { carriedFlows, failedFlows, type Held } from './arrow.ts';
import { moveContext, sizingContext } from './context.ts';
import { loadOf, merge, noLoad } from './load.ts';
import { bringingArrows, loadArrows, loadOrder, orderingArrows } from './order.ts';
import type { Flow, Load, Situation } from './plan.ts';
import { eventRate } from './rates.ts';
import { type Flows, oneLane, type Walk } from './walk.ts';

/** A walk under way. */
interface OpenWalk extends Walk {
  readonly loads: Map<string, Load>;
  readonly inflows: Map<string, Load>;
  readonly partitions: Map<string, Figure>;
}

export function followLoad(architecture: Architecture, catalogue: Catalogue, situation: Situation): Flows {
  const walk: OpenWalk = {
    architecture,
    catalogue,
    situation,
    loads: new Map(),
    inflows: new Map(),
    partitions: new Map(),
  };
  const exists = (connection: Connection): boolean =>
    [connection.from, connection.to].every((end) => existsIn(componentOf(architecture, end), situation.stage));
  const bringing = bringingArrows(architecture, catalogue).filter(exists);
  const loaded = loadArrows(architecture, catalogue).filter(exists);
  const arrivalsAt = (id: string) =>
    bringing.filter((each) => each.to === id).flatMap((each) => walk.loads.get(each.id) ?? []);
  const { order } = loadOrder(
    [...architecture.components.keys()],
    orderingArrows(architecture, catalogue).filter(exists),
  );
  for (const id of order) {
    const arrivals = arrivalsAt(id);
    walk.inflows.set(id, merge(arrivals));
    walk.partitions.set(id, lanes(walk, id));
    for (const connection of loaded.filter((each) => each.from === id))
      walk.loads.set(connection.id, arrowLoad(walk, connection, arrivals));
  }
  // An outside party sends without waiting for what it receives, so that may have come later.
  for (const id of order) if (arrivalsAt(id).length > 0) walk.inflows.set(id, merge(arrivalsAt(id)));
  const failing = architecture.workload.scenarios.get(situation.scenario)?.failing;
  if (failing)
    followRecovery(
      walk,
      [...architecture.connections.values()].filter((each) => each.onFailure && exists(each)),
      failing,
    );
  for (const connection of architecture.connections.values())
    if (!walk.loads.has(connection.id)) walk.loads.set(connection.id, noLoad);
  return walk;
}

export function componentOf(architecture: Architecture, id: string): Component {
  const component = architecture.components.get(id);
  if (component === undefined) throw new Error(`no component "${id}": the linker should have found it`);
  return component;
}

export function serviceFor(component: Component, catalogue: Catalogue): Service {
  const service = catalogue.get(component.service);
  if (service === undefined) throw new Error(`no service "${component.service}": the linker should have found it`);
  return service;
}

function lanes(walk: OpenWalk, id: string): Figure {
  const component = componentOf(walk.architecture, id);
  const service = serviceFor(component, walk.catalogue);
  return service.partitions?.(sizingContext(walk, component, { incoming: [], outgoing: [] })) ?? oneLane;
}

/** Events that a component makes, or that enter at it because it stands outside. */
function madeBy(walk: OpenWalk, id: string): ReadonlyMap<string, Flow> {
  const { architecture, catalogue, situation } = walk;
  const outside = serviceFor(componentOf(architecture, id), catalogue).outside === true;
  const made = new Map<string, Flow>();
  for (const event of architecture.workload.events.values()) {
    if (event.madeBy === id || (outside && event.madeBy === undefined)) {
      made.set(event.id, {
        event: event.id,
        recordsPerSecond: eventRate(architecture, event, situation),
        bytesPerRecord: event.size,
      });
    }
  }
  return made;
}

function arrowLoad(walk: OpenWalk, connection: Connection, arrivals: readonly Load[]): Load {
  const held: Held = {
    inflow: walk.inflows.get(connection.from) ?? noLoad,
    made: madeBy(walk, connection.from),
    arrivals,
  };
  return withRequests(walk, connection, carriedFlows(connection, held));
}

function withRequests(walk: OpenWalk, connection: Connection, flows: readonly Flow[]): Load {
  const load = loadOf(flows);
  const moves = movesOf(connection, walk.architecture, walk.catalogue).filter(({ verb }) =>
    connection.does.includes(verb),
  );
  const counting = moves.find(({ move }) => move.requests);
  if (counting?.move.requests) {
    return { ...load, requestsPerSecond: counting.move.requests(moveContext(walk, connection, counting, load)) };
  }
  if (moves.length <= 1) return load;
  const calls = definition(moves.length, 'requests/record', `${connection.does.join(' and ')}: one call each`);
  return {
    ...load,
    requestsPerSecond: formula('requests/s', 'records * calls', { records: load.recordsPerSecond, calls }),
  };
}

/** Recovery starts where batches fail and goes on along recovery arrows, each once: what is handed back is not followed again. */
function followRecovery(walk: OpenWalk, arrows: readonly Connection[], failing: Figure): void {
  const recovered = new Map<string, Load[]>();
  const waiting = new Set(arrows);
  const pass = (connection: Connection, flows: readonly Flow[]): void => {
    waiting.delete(connection);
    const load = withRequests(walk, connection, flows);
    walk.loads.set(connection.id, load);
    if (movesOf(connection, walk.architecture, walk.catalogue).every(({ move }) => move.asks)) return;
    recovered.set(connection.to, [...(recovered.get(connection.to) ?? []), load]);
    walk.inflows.set(connection.to, merge([walk.inflows.get(connection.to) ?? noLoad, load]));
  };
  for (const connection of arrows) {
    const normal = [...walk.architecture.connections.values()]
      .filter((each) => each.to === connection.from && !each.onFailure)
      .flatMap((each) => walk.loads.get(each.id) ?? [])
      .filter((load) => load.flows.length > 0);
    const begins = movesOf(connection, walk.architecture, walk.catalogue).some(({ move }) => move.begins);
    if (begins && normal.length > 0) pass(connection, failedFlows(normal, failing));
  }
  for (let progress = true; progress; ) {
    progress = false;
    for (const connection of waiting) {
      const held = recovered.get(connection.from);
      if (
        held === undefined ||
        movesOf(connection, walk.architecture, walk.catalogue).some(({ move }) => move.lastResort)
      )
        continue;
      pass(connection, carriedFlows(connection, { inflow: merge(held), made: new Map(), arrivals: held }));
      progress = true;
    }
  }
}
