// The lines inside one channel (the space between two rows) to the height of each bend and the place of each label.

import type { Net } from './ports.ts';
import type { ChannelResult, ChannelTask, Scene, Trial, Wire } from './scene.ts';
import { channel } from './sizes.ts';
import { detourOf, search, spanOf } from './ways.ts';

/** What one crossing is worth in px of height. */
const crossingPrice = 12;

/**
 * Places one line after the other, always the one that then stands highest with the fewest crossings. Lines that still
 * come down from above are kept clear of labels; lines that go down start below them: so nothing can end up overlapped.
 */
const routeOnce = (task: ChannelTask, urgent: ReadonlySet<Net>): ChannelResult => {
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
      const size = task.labels.get(net)?.[0];
      const span = spans.get(net) ?? spanOf(net);
      const reach = size ? size.width + 8 : 0;
      const freed = gone?.tops.some((x) => x > span.x1 - reach && x < span.x2 + reach) ?? true;
      const last = found.get(net);
      if (found.has(net) && last === undefined && !freed) continue;
      const from = freed && size ? 0 : (last?.y ?? 0);
      found.set(net, search(net, span, size, from, scene, task));
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
  return height + crossingPrice * crossings + 50 * detours.length + 4 * over;
};

/** Routes the channel again with those lines first that had to go round, as long as that helps. */
const routeDownwards = (task: ChannelTask, rounds: number): ChannelResult => {
  const urgent = new Set<Net>();
  let best = routeOnce(task, urgent);
  let last = best;
  for (let round = 0; round < rounds && last.detours.some((net) => !urgent.has(net)); round += 1) {
    for (const net of last.detours.slice(-2)) urgent.add(net);
    last = routeOnce(task, urgent);
    if (channelCost(last, task.right) < channelCost(best, task.right)) best = last;
  }
  return best;
};

/** The same channel seen from below: where lines fan out, this finds what the way downwards cannot. */
const routeUpwards = (task: ChannelTask, rounds: number): ChannelResult => {
  const mirrored = new Map(task.nets.map((net) => [net, { ...net, tops: net.bottoms, bottoms: net.tops }]));
  const labels = new Map(
    [...task.labels].flatMap(([net, sizes]) => {
      const other = mirrored.get(net);
      return other ? [[other, sizes] as const] : [];
    }),
  );
  const found = routeDownwards({ ...task, nets: [...mirrored.values()], labels }, rounds);
  const reaches = [...found.wires.values()].flatMap(({ bends, label }) => [
    ...bends.flatMap((bend) => (bends.some((other) => other.x !== bend.x) ? [bend.y] : [])),
    ...(label ? [label.y + channel.top - 4] : []),
  ]);
  const foot = found.height + Math.min(channel.top, ...reaches);
  const wires = new Map<Net, Wire>();
  const detours: Net[] = [];
  for (const [net, other] of mirrored) {
    const wire = found.wires.get(other);
    if (!wire) continue;
    const flipped = wire.bends.map(({ x, y }) => ({ x, y: foot - y }));
    const bends = net.tops.length === 1 && net.bottoms.length === 1 ? flipped.reverse() : flipped;
    const box = wire.label;
    wires.set(net, box ? { bends, label: { ...box, y: foot - box.y - box.height } } : { bends });
    if (found.detours.includes(other)) detours.push(net);
  }
  const height = Math.max(0, ...[...wires.values()].map((wire) => lowest(wire)));
  return { height, crossings: found.crossings, detours, wires };
};

const lowest = ({ bends, label }: Wire): number =>
  Math.max(
    0,
    ...bends.flatMap(({ x, y }) => (bends.some((other) => other.x !== x) ? [y] : [])),
    label ? label.y + label.height : 0,
  );

/** Routes a channel from above and from below and keeps what reads better. */
export const routeChannel = (task: ChannelTask, rounds: number): ChannelResult => {
  const down = routeDownwards(task, rounds);
  if (rounds < 0 || down.height < 60) return down;
  const up = routeUpwards(task, rounds);
  return channelCost(up, task.right) < channelCost(down, task.right) ? up : down;
};
