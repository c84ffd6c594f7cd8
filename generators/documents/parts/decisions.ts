// Decisions with what was weighed, and considerations by pillar.
import { pillars } from '../../../compiler/architecture.ts';
import type { Plan } from '../../../compiler/plan/plan.ts';
import { bullets, type Markdown, md, say, stacked, table } from '../markdown.ts';
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

/** What the model says of reliability as a whole, a line each: its title and how its text begins. */
export function failureTopics(plan: Plan): Markdown {
  const topics = [...plan.architecture.considerations.values()].filter(({ pillar }) => pillar === 'reliability');
  if (topics.length === 0) return md('');
  const heading = titles.reliability;
  return stacked([
    say`Beyond single components, in short; in full below [${heading}](#${heading.toLowerCase()}):`,
    bullets(topics.map(({ title, text }) => say`**${title}.** ${beginning(text)}`)),
  ]);
}

/** "Nothing to do." alone says too little. */
const tooShort = 60;

function beginning(text: string): string {
  const sentences = text.match(/.+?[.!?](?=\s|$)\s*/gs) ?? [text];
  return sentences.reduce((said, next) => (said.length < tooShort ? said + next : said), '').trim();
}
