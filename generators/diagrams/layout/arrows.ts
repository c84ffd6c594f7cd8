// The wires of an arrow, channel by channel, to one line with its label.

import type { LaidEdge, Point } from '../laid-out.ts';
import type { LabelText } from './labels.ts';
import type { Net } from './ports.ts';
import type { Route } from './routes.ts';
import type { Stack } from './rows.ts';
import type { ChannelResult } from './scene.ts';

const tidy = (points: readonly Point[]): Point[] => {
  const kept: Point[] = [];
  for (const point of points) {
    const [a, b] = [kept.at(-2), kept.at(-1)];
    if (b && b.x === point.x && b.y === point.y) continue;
    if (a && b && ((a.x === b.x && b.x === point.x) || (a.y === b.y && b.y === point.y))) kept.pop();
    kept.push(point);
  }
  return kept;
};

export const lengthOf = (edges: readonly LaidEdge[]): number =>
  edges.reduce((all, { points }) => {
    const parts = points.map((point, i) => {
      const before = points[i - 1] ?? point;
      return Math.abs(point.x - before.x) + Math.abs(point.y - before.y) + 20;
    });
    return all + parts.reduce((sum, part) => sum + part, 0);
  }, 0);

export const drawEdge = (
  route: Route,
  nets: readonly (readonly Net[])[],
  channels: readonly ChannelResult[],
  homes: ReadonlyMap<Route, number>,
  texts: ReadonlyMap<Route, LabelText>,
  stack: Stack,
): LaidEdge => {
  const points: Point[] = [];
  let labelBox = { x: 0, y: 0, width: 0, height: 0 };
  for (let k = route.firstChannel; k <= route.lastChannel; k += 1) {
    const net = nets[k]?.find((one) => one.route === route);
    const wire = net ? channels[k]?.wires.get(net) : undefined;
    if (!net || !wire) throw new Error('A channel lost one of its lines.');
    const offset = stack.bendTop[k] ?? 0;
    const bends = wire.bends.map(({ x, y }) => ({ x, y: y + offset }));
    const under = stack.rowBottom[k - 1] ?? offset;
    const over = stack.rowTop[k] ?? offset;
    const [first, last] = [bends[0], bends.at(-1)];
    if (first) points.push({ x: first.x, y: net.tops.length > 0 ? under : over });
    points.push(...bends);
    if (last) points.push({ x: last.x, y: net.bottoms.length > 0 ? over : under });
    if (homes.get(route) === k && wire.label) labelBox = { ...wire.label, y: wire.label.y + offset };
  }
  const ordered = route.upper === route.edge.from ? points : [...points].reverse();
  const drawn = texts.get(route)?.draw(labelBox) ?? { lines: [] };
  return { ...route.edge, points: tidy(ordered), labelBox, ...drawn };
};
