// A laid-out picture to what is wrong with it: text over text, icon or frame, arrows through components or labels.

import type { Box, LaidEdge, LaidOut, Point, TextLine } from './laid-out.ts';

export interface Overlap {
  readonly kind:
    | 'text-text'
    | 'text-icon'
    | 'text-frame'
    | 'text-outside'
    | 'arrow-component'
    | 'arrow-label'
    | 'arrow-arrow';
  readonly one: string;
  readonly other: string;
}

interface NamedBox {
  readonly name: string;
  readonly box: Box;
}

interface Segment {
  readonly from: Point;
  readonly to: Point;
}

const meet = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/** The ink of a line: a little less than its line height, so that lines of one paragraph do not touch. */
export const textBox = (line: TextLine): Box => ({
  x: line.x,
  y: line.y - line.size * 0.74,
  width: line.width,
  height: line.size * 0.95,
});

const segmentsOf = (edge: LaidEdge): Segment[] =>
  edge.points.slice(1).flatMap((to, i) => {
    const from = edge.points[i];
    return from ? [{ from, to }] : [];
  });

const boxOf = ({ from, to }: Segment): Box => ({
  x: Math.min(from.x, to.x),
  y: Math.min(from.y, to.y),
  width: Math.abs(from.x - to.x),
  height: Math.abs(from.y - to.y),
});

/** Segments have no area, so touching counts from half a pixel inside. */
const cuts = (segment: Segment, box: Box): boolean => {
  const line = boxOf(segment);
  const inner = { x: box.x + 0.5, y: box.y + 0.5, width: box.width - 1, height: box.height - 1 };
  return (
    line.x <= inner.x + inner.width &&
    inner.x <= line.x + line.width &&
    line.y <= inner.y + inner.height &&
    inner.y <= line.y + line.height
  );
};

const frameSides = (box: Box): Box[] => [
  { x: box.x, y: box.y, width: box.width, height: 0.01 },
  { x: box.x, y: box.y + box.height, width: box.width, height: 0.01 },
  { x: box.x, y: box.y, width: 0.01, height: box.height },
  { x: box.x + box.width, y: box.y, width: 0.01, height: box.height },
];

const pairs = <T>(items: readonly T[]): [T, T][] =>
  items.flatMap((one, i) => items.slice(i + 1).map((other): [T, T] => [one, other]));

const textsOf = (picture: LaidOut): NamedBox[] => {
  const named = (owner: string, lines: readonly TextLine[]): NamedBox[] =>
    lines.map((line) => ({ name: `${owner} "${line.text}"`, box: textBox(line) }));
  return [
    ...named('heading', picture.heading),
    ...picture.groups.flatMap((group) => named(`group ${group.id}`, group.lines)),
    ...picture.nodes.flatMap((node) => named(`component ${node.id}`, node.lines)),
    ...picture.edges.flatMap((edge) => named(`connection ${edge.id}`, edge.lines)),
    ...picture.legend.flatMap((entry) => named('legend', [entry.line])),
  ];
};

const iconsOf = (picture: LaidOut): NamedBox[] => [
  ...picture.groups.flatMap((g) => (g.iconBox ? [{ name: `icon of group ${g.id}`, box: g.iconBox }] : [])),
  ...picture.nodes.flatMap((n) => (n.iconBox ? [{ name: `icon of component ${n.id}`, box: n.iconBox }] : [])),
  ...picture.edges.flatMap((e) => (e.stepBox ? [{ name: `step of connection ${e.id}`, box: e.stepBox }] : [])),
];

/** Two arrows may cross; they must not run on top of each other. */
const runTogether = (a: Segment, b: Segment): boolean => {
  const [one, two] = [boxOf(a), boxOf(b)];
  const across = one.height === 0 && two.height === 0 && Math.abs(one.y - two.y) < 1.5;
  const along = one.width === 0 && two.width === 0 && Math.abs(one.x - two.x) < 1.5;
  if (across) return Math.min(one.x + one.width, two.x + two.width) - Math.max(one.x, two.x) > 1;
  return along && Math.min(one.y + one.height, two.y + two.height) - Math.max(one.y, two.y) > 1;
};

const arrowOverlaps = (picture: LaidOut): Overlap[] => {
  const arrows = picture.edges.map((edge) => ({ edge, segments: segmentsOf(edge) }));
  const titles = picture.groups.flatMap((group) => [
    ...group.lines.map((line) => ({ name: `title of group ${group.id}`, box: textBox(line) })),
    ...(group.iconBox ? [{ name: `icon of group ${group.id}`, box: group.iconBox }] : []),
  ]);
  const cards = picture.nodes.map((node) => ({ name: node.id, box: node.box }));
  const found = arrows.flatMap(({ edge, segments }): Overlap[] => {
    const hit = (box: Box): boolean => segments.some((segment) => cuts(segment, box));
    const labels = [
      ...picture.edges.filter((one) => one !== edge).map((one) => ({ name: `label of ${one.id}`, box: one.labelBox })),
      ...titles,
    ];
    return [
      ...cards
        .filter(({ box }) => hit(box))
        .map(({ name }) => ({ kind: 'arrow-component' as const, one: edge.id, other: name })),
      ...labels
        .filter(({ box }) => hit(box))
        .map(({ name }) => ({ kind: 'arrow-label' as const, one: edge.id, other: name })),
    ];
  });
  const together = pairs(arrows)
    .filter(([a, b]) => a.segments.some((one) => b.segments.some((two) => runTogether(one, two))))
    .map(([a, b]): Overlap => ({ kind: 'arrow-arrow', one: a.edge.id, other: b.edge.id }));
  return [...found, ...together];
};

/** Everything that overlaps and must not; empty for a sound picture. */
export const overlaps = (picture: LaidOut): Overlap[] => {
  const texts = textsOf(picture);
  const icons = iconsOf(picture);
  const sides = picture.groups.flatMap((group) =>
    frameSides(group.box).map((box) => ({ name: `frame ${group.id}`, box })),
  );
  const cards = picture.nodes.map((node) => ({ name: `card ${node.id}`, id: node.id, box: node.box }));
  const inside = (box: Box): boolean =>
    box.x >= 0 && box.y >= 0 && box.x + box.width <= picture.width && box.y + box.height <= picture.height;
  const within = (inner: Box, outer: Box): boolean =>
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width + 0.5 &&
    inner.y + inner.height <= outer.y + outer.height;
  const against = (kind: Overlap['kind'], others: readonly NamedBox[]): Overlap[] =>
    texts.flatMap((text) =>
      others.filter(({ box }) => meet(text.box, box)).map(({ name }) => ({ kind, one: text.name, other: name })),
    );
  const cardsHit = cards.flatMap(({ name, id, box }) =>
    texts
      .filter((text) => meet(text.box, box) && !(text.name.startsWith(`component ${id} "`) && within(text.box, box)))
      .map((text) => ({ kind: 'text-frame' as const, one: text.name, other: name })),
  );
  return [
    ...pairs(texts)
      .filter(([a, b]) => meet(a.box, b.box))
      .map(([a, b]): Overlap => ({ kind: 'text-text', one: a.name, other: b.name })),
    ...against('text-icon', icons),
    ...against('text-frame', sides),
    ...cardsHit,
    ...texts
      .filter(({ box }) => !inside(box))
      .map(({ name }) => ({ kind: 'text-outside' as const, one: name, other: 'picture' })),
    ...arrowOverlaps(picture),
  ];
};

/** Smallest type in px when the picture is shown in a column of `columnWidth` px, never enlarged. */
export const smallestType = (picture: LaidOut, columnWidth: number): number => {
  const lines = [picture.heading, picture.groups, picture.nodes, picture.edges, picture.legend].flatMap((parts) =>
    parts.flatMap((part) => ('lines' in part ? [...part.lines] : 'line' in part ? [part.line] : [part])),
  );
  return Math.min(...lines.map((line) => line.size)) * Math.min(1, columnWidth / picture.width);
};
