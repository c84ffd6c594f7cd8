// The lines inside one channel (the space between two rows) to the height of each bend and the place of each label.

import type { Box, Point } from '../laid-out.ts';
import type { Net } from './ports.ts';
import { channel, label } from './sizes.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface ChannelTask {
  readonly nets: readonly Net[];
  /** Sizes of the labels that shall stand in this channel, by net. */
  readonly labels: ReadonlyMap<Net, Size>;
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
  readonly detours: number;
  readonly wires: ReadonlyMap<Net, Wire>;
}

interface Flat {
  readonly y: number;
  readonly x1: number;
  readonly x2: number;
}

interface Upright {
  readonly x: number;
  readonly y1: number;
  readonly y2: number;
}

interface Trial extends Wire {
  readonly y: number;
  readonly low: number;
  readonly crossings: number;
  readonly flats: readonly Flat[];
  readonly uprights: readonly Upright[];
}

const deep = 1e6;

/** Everything placed so far, asked by every trial. */
interface Scene {
  readonly flats: Flat[];
  readonly uprights: Upright[];
  readonly labels: Box[];
  /** x of lines that still come down from above. */
  readonly waiting: number[];
}

const boxFree = (box: Box, scene: Scene, task: ChannelTask): boolean => {
  const c = label.clearance;
  const [l, r, t, b] = [box.x - c, box.x + box.width + c, box.y - c, box.y + box.height + c];
  if (l < task.left || r > task.right) return false;
  for (const x of task.walls) if (x > l && x < r) return false;
  for (const x of scene.waiting) if (x > l && x < r) return false;
  for (const one of scene.uprights) if (one.x > l && one.x < r && one.y1 < b && one.y2 > t) return false;
  for (const one of scene.flats) if (one.y > t && one.y < b && one.x1 < r && one.x2 > l) return false;
  for (const one of scene.labels) {
    if (one.x < r && one.x + one.width > l && one.y < b && one.y + one.height > t) return false;
  }
  return true;
};

const flatFree = ({ y, x1, x2 }: Flat, scene: Scene): boolean => {
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

const uprightFree = ({ x, y1, y2 }: Upright, scene: Scene): boolean => {
  const c = label.clearance;
  return scene.labels.every(
    (one) => one.x - c >= x || one.x + one.width + c <= x || one.y >= y2 || one.y + one.height <= y1,
  );
};

const crossingsOf = (flats: readonly Flat[], scene: Scene): number => {
  let count = 0;
  for (const { y, x1, x2 } of flats) {
    for (const x of scene.waiting) if (x > x1 && x < x2) count += 1;
    for (const one of scene.uprights) if (one.x > x1 && one.x < x2 && one.y1 < y && one.y2 > y) count += 1;
  }
  return count;
};

/** Places for a label along a line: its middle first, then outwards. */
const alongLine = (x1: number, x2: number, width: number): number[] => {
  const reach = Math.max(0, width / 2 - 10);
  const [from, to] = x2 - x1 >= width ? [x1 + width / 2, x2 - width / 2] : [x1 - reach, x2 + reach];
  const middle = (x1 + x2) / 2;
  const found = [middle];
  for (let d = 7; middle + d <= to || middle - d >= from; d += 7) {
    if (middle - d >= from) found.push(middle - d);
    if (middle + d <= to) found.push(middle + d);
  }
  return found;
};

const tryAt = (net: Net, y: number, size: Size | undefined, scene: Scene, task: ChannelTask): Trial | undefined => {
  const ends = [...net.tops, ...net.bottoms];
  const [x1, x2] = [Math.min(...ends), Math.max(...ends)];
  const flat = { y, x1, x2 };
  if (!flatFree(flat, scene)) return undefined;
  const uprights = [
    ...net.tops.map((x) => ({ x, y1: -deep, y2: y })),
    ...net.bottoms.map((x) => ({ x, y1: y, y2: deep })),
  ];
  if (!uprights.every((one) => uprightFree(one, scene))) return undefined;
  const crossings = crossingsOf([flat], scene);
  const bends = ends.map((x) => ({ x, y }));
  const base = { y, crossings, flats: x1 === x2 ? [] : [flat], uprights, bends };
  if (!size) return { ...base, low: x1 === x2 ? 0 : y };
  if (y - size.height / 2 < label.clearance) return undefined;
  for (const middle of alongLine(x1, x2, size.width)) {
    const box = { x: middle - size.width / 2, y: y - size.height / 2, ...size };
    if (boxFree(box, scene, task)) return { ...base, label: box, low: y + size.height / 2 };
  }
  return undefined;
};

/** A line whose own way leaves no room for its label goes round by a gap that has it. */
const tryDetour = (net: Net, y: number, size: Size, scene: Scene, task: ChannelTask): Trial | undefined => {
  const [start, end] = [...net.tops, ...net.bottoms];
  if (start === undefined || end === undefined || y - size.height / 2 < label.clearance) return undefined;
  const [from, to] = net.tops.length > 0 ? [start, end] : [end, start];
  const under = y + size.height / 2 + channel.spacing;
  const middles: number[] = [];
  for (let x = task.left + size.width / 2 + 5; x <= task.right - size.width / 2 - 5; x += 6) middles.push(x);
  middles.sort((a, b) => Math.abs(a - from) + Math.abs(a - to) - Math.abs(b - from) - Math.abs(b - to) || a - b);
  const topTwice = net.tops.length === 2;
  const bottomTwice = net.bottoms.length === 2;
  for (const x of middles) {
    const first = { y, x1: Math.min(from, x), x2: Math.max(from, x) };
    const second = { y: under, x1: Math.min(to, x), x2: Math.max(to, x) };
    const box = { x: x - size.width / 2, y: y - size.height / 2, ...size };
    const uprights = [
      { x: from, y1: bottomTwice ? y : -deep, y2: bottomTwice ? deep : y },
      { x, y1: y, y2: under },
      { x: to, y1: topTwice ? -deep : under, y2: topTwice ? under : deep },
    ];
    if (!flatFree(first, scene) || !flatFree(second, scene) || !boxFree(box, scene, task)) continue;
    if (!uprights.every((one) => uprightFree(one, scene))) continue;
    const flats = [first, second].filter((one) => one.x1 < one.x2);
    const corners = [
      { x: from, y },
      { x, y },
      { x, y: under },
      { x: to, y: under },
    ];
    const bends = from === start ? corners : [...corners].reverse();
    return { y, low: under, crossings: crossingsOf(flats, scene), flats, uprights, bends, label: box };
  }
  return undefined;
};

const search = (net: Net, size: Size | undefined, from: number, scene: Scene, task: ChannelTask): Trial | undefined => {
  const lowest = Math.max(0, ...scene.flats.map((one) => one.y), ...scene.labels.map((one) => one.y + one.height));
  const end = lowest + (size?.height ?? 0) + 40;
  for (let y = Math.max(channel.top, from); y <= end; y += channel.step) {
    const trial = tryAt(net, y, size, scene, task);
    if (trial) return trial;
  }
  return undefined;
};

/**
 * Places one line after the other, always the one that then stands highest with the fewest crossings. Lines that still
 * come down from above are kept clear of labels; lines that go down start below them: so nothing can end up overlapped.
 */
export const routeChannel = (task: ChannelTask, crossingPrice: number): ChannelResult => {
  const scene: Scene = { flats: [], uprights: [], labels: [], waiting: task.nets.flatMap((net) => net.tops) };
  const wires = new Map<Net, Wire>();
  const open = new Set(task.nets);
  const found = new Map<Net, Trial | undefined>();
  let height = 0;
  let crossings = 0;
  let detours = 0;
  const commit = (net: Net, trial: Trial): void => {
    for (const x of net.tops) scene.waiting.splice(scene.waiting.indexOf(x), 1);
    scene.flats.push(...trial.flats);
    scene.uprights.push(...trial.uprights);
    if (trial.label) scene.labels.push(trial.label);
    wires.set(net, trial.label ? { bends: trial.bends, label: trial.label } : { bends: trial.bends });
    height = Math.max(height, trial.low);
    crossings += trial.crossings;
    open.delete(net);
    found.delete(net);
  };
  /** What was too high before stays so, unless a line that came down from above has gone from the label's reach. */
  const refresh = (gone: Net | undefined): void => {
    for (const net of open) {
      const size = task.labels.get(net);
      const ends = [...net.tops, ...net.bottoms];
      const reach = size ? size.width + 8 : 0;
      const freed = gone?.tops.some((x) => x > Math.min(...ends) - reach && x < Math.max(...ends) + reach) ?? true;
      const last = found.get(net);
      const others = scene.waiting.filter((x) => !net.tops.includes(x));
      const from = freed && size ? 0 : (last?.y ?? 0);
      if (found.has(net) && last === undefined && !freed) continue;
      found.set(net, search(net, size, from, { ...scene, waiting: others }, task));
    }
  };
  let gone: Net | undefined;
  while (open.size > 0) {
    refresh(gone);
    let best: { net: Net; trial: Trial; score: number } | undefined;
    for (const net of open) {
      const trial = found.get(net);
      if (!trial) continue;
      const score = trial.low + crossingPrice * trial.crossings;
      if (!best || score < best.score - 1e-9) best = { net, trial, score };
    }
    if (!best) {
      best = { ...detourOf(open, scene, task), score: 0 };
      detours += 1;
    }
    commit(best.net, best.trial);
    gone = best.net;
  }
  return { height, crossings, detours, wires };
};

/** The cheapest way round for one of the lines; if need be the picture grows to the right. */
const detourOf = (open: ReadonlySet<Net>, scene: Scene, task: ChannelTask): { net: Net; trial: Trial } => {
  const lowest = Math.max(0, ...scene.flats.map((one) => one.y), ...scene.labels.map((one) => one.y + one.height));
  for (const right of [task.right, task.right + 150, task.right + 300]) {
    let best: { net: Net; trial: Trial; score: number } | undefined;
    for (const net of open) {
      const size = task.labels.get(net);
      if (!size) continue;
      const others = scene.waiting.filter((x) => !net.tops.includes(x));
      for (let y: number = channel.top; y < lowest + 300; y += channel.step * 2) {
        if (best && y >= best.score) break;
        const trial = tryDetour(net, y, size, { ...scene, waiting: others }, { ...task, right });
        if (!trial) continue;
        const across = trial.bends.reduce((sum, bend, i) => sum + Math.abs(bend.x - (trial.bends[i - 1]?.x ?? bend.x)), 0);
        const score = trial.low + 0.5 * across + 8 * trial.crossings;
        if (!best || score < best.score) best = { net, trial, score };
      }
    }
    if (best) return best;
  }
  throw new Error('A line found no way through its channel.');
};
