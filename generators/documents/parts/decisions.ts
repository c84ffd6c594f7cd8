// Decisions with what was weighed, and considerations by pillar.
import { pillars } from '../../../compiler/architecture.ts';
import type { Plan } from '../../../compiler/plan/plan.ts';
import { table } from '../markdown.ts';
import type { View } from '../template.ts';

export const decisionViews = (plan: Plan): readonly View[] =>
  [...plan.architecture.decisions.values()].map((decision, index) => ({
    number: index + 1,
    title: decision.title,
    because: decision.because,
    revisit: decision.revisit,
    weighed: table(['Instead of', 'Why not'], [...decision.insteadOf]),
  }));

const titles = {
  operations: 'Operational excellence',
  security: 'Security',
  reliability: 'Reliability',
  performance: 'Performance efficiency',
  cost: 'Cost optimisation',
  sustainability: 'Sustainability',
} as const;

export const considerationViews = (plan: Plan): readonly View[] =>
  pillars.flatMap((pillar) => {
    const items = [...plan.architecture.considerations.values()].filter((each) => each.pillar === pillar);
    return items.length === 0
      ? []
      : [{ pillar: titles[pillar], items: items.map(({ title, text }) => ({ title, text })) }];
  });
