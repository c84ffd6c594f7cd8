// One line of a channel to the highest place where it and its label fit, straight on or by a way round.

import type { Box } from '../laid-out.ts';
import type { Net } from './ports.ts';
import {
  boxFree,
  type ChannelTask,
  columnFree,
  columnOf,
  crossingsOf,
  deep,
  flatFree,
  lowestOf,
  type Scene,
  type Size,
  type Trial,
  throughLines,
  uprightFree,
} from './scene.ts';
import { channel, label } from './sizes.ts';

export interface Span {
  readonly ends: readonly number[];
  readonly x1: number;
  readonly x2: number;
}

export const spanOf = (net: Net): Span => {
  const ends = [...net.tops, ...net.bottoms];
  return { ends, x1: Math.min(...ends), x2: Math.max(...ends) };
};

/** Places for a label along a line: its middle first, then outwards. */
const alongLine = (x1: number, x2: number, width: number): number[] => {
  const reach = Math.max(0, width / 2 - 10);
  const [from, to] = x2 - x1 >= width ? [x1 + width / 2, x2 - width / 2] : [x1 - reach, x2 + reach];
  const middle = (x1 + x2) / 2;
  const found = [middle];
  const step = Math.max(7, (to - from) / 60);
  for (let d = step; middle + d <= to || middle - d >= from; d += step) {
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
  /** Where the label may stand as far as the lines above it are concerned, and what stands there. */
  readonly middles: readonly { readonly x: number; readonly near: Scene }[];
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
    const middle = middles.find(({ x, near }) => boxFree(x - size.width / 2, top, size, near));
    if (middle !== undefined) box = { x: middle.x - size.width / 2, y: top, width: size.width, height: size.height };
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
export const search = (
  net: Net,
  { ends, x1, x2 }: Span,
  size: Size | undefined,
  from: number,
  scene: Scene,
  task: ChannelTask,
): Trial | undefined => {
  const width = size?.width ?? 0;
  const through = size ? throughLines(net.tops, scene, task) : [];
  const middles = size
    ? alongLine(x1, x2, width)
        .filter((x) => columnFree(x - width / 2, width, through, task))
        .map((x) => ({ x, near: columnOf(x - width / 2, width, scene) }))
    : [];
  if (size && middles.length === 0) return undefined;
  const way = { ends, x1, x2, size, middles };
  const top = size ? Math.max(channel.top, size.height / 2 + label.clearance) : channel.top;
  const end = lowestOf(scene) + (size?.height ?? 0) + 40;
  for (let y = Math.max(top, from); y <= end; ) {
    const until = blockedUntil(net, y, way, scene);
    const trial = until === undefined ? tryAt(net, y, way, scene) : undefined;
    if (trial) return trial;
    y = until ?? y + channel.step;
  }
  return undefined;
};
/** Middles of labels on a way round, the shortest first. */
const gapMiddles = (net: Net, size: Size, scene: Scene, task: ChannelTask): number[] => {
  const through = throughLines(net.tops, scene, task);
  const [from = 0, to = 0] = [...net.tops, ...net.bottoms];
  const found: number[] = [];
  for (let x = task.left + size.width / 2 + 5; x <= task.right - size.width / 2 - 5; x += 10) {
    if (columnFree(x - size.width / 2, size.width, through, task)) found.push(x);
  }
  const extra = (x: number): number => Math.abs(x - from) + Math.abs(x - to);
  const nearest = found.sort((a, b) => extra(a) - extra(b) || a - b);
  const half = size.width / 2 + label.clearance;
  const open = nearest.filter((x) => scene.uprights.every((one) => one.y2 < deep || Math.abs(one.x - x) >= half));
  return [...nearest.slice(0, 6), ...open.slice(0, 4)];
};

/** A line that goes from one end to a gap, past its label there, and back to its other end. */
interface Round {
  readonly start: number;
  readonly end: number;
  /** Where each end's line goes: up out of the channel, or down. */
  readonly startsAbove: boolean;
  readonly endsAbove: boolean;
}

const roundOf = (net: Net): Round | undefined => {
  const [start, end] = [...net.tops, ...net.bottoms];
  if (start === undefined || end === undefined) return undefined;
  return { start, end, startsAbove: net.tops.length > 0, endsAbove: net.tops.length === 2 };
};

/** A line whose own way leaves no room for its label goes round by a gap that has it. `near`: what stands in the gap. */
const tryDetour = (round: Round, y: number, size: Size, x: number, near: Scene, scene: Scene): Trial | undefined => {
  if (!boxFree(x - size.width / 2, y - size.height / 2, size, near)) return undefined;
  const { start, end } = round;
  const under = y + size.height / 2 + channel.spacing;
  const x1 = Math.min(start, x);
  const x2 = Math.max(start, x);
  const x3 = Math.min(end, x);
  const x4 = Math.max(end, x);
  if (!flatFree(y, x1, x2, scene) || !flatFree(under, x3, x4, scene)) return undefined;
  const uprights = [
    { x: start, y1: round.startsAbove ? -deep : y, y2: round.startsAbove ? y : deep },
    { x, y1: y, y2: under },
    { x: end, y1: round.endsAbove ? -deep : under, y2: round.endsAbove ? under : deep },
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
interface Found {
  readonly net: Net;
  readonly trial: Trial;
  readonly score: number;
}

const cheapest = (found: readonly (Found | undefined)[]): Found | undefined =>
  found.reduce((best, one) => (one && (!best || one.score < best.score) ? one : best), undefined);

const roundTrip = (net: Net, size: Size, scene: Scene, task: ChannelTask): Found | undefined => {
  const round = roundOf(net);
  if (round === undefined) return undefined;
  const lowest = lowestOf(scene);
  const top = Math.max(channel.top, size.height / 2 + label.clearance);
  let best: Found | undefined;
  for (const x of gapMiddles(net, size, scene, task)) {
    const across = 0.5 * (Math.abs(x - round.start) + Math.abs(x - round.end));
    const near = columnOf(x - size.width / 2, size.width, scene);
    for (let y = top; y < lowest + size.height + 60; y += 2 * channel.step) {
      if (best && y + across >= best.score) break;
      const trial = tryDetour(round, y, size, x, near, scene);
      if (!trial) continue;
      best = cheapest([best, { net, trial, score: trial.low + across + 8 * trial.crossings }]);
      break;
    }
  }
  return best;
};

/**
 * The cheapest way round for one of the lines: first with its label as it is, then with narrower ones, straight or
 * round; if nothing helps, the picture grows to the right.
 */
export const detourOf = (open: ReadonlySet<Net>, scene: Scene, task: ChannelTask): Found => {
  const labelled = [...open].flatMap((net) => {
    const sizes = task.labels.get(net) ?? [];
    return sizes.length > 0 ? [{ net, sizes }] : [];
  });
  const variants = Math.max(1, ...labelled.map(({ sizes }) => sizes.length));
  for (let i = 0; i < variants; i += 1) {
    const found = labelled.flatMap(({ net, sizes }): (Found | undefined)[] => {
      const size = sizes[i];
      if (!size) return [];
      const trial = i > 0 ? search(net, spanOf(net), size, 0, scene, task) : undefined;
      const straight = trial ? { net, trial, score: trial.low + 12 * trial.crossings } : undefined;
      return [straight, roundTrip(net, size, scene, task)];
    });
    const best = cheapest(found);
    if (best) return best;
  }
  for (const extra of [150, 300]) {
    const wider = { ...task, right: task.right + extra };
    const best = cheapest(
      labelled.map(({ net, sizes: [size] }) => (size ? roundTrip(net, size, scene, wider) : undefined)),
    );
    if (best) return best;
  }
  throw new Error('A line found no way through its channel.');
};
