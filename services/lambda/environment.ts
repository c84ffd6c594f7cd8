// A function's outgoing arrows to the names of the variables that its code is given, without building anything.
import type { Architecture, Component } from '../../compiler/architecture.ts';
import { type Catalogue, movesOf, serviceOf } from '../../compiler/moves.ts';
import { environmentVariable } from '../kit/environment.ts';

/** Sorted, each once. What is set aside is Lambda's own doing and needs no variable. */
export function environmentOf(
  component: Component,
  architecture: Architecture,
  catalogue: Catalogue,
): readonly string[] {
  const offering = (id: string) => serviceOf(id, architecture, catalogue)?.offers ?? [];
  const outOf = (id: string) => [...architecture.connections.values()].filter(({ from }) => from === id);
  const names = outOf(component.id).flatMap((connection) =>
    movesOf(connection, architecture, catalogue).flatMap(({ move, mover }) => {
      if (mover !== 'from' || move.begins) return [];
      const own = environmentVariable(connection.to, move.to);
      if (move.to !== 'workgroup') return [own];
      const catalogues = outOf(connection.to).filter(({ to }) => offering(to).includes('catalogue'));
      return [own, ...catalogues.map(({ to }) => environmentVariable(to, 'database'))];
    }),
  );
  return [...new Set(names)].sort();
}
