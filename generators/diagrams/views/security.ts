// Who may reach what from outside, and what stands guard: entry points, guards and the first components behind them.
import type { Connection } from '../../../compiler/architecture.ts';
import { type Catalogue, movesOf, serviceOf } from '../../../compiler/moves.ts';
import { averageOf } from '../../../compiler/plan/average.ts';
import type { Plan } from '../../../compiler/plan/plan.ts';
import { drawingOf } from '../from-plan.ts';
import type { View } from './view.ts';

export const security: View = {
  id: 'security',
  question: 'Who may reach what, and what stands guard?',
  draw: (plan, catalogue) => {
    const { architecture } = plan;
    const outside = (id: string): boolean => serviceOf(id, architecture, catalogue)?.outside === true;
    const crossing = [...architecture.connections.values()].filter(
      (connection) =>
        outside(connection.from) ||
        outside(connection.to) ||
        movesOf(connection, architecture, catalogue).some(({ move }) => move.joins === true),
    );
    const ends = new Set(crossing.flatMap((connection) => [connection.from, connection.to]));
    const ids = new Set(crossing.map((connection) => connection.id));
    return [
      drawingOf(plan, catalogue, {
        id: 'security',
        title: 'Who may reach what',
        description:
          'Everything that crosses the edge of the account, what guards it, and how callers prove who they are.',
        components: (component) => ends.has(component.id),
        connections: (connection) => ids.has(connection.id),
        figure: (connection) => proofOf(connection, plan, catalogue),
      }),
    ];
  },
};

/** By what a caller proves who it is, where the other end asks for it. */
function proofOf(connection: Connection, plan: Plan, catalogue: Catalogue): string | undefined {
  const { architecture } = plan;
  const to = architecture.components.get(connection.to);
  const carried =
    averageOf(plan)
      .loads.get(connection.id)
      ?.flows.map(({ event }) => event) ?? [];
  const proofs =
    to === undefined ? undefined : serviceOf(to.id, architecture, catalogue)?.admits?.(to.settings, carried);
  return proofs === undefined || proofs.length === 0 ? undefined : proofs.join(' or ');
}
