// The way of each event: one picture an event, with all that carries it or what is made out of it.

import { averageOf } from '../../../compiler/plan/average.ts';
import { lineage } from '../../../compiler/plan/paths.ts';
import { drawingOf } from '../from-plan.ts';
import type { View } from './view.ts';

export const eventWays: View = {
  id: 'events',
  question: 'Which way does each event go?',
  draw: (plan, catalogue) => {
    const { loads } = averageOf(plan);
    const entering = [...plan.architecture.workload.events.values()].filter(
      (event) => event.madeBy === undefined && event.kind === 'event',
    );
    return entering.map((event) => {
      const events = lineage(plan.architecture, event.id);
      const carrying = [...plan.architecture.connections.values()].filter((connection) =>
        loads.get(connection.id)?.flows.some((flow) => events.has(flow.event)),
      );
      const ids = new Set(carrying.map((connection) => connection.id));
      const ends = new Set(carrying.flatMap((connection) => [connection.from, connection.to]));
      return drawingOf(plan, catalogue, {
        id: `event-${event.id}`,
        title: `The way of an event: ${event.label}`,
        description: `Every component and connection that carries ${event.label}, or what is made out of it.`,
        components: (component) => ends.has(component.id),
        connections: (connection) => ids.has(connection.id),
        events,
      });
    });
  },
};
