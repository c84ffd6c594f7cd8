// What happens to what fails: the recovery arrows and the components at their ends.
import { drawingOf } from '../from-plan.ts';
import type { View } from './view.ts';

export const failure: View = {
  id: 'failure',
  question: 'Where does it go when something fails?',
  draw: (plan, catalogue) => {
    const arrows = [...plan.architecture.connections.values()].filter((connection) => connection.onFailure);
    if (arrows.length === 0) return [];
    const ends = new Set(arrows.flatMap((connection) => [connection.from, connection.to]));
    return [
      drawingOf(plan, catalogue, {
        id: 'failure',
        title: 'When something fails',
        description: 'Where failed batches and undelivered messages go, and how they come back.',
        components: (component) => ends.has(component.id),
        connections: (connection) => connection.onFailure,
      }),
    ];
  },
};
