import { describe, expect, it } from 'vitest';
import { overlaps, smallestType } from '../../generators/diagrams/geometry.ts';
import type { LaidOut } from '../../generators/diagrams/laid-out.ts';
import { layOut } from '../../generators/diagrams/layout.ts';
import { generatedDrawing } from './generated-drawing.ts';

type Broken = readonly [kind: string, breakIt: (sound: LaidOut) => LaidOut];

const changeFirst = <T>(items: readonly T[], change: (item: T) => T): T[] =>
  items.map((item, i) => (i === 0 ? change(item) : item));

/** Each breaks a sound picture in one way that must be found. */
const broken: readonly Broken[] = [
  [
    'text-text',
    (p) => ({
      ...p,
      nodes: changeFirst(p.nodes, (node) => ({ ...node, lines: [...node.lines, ...node.lines.slice(0, 1)] })),
    }),
  ],
  ['text-icon', (p) => ({ ...p, nodes: changeFirst(p.nodes, (node) => ({ ...node, iconBox: node.box })) })],
  [
    'text-frame',
    (p) => ({
      ...p,
      groups: p.groups.map((group) => ({
        ...group,
        lines: group.lines.map((line) => ({ ...line, y: group.box.y + 3 })),
      })),
    }),
  ],
  ['text-outside', (p) => ({ ...p, heading: p.heading.map((line) => ({ ...line, x: -5 })) })],
  [
    'arrow-component',
    (p) => ({
      ...p,
      edges: changeFirst(p.edges, (edge) => ({
        ...edge,
        points: [
          { x: 0, y: (p.nodes[0]?.box.y ?? 0) + 20 },
          { x: p.width, y: (p.nodes[0]?.box.y ?? 0) + 20 },
        ],
      })),
    }),
  ],
  [
    'arrow-label',
    (p) => ({
      ...p,
      edges: changeFirst(p.edges, (edge) => ({
        ...edge,
        labelBox: p.edges[1]?.labelBox ?? edge.labelBox,
        points: p.edges[1]?.points ?? [],
      })),
    }),
  ],
  [
    'arrow-arrow',
    (p) => ({ ...p, edges: changeFirst(p.edges, (edge) => ({ ...edge, points: p.edges[1]?.points ?? [] })) }),
  ],
];

describe('overlaps', async () => {
  const sound = await layOut(generatedDrawing(12, 1));

  it('finds nothing in a sound picture', () => expect(overlaps(sound)).toEqual([]));

  it.each(broken)('finds %s', (kind, breakIt) => {
    expect(overlaps(breakIt(sound)).map((one) => one.kind)).toContain(kind);
  });

  it('measures the smallest type as shown', () => {
    expect(smallestType({ ...sound, width: 2000 }, 1000)).toBe(5.5);
    expect(smallestType({ ...sound, width: 500 }, 1000)).toBe(11);
  });
});
