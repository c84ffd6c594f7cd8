// Blocks to a floor plan: which cells of one common grid each group takes.

import type { DrawingEdge, DrawingGroup } from '../drawing.ts';
import { type Block, type Container, type Leaf, nodesOf } from './graph.ts';

export interface Cells {
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
}

export interface Area extends Cells {
  readonly leaf: Leaf;
}

/** `level` counts the frames nested inside, itself included; it decides how far the frame stands off its cells. */
export interface Frame extends Cells {
  readonly group: DrawingGroup;
  readonly level: number;
  readonly depth: number;
}

export interface FloorPlan {
  readonly rows: number;
  readonly columns: number;
  readonly areas: readonly Area[];
  readonly frames: readonly Frame[];
}

interface Size {
  readonly rows: number;
  readonly columns: number;
}

interface Shelf extends Size {
  readonly blocks: readonly { readonly block: Block; readonly size: Size }[];
  /** A group that stands beside several shelves. */
  readonly side?: { readonly leaf: Leaf; readonly size: Size; readonly shelves: readonly Shelf[] };
}

/** How a floor is cut: `loose` gives every rank rows of its own, `tight` as few rows as hold the nodes. */
export interface Cut {
  readonly maxColumns: number;
  readonly tight: boolean;
}

const leafSize = (leaf: Leaf, { maxColumns, tight }: Cut): Size => {
  const count = leaf.ranks.flat().length;
  const widest = Math.max(...leaf.ranks.map((rank) => rank.length));
  const columns = Math.min(maxColumns, Math.max(widest, Math.ceil(Math.sqrt(count))));
  const loose = leaf.ranks.reduce((sum, rank) => sum + Math.ceil(rank.length / columns), 0);
  const least = Math.max(Math.ceil(count / columns), Math.min(leaf.ranks.length, loose));
  return { columns, rows: tight ? least : loose };
};

const stack = (shelves: readonly Shelf[]): Size => ({
  columns: Math.max(0, ...shelves.map((shelf) => shelf.columns)),
  rows: shelves.reduce((sum, shelf) => sum + shelf.rows, 0),
});

const isSide = (block: Block, edges: readonly DrawingEdge[]): block is Leaf => {
  if (block.kind !== 'leaf' || !block.group || block.group.kind === 'strip') return false;
  const inside = new Set(nodesOf(block));
  if (inside.size > 8) return false;
  const touching = edges.filter((edge) => inside.has(edge.from) || inside.has(edge.to));
  return touching.filter((edge) => edge.kind === 'failure').length * 2 > touching.length;
};

const fillShelves = (blocks: readonly Block[], cut: Cut, edges: readonly DrawingEdge[]): Shelf[] => {
  const shelves: Shelf[] = [];
  for (const block of blocks) {
    const size = sizeOf(block, cut, edges);
    const last = shelves.at(-1);
    const alone = block.kind === 'container' || block.group?.kind === 'strip' || !block.group;
    if (last && !alone && last.blocks.every((one) => one.block.kind === 'leaf' && one.block.group)) {
      if (last.columns + size.columns <= cut.maxColumns) {
        const rows = Math.max(last.rows, size.rows);
        const joined = { columns: last.columns + size.columns, rows, blocks: [...last.blocks, { block, size }] };
        shelves.splice(-1, 1, joined);
        continue;
      }
    }
    shelves.push({ ...size, blocks: [{ block, size }] });
  }
  return shelves;
};

/** Puts a group of failure paths beside the groups it serves, where its arrows stay short. */
const besideRun = (
  blocks: readonly Block[],
  leaf: Leaf,
  cut: Cut,
  edges: readonly DrawingEdge[],
): Shelf[] | undefined => {
  const size = leafSize(leaf, { ...cut, maxColumns: 1 });
  const inside = new Set(nodesOf(leaf));
  const ties = blocks.map((block) => {
    const members = new Set(nodesOf(block));
    return edges.filter((e) => (inside.has(e.from) && members.has(e.to)) || (inside.has(e.to) && members.has(e.from)))
      .length;
  });
  let best: { score: number; shelves: Shelf[] } | undefined;
  for (let from = 0; from < blocks.length; from += 1) {
    for (let to = from + 1; to <= blocks.length; to += 1) {
      if (blocks.slice(from, to).some((block) => block.kind !== 'leaf' || block.group?.kind === 'strip')) continue;
      const run = fillShelves(blocks.slice(from, to), { ...cut, maxColumns: cut.maxColumns - 1 }, edges);
      const main = stack(run);
      const score = ties.slice(from, to).reduce((sum, n) => sum + n, 0) - Math.abs(main.rows - size.rows);
      if (best && best.score >= score) continue;
      const rows = Math.max(main.rows, size.rows);
      const shelf: Shelf = { columns: main.columns + 1, rows, blocks: [], side: { leaf, size, shelves: run } };
      const before = fillShelves(blocks.slice(0, from), cut, edges);
      best = { score, shelves: [...before, shelf, ...fillShelves(blocks.slice(to), cut, edges)] };
    }
  }
  return best && best.score > 0 ? best.shelves : undefined;
};

const shelvesOf = (block: Container, cut: Cut, edges: readonly DrawingEdge[]): Shelf[] => {
  const side = block.children.find((child) => isSide(child, edges));
  if (side?.kind === 'leaf' && cut.maxColumns > 2 && block.children.length > 2) {
    const rest = block.children.filter((child) => child !== side);
    const shelves = besideRun(rest, side, cut, edges);
    if (shelves) return shelves;
  }
  return fillShelves(block.children, cut, edges);
};

function sizeOf(block: Block, cut: Cut, edges: readonly DrawingEdge[]): Size {
  return block.kind === 'leaf' ? leafSize(block, cut) : stack(shelvesOf(block, cut, edges));
}

export const planFloor = (root: Container, cut: Cut, edges: readonly DrawingEdge[]): FloorPlan => {
  const areas: Area[] = [];
  const frames: Frame[] = [];
  const place = (block: Block, at: Cells, depth: number): number => {
    let level = 0;
    if (block.kind === 'leaf') areas.push({ ...at, leaf: block });
    else level = placeShelves(shelvesOf(block, cut, edges), at, depth + (block.group ? 1 : 0));
    if (!block.group) return level;
    frames.push({ ...at, group: block.group, level: level + 1, depth });
    return level + 1;
  };
  const placeShelves = (shelves: readonly Shelf[], at: Cells, depth: number): number => {
    let level = 0;
    let row = at.row;
    shelves.forEach((shelf, index) => {
      const rows = index === shelves.length - 1 ? at.row + at.rows - row : shelf.rows;
      if (shelf.side) {
        const { leaf, shelves: main } = shelf.side;
        level = Math.max(level, placeShelves(main, { row, column: at.column, rows, columns: at.columns - 1 }, depth));
        place(leaf, { row, column: at.column + at.columns - 1, rows, columns: 1 }, depth);
      }
      const widths = shelf.blocks.map((one) => one.size.columns);
      for (let spare = at.columns - shelf.columns; spare > 0 && widths.length > 0; spare -= 1) {
        const ratios = shelf.blocks.map((one, i) => (widths[i] ?? 0) / nodesOf(one.block).length);
        const poorest = ratios.lastIndexOf(Math.min(...ratios));
        widths[poorest] = (widths[poorest] ?? 0) + 1;
      }
      let column = at.column;
      shelf.blocks.forEach(({ block }, i) => {
        const columns = widths[i] ?? 0;
        level = Math.max(level, place(block, { row, column, rows, columns }, depth));
        column += columns;
      });
      row += rows;
    });
    return level;
  };
  const size = sizeOf(root, cut, edges);
  place(root, { row: 0, column: 0, ...size }, 0);
  return { ...size, areas, frames: frames.sort((a, b) => a.depth - b.depth) };
};
