// Heights of cards, channels and titles to the y of every row and channel.

import type { FloorPlan } from './floor.ts';
import type { TitlePlan } from './frames.ts';
import type { Route } from './routes.ts';
import type { ChannelResult } from './scene.ts';
import { channel, frame as frameSizes } from './sizes.ts';

export interface Zones {
  /** Heights above, and below, the part of the channel in which lines bend. */
  readonly upper: number;
  readonly lower: number;
}

export interface Stack {
  readonly rowTop: readonly number[];
  readonly rowBottom: readonly number[];
  readonly bendTop: readonly number[];
  readonly bottom: number;
}

const levelsAt = (plan: FloorPlan, k: number, which: 'opening' | 'closing'): number =>
  Math.max(0, ...plan.frames.filter((f) => (which === 'opening' ? f.row : f.row + f.rows) === k).map((f) => f.level));

/** Height of the titles of frames that open in channel k, by level. */
export const titleHeights = (plan: FloorPlan, titles: ReadonlyMap<string, TitlePlan>, k: number): number[] => {
  const heights: number[] = [];
  for (const one of plan.frames) {
    if (one.row !== k) continue;
    heights[one.level] = Math.max(heights[one.level] ?? 0, titles.get(one.group.id)?.height ?? frameSizes.title);
  }
  return heights;
};

export const sum = (numbers: readonly (number | undefined)[]): number =>
  numbers.reduce<number>((total, n) => total + (n ?? 0), 0);

export const zonesOf = (plan: FloorPlan, titles: ReadonlyMap<string, TitlePlan>, k: number): Zones => ({
  upper: levelsAt(plan, k, 'closing') * frameSizes.foot,
  lower: sum(titleHeights(plan, titles, k)),
});

/** Whether the arrow's tip touches the upper side of channel k. */
export const arrivesAt = (route: Route, k: number): boolean => {
  const flat = route.upperCell.row === route.lowerCell.row;
  if (k !== route.firstChannel) return false;
  return flat ? k > route.upperCell.row : route.upper === route.edge.to;
};

export const stackRows = (
  plan: FloorPlan,
  heights: readonly number[],
  channels: readonly ChannelResult[],
  zones: readonly Zones[],
  top: number,
): Stack => {
  const rowTop: number[] = [];
  const rowBottom: number[] = [];
  const bendTop: number[] = [];
  let y = top;
  for (let k = 0; k <= plan.rows; k += 1) {
    const zone = zones[k] ?? { upper: 0, lower: 0 };
    const used = channels[k]?.height ?? 0;
    const framed = zone.upper > 0 || zone.lower > 0;
    const least = k === 0 || k === plan.rows ? 4 : framed ? 12 : 22;
    y += zone.upper;
    bendTop.push(y);
    y +=
      Math.max(least, used > 0 ? used + (zone.lower > 0 || k === plan.rows ? channel.top : channel.bottom) : 0) +
      zone.lower;
    if (k === plan.rows) break;
    rowTop.push(y);
    y += heights[k] ?? 0;
    rowBottom.push(y);
  }
  return { rowTop, rowBottom, bendTop, bottom: y };
};
