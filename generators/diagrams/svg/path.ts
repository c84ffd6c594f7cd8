// Corners of an arrow to an SVG path with rounded bends, and its tip.

import type { Point } from '../laid-out.ts';
import { px } from './escape.ts';

const toward = (from: Point, to: Point, distance: number): Point => {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const share = length === 0 ? 0 : distance / length;
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
};

const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);

/** `shorten` px are left out at the end, where the tip stands. */
export const roundedPath = (points: readonly Point[], radius: number, shorten: number): string => {
  const [start] = points;
  const end = points.at(-1);
  const beforeEnd = points.at(-2);
  if (!start || !end || !beforeEnd) return '';
  const parts = [`M${px(start.x)} ${px(start.y)}`];
  points.slice(1, -1).forEach((corner, i) => {
    const before = points[i];
    const after = points[i + 2];
    if (!before || !after) return;
    const r = Math.min(radius, distance(before, corner) / 2, distance(corner, after) / 2);
    const into = toward(corner, before, r);
    const out = toward(corner, after, r);
    parts.push(`L${px(into.x)} ${px(into.y)}Q${px(corner.x)} ${px(corner.y)} ${px(out.x)} ${px(out.y)}`);
  });
  const last = toward(end, beforeEnd, shorten);
  parts.push(`L${px(last.x)} ${px(last.y)}`);
  return parts.join('');
};

export const arrowTip = (points: readonly Point[], length: number, halfWidth: number): string => {
  const end = points.at(-1);
  const before = points.at(-2);
  if (!end || !before) return '';
  const base = toward(end, before, length);
  const [nx, ny] = [(end.y - base.y) / length, (base.x - end.x) / length];
  const left = `${px(base.x + nx * halfWidth)} ${px(base.y + ny * halfWidth)}`;
  const right = `${px(base.x - nx * halfWidth)} ${px(base.y - ny * halfWidth)}`;
  return `M${px(end.x)} ${px(end.y)}L${left}L${right}Z`;
};
