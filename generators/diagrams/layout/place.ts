// A floor plan to a cell for every node: short arrows, few crossings, the flow of data downwards.

import type { DrawingEdge } from '../drawing.ts';
import type { Area, FloorPlan } from './floor.ts';
import { seededRandom } from './random.ts';

export interface Cell {
  readonly row: number;
  readonly column: number;
}

/** Links and cells as bare numbers: this is the loop in which a layout spends its time. */
interface Board {
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly pull: Float64Array;
  readonly upward: Float64Array;
  readonly column: Int32Array;
  readonly row: Int32Array;
}

const crossingPrice = 0.8;

const upwardPrice: Readonly<Record<DrawingEdge['kind'], number>> = {
  data: 3,
  request: 1.8,
  failure: 0.3,
  control: 0.5,
};

const pullOf = (edge: DrawingEdge): number => {
  if (edge.kind === 'data') return 1 + 0.5 * (edge.weight ?? 0);
  return edge.kind === 'request' ? 0.8 : 0.6;
};

const lengthCost = (board: Board, link: number): number => {
  const from = board.from[link] ?? 0;
  const to = board.to[link] ?? 0;
  const across = Math.abs((board.column[from] ?? 0) - (board.column[to] ?? 0));
  const down = (board.row[to] ?? 0) - (board.row[from] ?? 0);
  const rows = Math.abs(down);
  let cost = (board.pull[link] ?? 0) * (across + 0.9 * rows);
  if (rows === 0) cost += 1.4;
  if (rows > 1) cost += 0.7 * (rows - 1);
  if (down < 0) cost += board.upward[link] ?? 0;
  return cost;
};

/** On which side of the line from a to b a point lies: above 0, below 0, or 0 on it. */
const side = (ax: number, ay: number, bx: number, by: number, px: number, py: number): number =>
  Math.sign((bx - ax) * (py - ay) - (by - ay) * (px - ax));

/** How many links the link crosses, but for those that `skips` says. Links that share a node do not cross. */
const crossingsOf = (board: Board, link: number, skips: (other: number) => boolean): number => {
  const { from, to, row, column } = board;
  const a = from[link] ?? 0;
  const b = to[link] ?? 0;
  const ax = column[a] ?? 0;
  const ay = row[a] ?? 0;
  const bx = column[b] ?? 0;
  const by = row[b] ?? 0;
  const [left, right] = ax < bx ? [ax, bx] : [bx, ax];
  const [top, bottom] = ay < by ? [ay, by] : [by, ay];
  let count = 0;
  for (let other = 0; other < from.length; other += 1) {
    const c = from[other] ?? 0;
    const d = to[other] ?? 0;
    const cy = row[c] ?? 0;
    const dy = row[d] ?? 0;
    // Far apart, as most are: no sides to look at.
    if ((cy < top && dy < top) || (cy > bottom && dy > bottom)) continue;
    const cx = column[c] ?? 0;
    const dx = column[d] ?? 0;
    if ((cx < left && dx < left) || (cx > right && dx > right)) continue;
    if (a === c || a === d || b === c || b === d || skips(other)) continue;
    if (side(ax, ay, bx, by, cx, cy) === side(ax, ay, bx, by, dx, dy)) continue;
    if (side(cx, cy, dx, dy, ax, ay) !== side(cx, cy, dx, dy, bx, by)) count += 1;
  }
  return count;
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
  const links = edges.filter((edge) => edge.from !== edge.to && indexOf.has(edge.from) && indexOf.has(edge.to));
  const board: Board = {
    from: Int32Array.from(links, (edge) => indexOf.get(edge.from) ?? 0),
    to: Int32Array.from(links, (edge) => indexOf.get(edge.to) ?? 0),
    pull: Float64Array.from(links, pullOf),
    upward: Float64Array.from(links, (edge) => upwardPrice[edge.kind]),
    column: new Int32Array(ids.length),
    row: new Int32Array(ids.length),
  };
  const linksOf: number[][] = ids.map(() => []);
  links.forEach((_, index) => {
    linksOf[board.from[index] ?? 0]?.push(index);
    linksOf[board.to[index] ?? 0]?.push(index);
  });
  const put = (node: number, cell: Cell | undefined): void => {
    if (node < 0 || !cell) return;
    board.column[node] = cell.column;
    board.row[node] = cell.row;
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
      // A pair of chosen links counts once.
      const counted = (other: number): boolean => marks[other] === round && other <= index;
      cost += lengthCost(board, index) + crossingPrice * crossingsOf(board, index, counted);
    }
    return cost;
  };
  const movable = slots.filter((slot) => slot.cells.length > 1);
  const random = seededRandom(seed);
  const steps = movable.length === 0 ? 0 : Math.min(5000, Math.ceil(1_200_000 / (links.length + 1)));
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
  const cells = new Map(ids.map((id, k) => [id, { column: board.column[k] ?? 0, row: board.row[k] ?? 0 }]));
  round += 1;
  marks.fill(round);
  return { cells, cost: costOf(links.map((_, index) => index)) };
};
