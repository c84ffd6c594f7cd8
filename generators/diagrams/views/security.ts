// Who may reach what from outside, and what stands guard: entry points, guards and the first components behind them.
import { movesOf, serviceOf } from '../../../compiler/moves.ts';
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
        description: 'Everything that crosses the edge of the account, and what guards it.',
        components: (component) => ends.has(component.id),
        connections: (connection) => ids.has(connection.id),
      }),
    ];
  },
};
