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
  readonly detours: readonly Net[];
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

/** Clear of what runs through the whole channel at this moment, whatever the height. */
const columnFree = (x: number, width: number, scene: Scene, task: ChannelTask): boolean => {
  const [l, r] = [x - label.clearance, x + width + label.clearance];
  if (l < task.left || r > task.right) return false;
  for (const wall of task.walls) if (wall > l && wall < r) return false;
  for (const line of scene.waiting) if (line > l && line < r) return false;
  return true;
};

const boxFree = (x: number, y: number, { width, height }: Size, scene: Scene): boolean => {
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

const flatFree = (y: number, x1: number, x2: number, scene: Scene): boolean => {
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

const uprightFree = (x: number, y1: number, y2: number, scene: Scene): boolean => {
  const c = label.clearance;
  for (const one of scene.labels) {
    if (one.x - c < x && one.x + one.width + c > x && one.y < y2 && one.y + one.height > y1) return false;
  }
  return true;
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

interface Way {
  readonly ends: readonly number[];
  readonly x1: number;
  readonly x2: number;
  readonly size: Size | undefined;
  /** Where the label may stand as far as the lines above it are concerned. */
  readonly middles: readonly number[];
}

/** The height from which on the line itself is free, or nothing if it already is. */
const blockedUntil = (net: Net, y: number, { x1, x2 }: Way, scene: Scene): number | undefined => {
  const c = label.clearance;
  let until = y;
  if (x1 !== x2) {
    for (const one of scene.flats) {
      if (Math.abs(one.y - y) < channel.spacing && one.x1 < x2 + 6 && one.x2 > x1 - 6)
        until = Math.max(until, one.y + channel.spacing);
    }
  }
  for (const one of scene.labels) {
    const end = one.y + one.height + c;
    if (end <= y || end <= until) continue;
    const crossed = x1 !== x2 && one.x - c < x2 && one.x + one.width + c > x1 && one.y - c < y;
    const [l, r] = [one.x - c, one.x + one.width + c];
    let under = false;
    for (const x of net.bottoms) if (x > l && x < r) under = true;
    let above = false;
    if (one.y < y) for (const x of net.tops) if (x > l && x < r) above = true;
    if (above) return Number.POSITIVE_INFINITY;
    if (crossed || under) until = end;
  }
  return until > y ? until : undefined;
};

const tryAt = (net: Net, y: number, { ends, x1, x2, size, middles }: Way, scene: Scene): Trial | undefined => {
  let box: Box | undefined;
  if (size) {
    const top = y - size.height / 2;
    const middle = middles.find((x) => boxFree(x - size.width / 2, top, size, scene));
    if (middle !== undefined) box = { x: middle - size.width / 2, y: top, width: size.width, height: size.height };
  }
  if (size && !box) return undefined;
  const flat = { y, x1, x2 };
  const uprights = [
    ...net.tops.map((x) => ({ x, y1: -deep, y2: y })),
    ...net.bottoms.map((x) => ({ x, y1: y, y2: deep })),
  ];
  const bends = ends.map((x) => ({ x, y }));
  const base = { y, crossings: crossingsOf([flat], scene), flats: x1 === x2 ? [] : [flat], uprights, bends };
  if (box) return { ...base, label: box, low: y + box.height / 2 };
  return { ...base, low: x1 === x2 ? 0 : y };
};

/** Middles of labels on a way round, the shortest first. */
const gapMiddles = (from: number, to: number, size: Size, scene: Scene, task: ChannelTask): number[] => {
  const found: number[] = [];
  for (let x = task.left + size.width / 2 + 5; x <= task.right - size.width / 2 - 5; x += 10) {
    if (columnFree(x - size.width / 2, size.width, scene, task)) found.push(x);
  }
  const extra = (x: number): number => Math.abs(x - from) + Math.abs(x - to);
  const nearest = found.sort((a, b) => extra(a) - extra(b) || a - b);
  const half = size.width / 2 + label.clearance;
  const open = nearest.filter((x) => scene.uprights.every((one) => one.y2 < deep || Math.abs(one.x - x) >= half));
  return [...nearest.slice(0, 6), ...open.slice(0, 4)];
};

/** A line whose own way leaves no room for its label goes round by a gap that has it. */
const tryDetour = (net: Net, y: number, size: Size, x: number, scene: Scene): Trial | undefined => {
  const [start, end] = [...net.tops, ...net.bottoms];
  if (start === undefined || end === undefined) return undefined;
  const under = y + size.height / 2 + channel.spacing;
  const [x1, x2] = [Math.min(start, x), Math.max(start, x)];
  const [x3, x4] = [Math.min(end, x), Math.max(end, x)];
  if (!boxFree(x - size.width / 2, y - size.height / 2, size, scene)) return undefined;
  if (!flatFree(y, x1, x2, scene) || !flatFree(under, x3, x4, scene)) return undefined;
  const uprights = [
    { x: start, y1: net.tops.length > 0 ? -deep : y, y2: net.tops.length > 0 ? y : deep },
    { x, y1: y, y2: under },
    { x: end, y1: net.tops.length === 2 ? -deep : under, y2: net.tops.length === 2 ? under : deep },
  ];
  if (!uprights.every((one) => uprightFree(one.x, one.y1, one.y2, scene))) return undefined;
  const box = { x: x - size.width / 2, y: y - size.height / 2, width: size.width, height: size.height };
  const flats = [
    { y, x1, x2 },
    { y: under, x1: x3, x2: x4 },
  ].filter((one) => one.x1 < one.x2);
  const bends = [
    { x: start, y },
    { x, y },
    { x, y: under },
    { x: end, y: under },
  ];
  return { y, low: under, crossings: crossingsOf(flats, scene), flats, uprights, bends, label: box };
};

interface Span {
  readonly ends: readonly number[];
  readonly x1: number;
  readonly x2: number;
}

const spanOf = (net: Net): Span => {
  const ends = [...net.tops, ...net.bottoms];
  return { ends, x1: Math.min(...ends), x2: Math.max(...ends) };
};

/** The scene as one of its lines sees it: its own way down is not in its way. */
const without = (scene: Scene, net: Net): Scene =>
  net.tops.length === 0 ? scene : { ...scene, waiting: scene.waiting.filter((x) => !net.tops.includes(x)) };

const search = (
  net: Net,
  { ends, x1, x2 }: Span,
  size: Size | undefined,
  from: number,
  scene: Scene,
  task: ChannelTask,
): Trial | undefined => {
  const width = size?.width ?? 0;
  const middles = size ? alongLine(x1, x2, width).filter((x) => columnFree(x - width / 2, width, scene, task)) : [];
  if (size && middles.length === 0) return undefined;
  const way = { ends, x1, x2, size, middles };
  const top = size ? Math.max(channel.top, size.height / 2 + label.clearance) : channel.top;
  const lowest = Math.max(0, ...scene.flats.map((one) => one.y), ...scene.labels.map((one) => one.y + one.height));
  const end = lowest + (size?.height ?? 0) + 40;
  for (let y = Math.max(top, from); y <= end; ) {
    const until = blockedUntil(net, y, way, scene);
    const trial = until === undefined ? tryAt(net, y, way, scene) : undefined;
    if (trial) return trial;
    y = until ?? y + channel.step;
  }
  return undefined;
};

/**
 * Places one line after the other, always the one that then stands highest with the fewest crossings. Lines that still
 * come down from above are kept clear of labels; lines that go down start below them: so nothing can end up overlapped.
 */
const routeOnce = (task: ChannelTask, crossingPrice: number, urgent: ReadonlySet<Net>): ChannelResult => {
  const scene: Scene = { flats: [], uprights: [], labels: [], waiting: task.nets.flatMap((net) => net.tops) };
  const wires = new Map<Net, Wire>();
  const open = new Set(task.nets);
  const spans = new Map(task.nets.map((net) => [net, spanOf(net)]));
  const found = new Map<Net, Trial | undefined>();
  let height = 0;
  let crossings = 0;
  const detours: Net[] = [];
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
      const span = spans.get(net) ?? spanOf(net);
      const reach = size ? size.width + 8 : 0;
      const freed = gone?.tops.some((x) => x > span.x1 - reach && x < span.x2 + reach) ?? true;
      const last = found.get(net);
      if (found.has(net) && last === undefined && !freed) continue;
      const from = freed && size ? 0 : (last?.y ?? 0);
      found.set(net, search(net, span, size, from, without(scene, net), task));
    }
  };
  let gone: Net | undefined;
  while (open.size > 0) {
    refresh(gone);
    let best: { net: Net; trial: Trial; score: number } | undefined;
    for (const net of open) {
      const trial = found.get(net);
      if (!trial) continue;
      const score = trial.low + crossingPrice * trial.crossings - (urgent.has(net) ? 150 : 0);
      if (!best || score < best.score - 1e-9) best = { net, trial, score };
    }
    const stuck = [...open].filter((net) => urgent.has(net) && !found.get(net));
    if (!best || stuck.length > 0) {
      best = { ...detourOf(new Set(stuck.length > 0 ? stuck : open), scene, task), score: 0 };
      detours.push(best.net);
    }
    commit(best.net, best.trial);
    gone = best.net;
  }
  return { height, crossings, detours, wires };
};

/** What a channel costs a reader: height, crossings, ways round, and a picture that grows beyond its columns. */
export const channelCost = ({ height, crossings, detours, wires }: ChannelResult, right: number): number => {
  const over = [...wires.values()].reduce(
    (most, { label: box }) => Math.max(most, box ? box.x + box.width - right : 0),
    0,
  );
  return height + 12 * crossings + 50 * detours.length + 4 * over;
};

/** Routes the channel again with those lines first that had to go round, as long as that helps. */
export const routeChannel = (task: ChannelTask, rounds: number): ChannelResult => {
  const urgent = new Set<Net>();
  let best = routeOnce(task, 12, urgent);
  let last = best;
  for (let round = 0; round < rounds && last.detours.some((net) => !urgent.has(net)); round += 1) {
    for (const net of last.detours.slice(-2)) urgent.add(net);
    last = routeOnce(task, 12, urgent);
    if (channelCost(last, task.right) < channelCost(best, task.right)) best = last;
  }
  return best;
};

/** The cheapest way round for one of the lines; if need be the picture grows to the right. */
const detourOf = (open: ReadonlySet<Net>, scene: Scene, task: ChannelTask): { net: Net; trial: Trial } => {
  const lowest = Math.max(0, ...scene.flats.map((one) => one.y), ...scene.labels.map((one) => one.y + one.height));
  for (const right of [task.right, task.right + 150, task.right + 300]) {
    let best: { net: Net; trial: Trial; score: number } | undefined;
    for (const net of open) {
      const size = task.labels.get(net);
      const [start, end] = [...net.tops, ...net.bottoms];
      if (!size || start === undefined || end === undefined) continue;
      const others = without(scene, net);
      for (const x of gapMiddles(start, end, size, others, { ...task, right })) {
        const across = 0.5 * (Math.abs(x - start) + Math.abs(x - end));
        const top = Math.max(channel.top, size.height / 2 + label.clearance);
        for (let y = top; y < lowest + size.height + 60; y += 2 * channel.step) {
          if (best && y + across >= best.score) break;
          const trial = tryDetour(net, y, size, x, others);
          if (!trial) continue;
          const score = trial.low + across + 8 * trial.crossings;
          if (!best || score < best.score) best = { net, trial, score };
          break;
        }
      }
    }
    if (best) return best;
  }
  throw new Error('A line found no way through its channel.');
};
