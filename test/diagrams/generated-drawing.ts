// A number of components and a seed to a drawing of that size: mostly short arrows, some long ones, all kinds.

import type { Drawing, EdgeKind } from '../../generators/diagrams/drawing.ts';
import { seededRandom } from '../../generators/diagrams/layout/random.ts';

const labels = ['sends', 'reads the state of things', 'hands back what failed', 'asks'];
const kinds: readonly EdgeKind[] = ['data', 'data', 'request', 'failure', 'control'];

export const generatedDrawing = (count: number, seed: number, direction: Drawing['direction'] = 'down'): Drawing => {
  const random = seededRandom(seed * 1000 + count);
  const pick = <T>(items: readonly T[], fallback: T): T => items[Math.floor(random() * items.length)] ?? fallback;
  const groupCount = Math.max(1, Math.round(count / 7));
  const node = (index: number): string => `n${index}`;
  return {
    id: `generated-${count}-${seed}`,
    title: `Generated with ${count} components`,
    description: 'Made by a test.',
    direction,
    groups: [
      { id: 'cloud', label: 'AWS Cloud', kind: 'cloud', icon: 'AWSCloudlogo' },
      ...Array.from({ length: groupCount }, (_, i) => ({
        id: `g${i}`,
        label: `Group number ${i}`,
        kind: i === groupCount - 1 && groupCount > 2 ? ('strip' as const) : ('plain' as const),
        ...(i === 0 ? {} : { parent: 'cloud' }),
      })),
    ],
    nodes: Array.from({ length: count }, (_, i) => ({
      id: node(i),
      label: `Component ${i} does things`,
      service: pick(['AWS Lambda', 'Amazon Kinesis Data Streams', 'Amazon DynamoDB'], 'Amazon S3'),
      kind: 'aws' as const,
      icon: 'AWSLambda',
      ...(random() < 0.03 ? {} : { group: `g${Math.min(groupCount - 1, Math.floor(i / 7))}` }),
    })),
    edges: Array.from({ length: Math.round(count * 1.5) }, (_, i) => {
      const from = Math.floor(random() * count);
      const near = random() < 0.75;
      const to = near ? Math.min(count - 1, from + Math.floor(random() * 6)) : Math.floor(random() * count);
      const more = i % 5 === 0 ? { figure: '12 records/s', step: i } : {};
      return {
        id: `e${i}`,
        from: node(from),
        to: node(to),
        label: pick(labels, 'sends'),
        kind: pick(kinds, 'data'),
        weight: random(),
        ...more,
      };
    }),
  };
};
