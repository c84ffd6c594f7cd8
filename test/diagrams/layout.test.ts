import { describe, expect, it } from 'vitest';
import type { Drawing } from '../../generators/diagrams/drawing.ts';
import { overlaps, smallestType } from '../../generators/diagrams/geometry.ts';
import type { Box, LaidOut } from '../../generators/diagrams/laid-out.ts';
import { layOut } from '../../generators/diagrams/layout.ts';
import { flyhighDrawing } from './flyhigh-drawing.ts';
import { generatedDrawing } from './generated-drawing.ts';
import { hostileDrawing } from './hostile-drawing.ts';

const within = (inner: Box, outer: Box): boolean =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height;

const onSide = (x: number, y: number, box: Box): boolean =>
  x > box.x && x < box.x + box.width && (Math.abs(y - box.y) < 0.01 || Math.abs(y - box.y - box.height) < 0.01);

/** What must hold in every picture, of whatever size. */
const expectSound = (drawing: Drawing, picture: LaidOut): void => {
  expect(overlaps(picture)).toEqual([]);
  expect(picture.nodes.map((node) => node.id)).toEqual(drawing.nodes.map((node) => node.id));
  expect(picture.edges.map((edge) => edge.id)).toEqual(drawing.edges.map((edge) => edge.id));
  const nodes = new Map(picture.nodes.map((node) => [node.id, node]));
  const groups = new Map(picture.groups.map((group) => [group.id, group]));
  for (const edge of picture.edges) {
    const [start, end] = [edge.points[0], edge.points.at(-1)];
    const [from, to] = [nodes.get(edge.from), nodes.get(edge.to)];
    if (!start || !end || !from || !to) throw new Error(`${edge.id} has no ends.`);
    expect(onSide(start.x, start.y, from.box), `${edge.id} starts at ${edge.from}`).toBe(true);
    expect(onSide(end.x, end.y, to.box), `${edge.id} ends at ${edge.to}`).toBe(true);
    for (const line of edge.lines) {
      const box = { x: line.x, y: line.y - line.size * 0.74, width: line.width, height: line.size * 0.95 };
      expect(within(box, edge.labelBox), `label of ${edge.id}`).toBe(true);
    }
  }
  for (const node of picture.nodes) {
    const group = groups.get(node.group ?? '');
    if (group) expect(within(node.box, group.box), `${node.id} in ${node.group}`).toBe(true);
  }
  for (const group of picture.groups) {
    const parent = groups.get(group.parent ?? '');
    if (parent) expect(within(group.box, parent.box), `${group.id} in ${group.parent}`).toBe(true);
  }
};

describe('the overview', async () => {
  const picture = await layOut(flyhighDrawing);

  it('is sound', () => expectSound(flyhighDrawing, picture));

  it('is readable in a column of 1,000 px', () => {
    expect(picture.width).toBeLessThanOrEqual(1100);
    expect(smallestType(picture, 1000)).toBeGreaterThanOrEqual(10);
  });

  it('labels every component, group and arrow', () => {
    const said = (lines: readonly { readonly text: string }[]): string => lines.map((line) => line.text).join(' ');
    for (const node of picture.nodes) expect(said(node.lines)).toBe(`${node.label} ${node.service}`);
    for (const group of picture.groups) expect(said(group.lines)).toBe(group.label);
    for (const edge of picture.edges) {
      expect(said(edge.lines)).toBe(edge.figure === undefined ? edge.label : `${edge.label} ${edge.figure}`);
      expect(edge.stepBox !== undefined).toBe(edge.step !== undefined);
    }
  });

  it('runs downwards: events go from the entry points to the lake', () => {
    const y = (id: string): number => picture.nodes.find((node) => node.id === id)?.box.y ?? Number.NaN;
    const way = [
      'mobileApp',
      'eventApi',
      'searchStream',
      'liveAnalytics',
      'liveFigures',
      'searchDelivery',
      'eventLake',
    ];
    for (const [i, id] of way.entries()) if (i > 0) expect(y(id), id).toBeGreaterThan(y(way[i - 1] ?? ''));
  });

  it('is the same every time', async () => {
    expect(await layOut(structuredClone(flyhighDrawing))).toEqual(picture);
  });

  it('has a legend of exactly the kinds in use', () => {
    expect(picture.legend.map((entry) => entry.kind)).toEqual(['data', 'request', 'failure', 'control', 'step']);
  });
});

describe('any drawing', () => {
  const sizes = [1, 2, 5, 12, 25, 60, 100, 300].flatMap((count) => [1, 2, 3].map((seed) => [count, seed] as const));
  it.each(sizes.filter(([count, seed]) => count < 300 || seed === 1))(
    '%i components, seed %i',
    async (count, seed) => {
      const drawing = generatedDrawing(count, seed, seed === 3 ? 'right' : 'down');
      expectSound(drawing, await layOut(drawing));
    },
    30_000,
  );

  it('of hostile labels is sound and says which characters the font lacks', async () => {
    const picture = await layOut(hostileDrawing);
    expectSound(hostileDrawing, picture);
    const smile = picture.missingGlyphs.find((one) => one.text.startsWith('smile'));
    expect(smile?.characters).toContain('😀');
    expect(picture.missingGlyphs.some((one) => one.text === 'end')).toBe(false);
  });

  it.each([
    ['nothing', { groups: [], nodes: [], edges: [] }],
    [
      'an unknown group',
      { groups: [], edges: [], nodes: [{ id: 'a', label: 'A', service: 'S', kind: 'aws', group: 'x' }] },
    ],
    [
      'groups in a circle',
      {
        groups: [
          { id: 'a', label: 'A', kind: 'plain', parent: 'b' },
          { id: 'b', label: 'B', kind: 'plain', parent: 'a' },
        ],
        nodes: [{ id: 'n', label: 'N', service: 'S', kind: 'aws', group: 'a' }],
        edges: [{ id: 'self', from: 'n', to: 'n', label: 'tries again', kind: 'failure' }],
      },
    ],
  ] satisfies [string, Pick<Drawing, 'groups' | 'nodes' | 'edges'>][])('of %s', async (_, parts) => {
    const drawing: Drawing = { id: 'odd', title: 'Odd', description: '', direction: 'down', ...parts };
    expectSound(drawing, await layOut(drawing));
  });

  it('leaves out arrows to nowhere', async () => {
    const drawing = generatedDrawing(5, 1);
    const stray = { id: 'stray', from: 'n0', to: 'nowhere', label: 'x', kind: 'data' } as const;
    const picture = await layOut({ ...drawing, edges: [...drawing.edges, stray] });
    expect(picture.edges.map((edge) => edge.id)).toEqual(drawing.edges.map((edge) => edge.id));
  });
});
