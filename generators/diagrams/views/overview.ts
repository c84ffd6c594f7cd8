// The whole pipeline in one picture: every component, group and connection.
import { drawingOf } from '../from-plan.ts';
import type { View } from './view.ts';

export const overview: View = {
  id: 'overview',
  question: 'What is there, and how does it hang together?',
  draw: (plan, catalogue) => [
    drawingOf(plan, catalogue, {
      id: 'overview',
      title: plan.architecture.title,
      description: plan.architecture.summary,
      components: () => true,
      connections: () => true,
    }),
  ],
};
