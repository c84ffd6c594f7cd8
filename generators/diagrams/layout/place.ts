// A floor plan to a cell for every node: short arrows, few crossings, the flow of data downwards.

import type { DrawingEdge } from '../drawing.ts';
import type { Area, FloorPlan } from './floor.ts';
import { seededRandom } from './random.ts';

export interface Cell {
  readonly row: number;
  readonly column: number;
}

interface Link {
  readonly from: number;
  readonly to: number;
  readonly pull: number;
  readonly kind: DrawingEdge['kind'];
}

/** Cell numbers of a node: column at 2i, row at 2i+1. */
type Positions = Float64Array;

const crossingPrice = 0.8;

const upwardPrice: Readonly<Record<DrawingEdge['kind'], number>> = { data: 2.5, request: 1, failure: 0.3, control: 0.5 };

const pullOf = (edge: DrawingEdge): number => {
  if (edge.kind === 'data') return 1 + 0.5 * (edge.weight ?? 0);
  return edge.kind === 'request' ? 0.8 : 0.6;
};

const lengthCost = (link: Link, at: Positions): number => {
  const across = Math.abs((at[2 * link.from] ?? 0) - (at[2 * link.to] ?? 0));
  const down = (at[2 * link.to + 1] ?? 0) - (at[2 * link.from + 1] ?? 0);
  let cost = link.pull * (across + 0.9 * Math.abs(down));
  if (down === 0) cost += 1.4;
  if (Math.abs(down) > 1) cost += 0.7 * (Math.abs(down) - 1);
  if (down < 0) cost += upwardPrice[link.kind];
  return cost;
};

const turn = (ax: number, ay: number, bx: number, by: number, px: number, py: number): number => {
  const value = (bx - ax) * (py - ay) - (by - ay) * (px - ax);
  return value > 0 ? 1 : value < 0 ? -1 : 0;
};

const crosses = (one: Link, two: Link, at: Positions): boolean => {
  const ay = at[2 * one.from + 1] ?? 0;
  const by = at[2 * one.to + 1] ?? 0;
  const cy = at[2 * two.from + 1] ?? 0;
  const dy = at[2 * two.to + 1] ?? 0;
  if ((ay < cy && ay < dy && by < cy && by < dy) || (ay > cy && ay > dy && by > cy && by > dy)) return false;
  if (one.from === two.from || one.from === two.to || one.to === two.from || one.to === two.to) return false;
  const ax = at[2 * one.from] ?? 0;
  const bx = at[2 * one.to] ?? 0;
  const cx = at[2 * two.from] ?? 0;
  const dx = at[2 * two.to] ?? 0;
  return (
    turn(ax, ay, bx, by, cx, cy) !== turn(ax, ay, bx, by, dx, dy) &&
    turn(cx, cy, dx, dy, ax, ay) !== turn(cx, cy, dx, dy, bx, by)
  );
};

interface Slots {
  /** Cells of one area; `node` of each is an index or -1. */
  readonly cells: readonly Cell[];
  readonly nodes: Int32Array;
}

const firstSlots = (area: Area, indexOf: ReadonlyMap<string, number>): Slots => {
  const cells: Cell[] = [];
  for (let r = 0; r < area.rows; r += 1) {
    for (let c = 0; c < area.columns; c += 1) cells.push({ row: area.row + r, column: area.column + c });
  }
  const nodes = new Int32Array(cells.length).fill(-1);
  const needed = area.leaf.ranks.reduce((sum, rank) => sum + Math.ceil(rank.length / area.columns), 0);
  let row = 0;
  let next = 0;
  for (const rank of area.leaf.ranks) {
    const inset = rank.length < area.columns && needed <= area.rows ? Math.floor((area.columns - rank.length) / 2) : 0;
    rank.forEach((id, i) => {
      const slot = needed <= area.rows ? row * area.columns + i + inset : next;
      nodes[slot] = indexOf.get(id) ?? -1;
      next += 1;
    });
    row += Math.ceil(rank.length / area.columns);
  }
  return { cells, nodes };
};

export interface Placement {
  readonly cells: ReadonlyMap<string, Cell>;
  readonly cost: number;
}

/**
 * Swaps cells inside each area while that makes the picture better (simulated annealing with a fixed seed). The work is
 * bounded, whatever the size.
 */
export const placeNodes = (plan: FloorPlan, edges: readonly DrawingEdge[], seed: number): Placement => {
  const ids = plan.areas.flatMap((area) => area.leaf.ranks.flat());
  const indexOf = new Map(ids.map((id, index) => [id, index]));
  const links: Link[] = edges.flatMap((edge) => {
    const from = indexOf.get(edge.from);
    const to = indexOf.get(edge.to);
    return from === undefined || to === undefined || from === to
      ? []
      : [{ from, to, pull: pullOf(edge), kind: edge.kind }];
  });
  const linksOf: number[][] = ids.map(() => []);
  links.forEach((link, index) => {
    linksOf[link.from]?.push(index);
    linksOf[link.to]?.push(index);
  });
  const at: Positions = new Float64Array(ids.length * 2);
  const put = (node: number, cell: Cell | undefined): void => {
    if (node < 0 || !cell) return;
    at[2 * node] = cell.column;
    at[2 * node + 1] = cell.row;
  };
  const slots = plan.areas.map((area) => firstSlots(area, indexOf));
  for (const { cells, nodes } of slots) {
    nodes.forEach((node, i) => {
      put(node, cells[i]);
    });
  }

  const marks = new Int32Array(links.length).fill(-1);
  let round = 0;
  /** Numbers of the links that touch either node, each once. */
  const touched = (a: number, b: number): number[] => {
    round += 1;
    const chosen: number[] = [];
    for (const node of [a, b]) {
      for (const index of linksOf[node] ?? []) {
        if (marks[index] === round) continue;
        marks[index] = round;
        chosen.push(index);
      }
    }
    return chosen;
  };
  const costOf = (chosen: readonly number[]): number => {
    let cost = 0;
    for (const index of chosen) {
      const link = links[index];
      if (!link) continue;
      cost += lengthCost(link, at);
      for (let j = 0; j < links.length; j += 1) {
        const other = links[j];
        if (other && (marks[j] !== round || j > index) && crosses(link, other, at)) cost += crossingPrice;
      }
    }
    return cost;
  };
  const movable = slots.filter((slot) => slot.cells.length > 1);
  const random = seededRandom(seed);
  const steps = movable.length === 0 ? 0 : Math.min(9000, Math.ceil(1_800_000 / (links.length + 1)));
  for (let step = 0; step < steps; step += 1) {
    const heat = 1.6 * (1 - step / steps) ** 2;
    const slot = movable[Math.floor(random() * movable.length)];
    if (!slot) continue;
    const i = Math.floor(random() * slot.cells.length);
    const j = Math.floor(random() * slot.cells.length);
    const a = slot.nodes[i] ?? -1;
    const b = slot.nodes[j] ?? -1;
    const dice = random();
    if (i === j || (a < 0 && b < 0)) continue;
    const chosen = touched(a, b);
    const before = costOf(chosen);
    put(a, slot.cells[j]);
    put(b, slot.cells[i]);
    const rise = costOf(chosen) - before;
    if (rise <= 0 || (heat > 0 && dice < Math.exp(-rise / heat))) {
      slot.nodes[i] = b;
      slot.nodes[j] = a;
    } else {
      put(a, slot.cells[i]);
      put(b, slot.cells[j]);
    }
  }
  const cells = new Map(ids.map((id, k) => [id, { column: at[2 * k] ?? 0, row: at[2 * k + 1] ?? 0 }]));
  round += 1;
  marks.fill(round);
  return { cells, cost: costOf(links.map((_, index) => index)) };
};
