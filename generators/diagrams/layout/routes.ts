// Cells of nodes to the way of every arrow: which corridor between two columns, or which empty cell, it takes at each row.

import type { Drawing, DrawingEdge } from '../drawing.ts';
import type { FloorPlan } from './floor.ts';
import type { Cell, Placement } from './place.ts';

/** `corridor` i runs left of column i (the last one right of them all); `cell` is an empty cell; `margin` 0 left, 1 right of every frame. */
export interface Passage {
  readonly kind: 'corridor' | 'cell' | 'margin';
  readonly index: number;
}

export interface Route {
  readonly edge: DrawingEdge;
  /** The end that stands higher (for two in one row: the start) and the other. */
  readonly upper: string;
  readonly lower: string;
  readonly upperCell: Cell;
  readonly lowerCell: Cell;
  /** Channel k lies above row k. A route of two ends in one row uses the one below, or above, that row. */
  readonly firstChannel: number;
  readonly lastChannel: number;
  /** One for each row between the two. */
  readonly passages: readonly Passage[];
}

/** A passage's middle on a scale where column c has its middle at c. */
export const nominal = (passage: Passage, columns: number): number => {
  if (passage.kind === 'cell') return passage.index;
  if (passage.kind === 'corridor') return passage.index - 0.5;
  return passage.index === 0 ? -1 : columns;
};

const samePassage = (a: Passage, b: Passage): boolean => a.kind === b.kind && a.index === b.index;

interface Step {
  readonly passage: Passage;
  readonly cost: number;
  readonly before: Step | undefined;
}

export const routeEdges = (drawing: Drawing, plan: FloorPlan, placement: Placement): Route[] => {
  const taken = new Set([...placement.cells.values()].map((cell) => `${cell.row}:${cell.column}`));
  const used = new Map<string, number>();
  const keyOf = (row: number, passage: Passage): string => `${row}:${passage.kind}:${passage.index}`;
  const framed = new Set(plan.frames.filter((one) => one.group.kind !== 'plain').map((one) => one.group.id));
  const groupOf = new Map(drawing.nodes.map((node) => [node.id, node.group ?? '']));
  const parents = new Map(drawing.groups.map((group) => [group.id, group.parent ?? '']));
  const isOutside = (id: string): boolean => {
    const seen = new Set<string>();
    for (let at = groupOf.get(id) ?? ''; at !== '' && !seen.has(at); at = parents.get(at) ?? '') {
      if (framed.has(at)) return false;
      seen.add(at);
    }
    return framed.size > 0;
  };

  const passagesAt = (row: number, withMargins: boolean): Passage[] => {
    const found: Passage[] = [];
    for (let c = 0; c <= plan.columns; c += 1) found.push({ kind: 'corridor', index: c });
    for (let c = 0; c < plan.columns; c += 1) if (!taken.has(`${row}:${c}`)) found.push({ kind: 'cell', index: c });
    if (withMargins) found.push({ kind: 'margin', index: 0 }, { kind: 'margin', index: 1 });
    return found;
  };

  const costOf = (row: number, passage: Passage): number => {
    const busy = used.get(keyOf(row, passage)) ?? 0;
    if (passage.kind === 'cell') return 0.05 + 0.12 * busy + (busy > 8 ? busy : 0);
    if (passage.kind === 'margin') return 0.02 + 0.02 * busy;
    const outer = passage.index === 0 || passage.index === plan.columns;
    return (outer ? 0.15 : 0.1) + 0.1 * busy + (busy >= 3 ? 0.7 * (busy - 2) : 0);
  };

  const choose = (from: Cell, to: Cell, withMargins: boolean): Passage[] => {
    let steps: Step[] = [];
    for (let row = from.row + 1; row < to.row; row += 1) {
      const first = row === from.row + 1;
      steps = passagesAt(row, withMargins).map((passage) => {
        const x = nominal(passage, plan.columns);
        const own = costOf(row, passage);
        if (first) return { passage, cost: own + Math.abs(x - from.column), before: undefined };
        let best: Step | undefined;
        for (const before of steps) {
          const turn = samePassage(before.passage, passage) ? 0 : 0.6;
          const cost = own + before.cost + turn + Math.abs(x - nominal(before.passage, plan.columns));
          if (!best || cost < best.cost - 1e-9) best = { passage, cost, before };
        }
        return best ?? { passage, cost: own, before: undefined };
      });
    }
    let end: Step | undefined;
    let least = Number.POSITIVE_INFINITY;
    for (const step of steps) {
      const cost = step.cost + Math.abs(nominal(step.passage, plan.columns) - to.column);
      if (cost < least - 1e-9) [end, least] = [step, cost];
    }
    const path: Passage[] = [];
    for (let at = end; at; at = at.before) path.unshift(at.passage);
    return path;
  };

  const channelLoad = new Map<number, number>();
  const load = (first: number, last: number): void => {
    for (let k = first; k <= last; k += 1) channelLoad.set(k, (channelLoad.get(k) ?? 0) + 1);
  };
  const ends = drawing.edges.flatMap((edge) => {
    const from = placement.cells.get(edge.from);
    const to = placement.cells.get(edge.to);
    return from && to ? [{ edge, from, to }] : [];
  });
  const distance = ({ from, to }: { from: Cell; to: Cell }): number => Math.abs(from.row - to.row);
  const routes = new Map<DrawingEdge, Route>();
  for (const { edge, from, to } of [...ends].sort((a, b) => distance(a) - distance(b))) {
    const down = from.row <= to.row;
    const [upper, lower] = down ? [edge.from, edge.to] : [edge.to, edge.from];
    const [upperCell, lowerCell] = down ? [from, to] : [to, from];
    const flat = upperCell.row === lowerCell.row;
    const below = upperCell.row + 1;
    const above = (channelLoad.get(below - 1) ?? 0) < (channelLoad.get(below) ?? 0) && below > 1;
    const firstChannel = flat && above ? below - 1 : below;
    const lastChannel = flat ? firstChannel : lowerCell.row;
    const passages = flat ? [] : choose(upperCell, lowerCell, isOutside(edge.from) !== isOutside(edge.to));
    passages.forEach((passage, i) => {
      const key = keyOf(upperCell.row + 1 + i, passage);
      used.set(key, (used.get(key) ?? 0) + 1);
    });
    load(firstChannel, lastChannel);
    routes.set(edge, { edge, upper, lower, upperCell, lowerCell, firstChannel, lastChannel, passages });
  }
  return ends.flatMap(({ edge }) => routes.get(edge) ?? []);
};
