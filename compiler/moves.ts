// Which Move of the catalogue a connection is. Plan, checks and infrastructure all ask here.
import type { Move, Service } from '../services/service.ts';
import type { Architecture, Component, Connection } from './architecture.ts';

export type Catalogue = ReadonlyMap<string, Service>;

/** A verb of a connection, resolved: the move, and which end's service wires it. */
export interface ResolvedMove {
  readonly verb: string;
  readonly move: Move;
  readonly mover: 'from' | 'to';
}

/** All moves that could be made from one service to another, whatever the verb. */
export function movesBetween(from: Service, to: Service): readonly ResolvedMove[] {
  const outgoing = from.moves
    .filter((move) => move.from === 'self' && move.to !== 'self' && to.offers.includes(move.to))
    .map((move): ResolvedMove => ({ verb: move.does, move, mover: 'from' }));
  const incoming = to.moves
    .filter((move) => move.to === 'self' && move.from !== 'self' && from.offers.includes(move.from))
    .map((move): ResolvedMove => ({ verb: move.does, move, mover: 'to' }));
  return [...outgoing, ...incoming];
}

const resolved = new WeakMap<Connection, { readonly catalogue: Catalogue; readonly moves: readonly ResolvedMove[] }>();

/** The moves of a connection in the order of `does`, then `rarely`. Verbs that no service can do are left out: a check reports them. */
export function movesOf(
  connection: Connection,
  architecture: Architecture,
  catalogue: Catalogue,
): readonly ResolvedMove[] {
  const known = resolved.get(connection);
  if (known?.catalogue === catalogue) return known.moves;
  const moves = resolve(connection, architecture, catalogue);
  resolved.set(connection, { catalogue, moves });
  return moves;
}

function resolve(connection: Connection, architecture: Architecture, catalogue: Catalogue): readonly ResolvedMove[] {
  const from = serviceOf(connection.from, architecture, catalogue);
  const to = serviceOf(connection.to, architecture, catalogue);
  if (from === undefined || to === undefined) return [];
  const possible = movesBetween(from, to);
  return [...connection.does, ...connection.rarely].flatMap(
    (verb) => possible.find((each) => each.verb === verb) ?? [],
  );
}

export function serviceOf(component: string, architecture: Architecture, catalogue: Catalogue): Service | undefined {
  const service = architecture.components.get(component)?.service;
  return service === undefined ? undefined : catalogue.get(service);
}

/** Whether a component keeps what arrives. */
export function storesIn(component: Component, catalogue: Catalogue): boolean {
  const stores = catalogue.get(component.service)?.stores ?? false;
  return typeof stores === 'function' ? stores(component) : stores;
}
