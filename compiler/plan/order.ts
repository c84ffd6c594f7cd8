// Components in the order in which load reaches them. Control and recovery arrows do not count.
import type { Architecture, Connection } from '../architecture.ts';
import { type Catalogue, movesOf, serviceOf } from '../moves.ts';

/** Arrows that carry load in every scenario. */
export function loadArrows(architecture: Architecture, catalogue: Catalogue): readonly Connection[] {
  return [...architecture.connections.values()].filter(
    (connection) =>
      !connection.onFailure &&
      movesOf(connection, architecture, catalogue).some(({ move }) => !move.control && !move.recovery),
  );
}

/** Arrows by which the target comes to hold more: those that only ask are left out. */
export function bringingArrows(architecture: Architecture, catalogue: Catalogue): readonly Connection[] {
  return loadArrows(architecture, catalogue).filter((connection) =>
    movesOf(connection, architecture, catalogue).some(({ move, verb }) => !move.asks && connection.does.includes(verb)),
  );
}

/** Arrows that decide the order: what an outside party sends is its own and does not follow from what it receives. */
export function orderingArrows(architecture: Architecture, catalogue: Catalogue): readonly Connection[] {
  return bringingArrows(architecture, catalogue).filter(
    (connection) => serviceOf(connection.to, architecture, catalogue)?.outside !== true,
  );
}

/** Component ids, sources first. `cycle` names the components of a cycle where there is one; a check reports it. */
export function loadOrder(
  components: readonly string[],
  arrows: readonly Connection[],
): { readonly order: readonly string[]; readonly cycle?: readonly string[] } {
  const order: string[] = [];
  const state = new Map<string, 'open' | 'done'>();
  const into = new Map<string, string[]>();
  for (const arrow of arrows) into.set(arrow.to, [...(into.get(arrow.to) ?? []), arrow.from]);
  let cycle: readonly string[] | undefined;
  const visit = (id: string, trail: readonly string[]): void => {
    if (state.get(id) === 'done') return;
    if (state.get(id) === 'open') {
      cycle ??= trail.slice(trail.indexOf(id));
      return;
    }
    state.set(id, 'open');
    for (const source of into.get(id) ?? []) visit(source, [...trail, id]);
    state.set(id, 'done');
    order.push(id);
  };
  for (const id of components) visit(id, []);
  return cycle === undefined ? { order } : { order, cycle };
}
