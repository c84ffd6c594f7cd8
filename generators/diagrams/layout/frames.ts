// Frames of groups to boxes and titles; a title moves along its frame to where no arrow crosses it.

import type { LaidGroup } from '../laid-out.ts';
import { textWidth, wrap } from '../text/measure.ts';
import type { Columns } from './columns.ts';
import type { Frame } from './floor.ts';
import { stackLines } from './labels.ts';
import { lineHeight, frame as sizes, type } from './sizes.ts';

export interface Rows {
  readonly top: readonly number[];
  readonly bottom: readonly number[];
}

const style = { size: type.group, weight: 600, lineHeight: lineHeight.group, tone: 'strong' } as const;

/** The leftmost x at which `width` px are free of the given lines. */
const freePlace = (left: number, right: number, width: number, lines: readonly number[]): number | undefined => {
  const sorted = [...lines].sort((a, b) => a - b);
  let x = left;
  for (const line of sorted) {
    if (line < x - 8) continue;
    if (line > x + width + 8) break;
    x = line + 9;
  }
  return x + width <= right ? x : undefined;
};

const titleWidth = (frame: Frame, lines: readonly string[]): number =>
  Math.max(...lines.map((line) => textWidth(line, type.group, 600))) +
  (frame.group.icon === undefined ? 0 : sizes.icon + 6);

/** Lines of a frame's title: as few as find a free place among the arrows that enter the frame. */
const titleLines = (frame: Frame, room: number, fits: (width: number) => boolean): string[] => {
  const label = frame.group.label;
  let last = wrap(label, room, type.group, 600);
  for (let width = room; width > 60; width *= 0.8) {
    const lines = wrap(label, width, type.group, 600);
    if (fits(titleWidth(frame, lines))) return lines;
    last = lines;
  }
  return last;
};

export interface TitlePlan {
  readonly lines: readonly string[];
  readonly x: number;
  readonly height: number;
}

export const planTitle = (frame: Frame, columns: Columns, entering: readonly number[]): TitlePlan => {
  const [from, to] = columns.sides(frame.column, frame.columns, frame.level);
  const left = from + 8;
  const right = to - 8;
  const icon = frame.group.icon === undefined ? 0 : sizes.icon + 6;
  const lines = titleLines(
    frame,
    right - left - icon,
    (width) => freePlace(left, right, width, entering) !== undefined,
  );
  const x = freePlace(left, right, titleWidth(frame, lines), entering) ?? left;
  return { lines, x, height: Math.max(sizes.title, lines.length * lineHeight.group + 10) };
};

export const drawFrame = (frame: Frame, columns: Columns, title: TitlePlan, top: number, bottom: number): LaidGroup => {
  const [left, right] = columns.sides(frame.column, frame.columns, frame.level);
  const box = { x: left, y: top, width: right - left, height: bottom - top };
  const { group, depth } = frame;
  const hasIcon = group.icon !== undefined;
  const iconBox = { x: title.x, y: top + 4, width: sizes.icon, height: sizes.icon };
  const lines = stackLines(title.lines, style, { top: top + 5.5, left: title.x + (hasIcon ? sizes.icon + 6 : 0) });
  return hasIcon ? { ...group, depth, box, lines, iconBox } : { ...group, depth, box, lines };
};
