// The way of an event from one component to another, its hops and what stands guard over it.
import type { Architecture, Connection } from '../architecture.ts';
import { formula, sum } from '../figures.ts';
import { type Catalogue, movesOf, storesIn } from '../moves.ts';
import { factsFor, moveContext, sizingContext } from './context.ts';
import { componentOf, followLoad, serviceFor } from './flow.ts';
import { noLoad } from './load.ts';
import { loadArrows } from './order.ts';
import type { AvailabilityPath, Hop, LatencyPath, Situation } from './plan.ts';

/** An event and all that is made out of it, however indirectly. */
export function lineage(architecture: Architecture, event: string): ReadonlySet<string> {
  const found = new Set([event]);
  for (let before = 0; before !== found.size; ) {
    before = found.size;
    for (const each of architecture.workload.events.values())
      if (each.from.some((id) => found.has(id))) found.add(each.id);
  }
  return found;
}

/** Shortest way along arrows that carry the event or what is made out of it; undefined where there is none. */
export function findPath(
  architecture: Architecture,
  catalogue: Catalogue,
  way: { readonly from: string; readonly to: string; readonly carrying: string },
  situation: Situation,
): readonly Connection[] | undefined {
  const events = lineage(architecture, way.carrying);
  const { loads } = followLoad(architecture, catalogue, situation);
  const arrows = loadArrows(architecture, catalogue).filter((arrow) =>
    loads.get(arrow.id)?.flows.some((flow) => events.has(flow.event)),
  );
  const reached = new Map<string, readonly Connection[]>([[way.from, []]]);
  const waiting = [way.from];
  for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
    const trail = reached.get(id) ?? [];
    const last = trail.at(-1);
    // An answer does not travel on: what was only asked for ends the way.
    if (last && movesOf(last, architecture, catalogue).every(({ move }) => move.asks)) continue;
    for (const arrow of arrows) {
      if (arrow.from !== id || reached.has(arrow.to)) continue;
      reached.set(arrow.to, [...trail, arrow]);
      waiting.push(arrow.to);
    }
  }
  return way.from === way.to ? undefined : reached.get(way.to);
}

/** Control arrows that guard the event's way into a component. */
function guardsOf(
  architecture: Architecture,
  catalogue: Catalogue,
  component: string,
  events: ReadonlySet<string>,
): readonly Connection[] {
  return [...architecture.connections.values()].filter(
    (connection) =>
      connection.to === component &&
      !connection.onFailure &&
      movesOf(connection, architecture, catalogue).some(
        ({ move }) =>
          move.control &&
          move.joins &&
          [...events].some((event) => move.guards?.(connection, architecture, event) ?? true),
      ),
  );
}

/** Time along a path: guards, arrows and what is passed through. The sum of the 99th percentiles overstates the path's own. */
export function latencyOf(
  architecture: Architecture,
  catalogue: Catalogue,
  path: readonly Connection[],
  event: string,
  situation: Situation,
): LatencyPath {
  const flows = followLoad(architecture, catalogue, situation);
  const walk = { architecture, catalogue, situation, ...flows };
  const events = lineage(architecture, event);
  const hops: (Hop & { readonly at: string })[] = [];
  const add = (at: string, hop: Hop | undefined): void => {
    if (hop) hops.push({ ...hop, at });
  };
  const arrowHop = (connection: Connection): Hop | undefined => {
    if (connection.takes) return { label: connection.label, ...connection.takes };
    const load = flows.loads.get(connection.id) ?? noLoad;
    for (const resolved of movesOf(connection, architecture, catalogue)) {
      const hop = resolved.move.hop?.(moveContext(walk, connection, resolved, load));
      if (hop) return hop;
    }
    return undefined;
  };
  const componentHop = (id: string): Hop | undefined => {
    const component = componentOf(architecture, id);
    return serviceFor(component, catalogue).hop?.(sizingContext(walk, component, { incoming: [], outgoing: [] }));
  };
  path.forEach((connection, index) => {
    add(connection.id, arrowHop(connection));
    for (const guard of guardsOf(architecture, catalogue, connection.to, events))
      add(guard.from, componentHop(guard.from) ?? arrowHop(guard));
    const stores = storesIn(componentOf(architecture, connection.to), catalogue);
    if (index < path.length - 1 || !stores) add(connection.to, componentHop(connection.to));
  });
  return {
    connections: path,
    hops,
    p50: sum(
      's',
      hops.map((hop) => hop.p50),
    ),
    p99: sum(
      's',
      hops.map((hop) => hop.p99),
    ),
  };
}

/** Product of the SLAs of all that the path needs; outside components and those without an SLA promise nothing and are left out. */
export function availabilityOf(
  architecture: Architecture,
  catalogue: Catalogue,
  path: readonly Connection[],
  event: string,
): AvailabilityPath {
  const factOf = factsFor(architecture, catalogue);
  const events = lineage(architecture, event);
  const [first] = path;
  const passed = [...(first ? [first.from] : []), ...path.map((connection) => connection.to)];
  const needed = passed.flatMap((id) => [
    ...guardsOf(architecture, catalogue, id, events).map((guard) => guard.from),
    id,
  ]);
  const parts = [...new Set(needed)].flatMap((component) => {
    const service = serviceFor(componentOf(architecture, component), catalogue);
    return service.sla === undefined ? [] : [{ component, sla: factOf(service.id, service.sla) }];
  });
  const inputs = Object.fromEntries(parts.map(({ component, sla }) => [component, sla]));
  return { parts, availability: formula('', parts.length === 0 ? '1' : Object.keys(inputs).join(' * '), inputs) };
}
