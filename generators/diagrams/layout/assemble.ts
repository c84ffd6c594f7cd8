// A placement to a whole laid-out picture: columns, channels, rows, frames, cards and arrows.

import type { Drawing, DrawingNode } from '../drawing.ts';
import type { LaidOut } from '../laid-out.ts';
import { missingGlyphs, textWidth, wrap } from '../text/measure.ts';
import { drawEdge, lengthOf } from './arrows.ts';
import { cardHeight, drawCard } from './cards.ts';
import { channelCost, routeChannel } from './channel.ts';
import { layColumns } from './columns.ts';
import type { FloorPlan } from './floor.ts';
import { drawFrame, planTitle } from './frames.ts';
import { type LabelText, labelText, stackLines } from './labels.ts';
import { layLegend } from './legend.ts';
import type { Placement } from './place.ts';
import { type Net, placePorts } from './ports.ts';
import { type Route, routeEdges } from './routes.ts';
import { arrivesAt, stackRows, sum, titleHeights, zonesOf } from './rows.ts';
import type { ChannelResult, Size } from './scene.ts';
import { card, channel, frame as frameSizes, lineHeight, margin, type } from './sizes.ts';

export interface Candidate {
  readonly picture: LaidOut;
  /** Lower is better: height, crossings, ways round, length of the arrows. */
  readonly cost: number;
}

/** The channel in which each arrow carries its label: the emptier one of its first and last. */
const labelChannels = (routes: readonly Route[]): Map<Route, number> => {
  const load = new Map<number, number>();
  const chosen = new Map<Route, number>();
  const length = (route: Route): number => route.lastChannel - route.firstChannel;
  for (const route of [...routes].sort((a, b) => length(a) - length(b))) {
    const [first, last] = [route.firstChannel, route.lastChannel];
    const k = (load.get(last) ?? 0) <= (load.get(first) ?? 0) ? last : first;
    load.set(k, (load.get(k) ?? 0) + 1);
    chosen.set(route, k);
  }
  return chosen;
};

/** A label that makes its line go round tries the other end of the arrow. */
const moveLabels = (
  channels: ChannelResult[],
  homes: Map<Route, number>,
  solve: (k: number) => ChannelResult,
  right: number,
): void => {
  const price = (one: ChannelResult | undefined): number => (one ? channelCost(one, right) : 0);
  for (const { route } of channels.flatMap((one) => one.detours)) {
    const home = homes.get(route) ?? route.firstChannel;
    const other = home === route.firstChannel ? route.lastChannel : route.firstChannel;
    if (other === home) continue;
    const before = [channels[home], channels[other]] as const;
    homes.set(route, other);
    const after = [solve(home), solve(other)] as const;
    if (price(after[0]) + price(after[1]) < price(before[0]) + price(before[1])) {
      channels[home] = after[0];
      channels[other] = after[1];
    } else homes.set(route, home);
  }
};

export const assemble = (drawing: Drawing, plan: FloorPlan, placement: Placement, rounds: number): Candidate => {
  const routes = routeEdges(drawing, plan, placement);
  const columns = layColumns(plan, routes);
  const nets = placePorts(plan, routes, columns);
  const texts = new Map<Route, LabelText>(routes.map((route) => [route, labelText(route.edge)]));
  const homes = labelChannels(routes);
  const walls = (k: number): number[] =>
    plan.frames
      .filter((one) => one.row < k && k < one.row + one.rows)
      .flatMap((one) => [...columns.sides(one.column, one.columns, one.level)]);
  const right = columns.width - 2;
  const solved = new Map<string, ChannelResult>();
  const solve = (k: number): ChannelResult => {
    const key = [k, ...(nets[k] ?? []).map(({ route }) => (homes.get(route) === k ? 1 : 0))].join();
    const known = solved.get(key) ?? route(k);
    solved.set(key, known);
    return known;
  };
  const route = (k: number): ChannelResult => {
    const inChannel = nets[k] ?? [];
    const labels = new Map<Net, readonly Size[]>();
    for (const net of inChannel) {
      const sizes = homes.get(net.route) === k ? texts.get(net.route)?.sizes : undefined;
      if (sizes) labels.set(net, sizes);
    }
    return routeChannel({ nets: inChannel, labels, walls: walls(k), left: 2, right }, rounds);
  };
  const channels = nets.map((_, k) => solve(k));
  if (rounds >= 0) moveLabels(channels, homes, solve, right);

  const titles = new Map(
    plan.frames.map((one) => [
      one.group.id,
      planTitle(
        one,
        columns,
        (nets[one.row] ?? []).flatMap((n) => n.bottoms),
      ),
    ]),
  );
  const zones = nets.map((inChannel, k) => {
    const zone = zonesOf(plan, titles, k);
    const pointsUp = inChannel.some(({ route, tops }) => tops.length > 0 && arrivesAt(route, k));
    return { ...zone, upper: Math.max(zone.upper, pointsUp ? channel.headroom : 0) };
  });
  const nodeById = new Map(drawing.nodes.map((node) => [node.id, node]));
  const inRow = (row: number): DrawingNode[] =>
    [...placement.cells].flatMap(([id, cell]) => (cell.row === row ? (nodeById.get(id) ?? []) : []));
  const heights = Array.from({ length: plan.rows }, (_, row) =>
    Math.max(card.minHeight, ...inRow(row).map(cardHeight)),
  );

  const titleStyle = { size: type.title, weight: 600, lineHeight: lineHeight.title, tone: 'strong' } as const;
  const titleRoom = Math.max(columns.width - 2 * margin, 360);
  const headingTexts = wrap(drawing.title, titleRoom, type.title, 600);
  const heading = stackLines(headingTexts, titleStyle, { top: margin, left: margin });
  const headingWidth = Math.max(0, ...heading.map((line) => textWidth(line.text, type.title, 600)));
  const stack = stackRows(plan, heights, channels, zones, margin + headingTexts.length * lineHeight.title + 8);
  const reach = channels.flatMap((one) =>
    [...one.wires.values()].flatMap(({ bends, label }) => [
      ...bends.map((bend) => bend.x + margin),
      label ? label.x + label.width + 6 : 0,
    ]),
  );
  const width = Math.ceil(
    reach.reduce((most, x) => Math.max(most, x), Math.max(columns.width, headingWidth + 2 * margin)),
  );
  const legend = layLegend(drawing, margin, width - margin, stack.bottom + 12);

  const nodes = drawing.nodes.flatMap((node) => {
    const cell = placement.cells.get(node.id);
    if (!cell) return [];
    const [x, y] = [columns.left[cell.column] ?? 0, stack.rowTop[cell.row] ?? 0];
    return [drawCard(node, { x, y, width: card.width, height: heights[cell.row] ?? card.minHeight })];
  });
  const groups = plan.frames.map((one) => {
    const title = titles.get(one.group.id) ?? { lines: [one.group.label], x: 0, height: frameSizes.title };
    const above = sum(titleHeights(plan, titles, one.row).slice(0, one.level + 1));
    const top = (stack.rowTop[one.row] ?? 0) - above;
    const bottom = (stack.rowBottom[one.row + one.rows - 1] ?? 0) + one.level * frameSizes.foot;
    return drawFrame(one, columns, title, top, bottom);
  });
  const edges = routes.map((route) => drawEdge(route, nets, channels, homes, texts, stack));
  const parts = [...drawing.nodes.flatMap((n) => [n.label, n.service]), ...drawing.groups.map((g) => g.label)];
  const wording = [drawing.title, ...parts, ...drawing.edges.flatMap((e) => [e.label, e.figure ?? ''])];
  const picture: LaidOut = {
    id: drawing.id,
    title: drawing.title,
    description: drawing.description,
    width,
    height: Math.ceil(legend.bottom + margin),
    heading,
    groups,
    nodes,
    edges,
    legend: legend.entries,
    missingGlyphs: missingGlyphs(wording),
  };
  const total = (of: (one: ChannelResult) => number): number => channels.reduce((all, one) => all + of(one), 0);
  const cost =
    picture.height +
    12 * total((one) => one.crossings) +
    40 * total((one) => one.detours.length) +
    lengthOf(edges) / 40;
  return { picture, cost: cost + (width > 1090 ? 1000 + 6 * (width - 1090) : 0) };
};
