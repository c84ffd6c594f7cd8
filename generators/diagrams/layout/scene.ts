// What already stands in a channel, and whether a label or a stretch of line still fits.

import type { Box, Point } from '../laid-out.ts';
import type { Net } from './ports.ts';
import { channel, label } from './sizes.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface ChannelTask {
  readonly nets: readonly Net[];
  /** Sizes that each label of this channel can take, the preferred one first. */
  readonly labels: ReadonlyMap<Net, readonly Size[]>;
  /** x of frame sides that run through the channel. */
  readonly walls: readonly number[];
  /** Labels stay between these. */
  readonly left: number;
  readonly right: number;
}

export interface Wire {
  /** Corners inside the channel between first and last end, y from the channel's top; the ends' own y is left to the caller. */
  readonly bends: readonly Point[];
  readonly label?: Box;
}

export interface ChannelResult {
  readonly height: number;
  readonly crossings: number;
  /** Lines that go out of their way for their label. */
  readonly detours: readonly Net[];
  readonly wires: ReadonlyMap<Net, Wire>;
}
export interface Flat {
  readonly y: number;
  readonly x1: number;
  readonly x2: number;
}

export interface Upright {
  readonly x: number;
  readonly y1: number;
  readonly y2: number;
}

export interface Trial extends Wire {
  readonly y: number;
  readonly low: number;
  readonly crossings: number;
  readonly flats: readonly Flat[];
  readonly uprights: readonly Upright[];
}

export const deep = 1e6;

/** Everything placed so far, asked by every trial. */
export interface Scene {
  readonly flats: Flat[];
  readonly uprights: Upright[];
  readonly labels: Box[];
  /** x of lines that still come down from above. */
  readonly waiting: number[];
}

/** x of what runs through the whole channel at this moment, but for lines of one's `own`. */
export const throughLines = (own: readonly number[], scene: Scene, task: ChannelTask): readonly number[] => [
  ...task.walls,
  ...scene.waiting.filter((line) => !own.includes(line)),
];

/** Clear of what runs through the channel, whatever the height. */
export const columnFree = (x: number, width: number, through: readonly number[], task: ChannelTask): boolean => {
  const l = x - label.clearance;
  const r = x + width + label.clearance;
  if (l < task.left || r > task.right) return false;
  for (const line of through) if (line > l && line < r) return false;
  return true;
};

/** What of the scene could overlap a box of that width there, at whatever height. */
export const columnOf = (x: number, width: number, scene: Scene): Scene => {
  const l = x - label.clearance;
  const r = x + width + label.clearance;
  return {
    flats: scene.flats.filter((one) => one.x1 < r && one.x2 > l),
    uprights: scene.uprights.filter((one) => one.x > l && one.x < r),
    labels: scene.labels.filter((one) => one.x < r && one.x + one.width > l),
    waiting: scene.waiting,
  };
};

/** y of the lowest line or label. */
export const lowestOf = ({ flats, labels }: Scene): number => {
  let lowest = 0;
  for (const { y } of flats) lowest = Math.max(lowest, y);
  for (const { y, height } of labels) lowest = Math.max(lowest, y + height);
  return lowest;
};

export const boxFree = (x: number, y: number, { width, height }: Size, scene: Scene): boolean => {
  const l = x - label.clearance;
  const r = x + width + label.clearance;
  const t = y - label.clearance;
  const b = y + height + label.clearance;
  for (const one of scene.uprights) if (one.x > l && one.x < r && one.y1 < b && one.y2 > t) return false;
  for (const one of scene.flats) if (one.y > t && one.y < b && one.x1 < r && one.x2 > l) return false;
  for (const one of scene.labels) {
    if (one.x < r && one.x + one.width > l && one.y < b && one.y + one.height > t) return false;
  }
  return true;
};

export const flatFree = (y: number, x1: number, x2: number, scene: Scene): boolean => {
  if (x1 === x2) return true;
  const c = label.clearance;
  for (const one of scene.flats) {
    if (Math.abs(one.y - y) < channel.spacing && one.x1 < x2 + 6 && one.x2 > x1 - 6) return false;
  }
  for (const one of scene.labels) {
    if (one.x - c < x2 && one.x + one.width + c > x1 && one.y - c < y && one.y + one.height + c > y) return false;
  }
  return true;
};

export const uprightFree = (x: number, y1: number, y2: number, scene: Scene): boolean => {
  const c = label.clearance;
  for (const one of scene.labels) {
    if (one.x - c < x && one.x + one.width + c > x && one.y < y2 && one.y + one.height > y1) return false;
  }
  return true;
};

export const crossingsOf = (flats: readonly Flat[], scene: Scene): number => {
  let count = 0;
  for (const { y, x1, x2 } of flats) {
    for (const x of scene.waiting) if (x > x1 && x < x2) count += 1;
    for (const one of scene.uprights) if (one.x > x1 && one.x < x2 && one.y1 < y && one.y2 > y) count += 1;
  }
  return count;
};
