// A drawing to a laid-out picture: where every card, frame, arrow and word stands.

import type { Drawing } from './drawing.ts';
import type { LaidOut } from './laid-out.ts';
import { assemble } from './layout/assemble.ts';
import { planFloor } from './layout/floor.ts';
import { blocksOf } from './layout/graph.ts';
import { placeNodes } from './layout/place.ts';

const columnsFor = (drawing: Drawing): number => {
  const count = drawing.nodes.length;
  const downwards = Math.max(5, Math.ceil(Math.sqrt(count / 2)));
  return drawing.direction === 'down' ? downwards : Math.max(8, Math.ceil(Math.sqrt(count * 1.5)));
};

interface Effort {
  /** Placements tried for each way to cut the floor, and how many of all of them are sketched. */
  readonly seeds: number;
  readonly sketched: number;
  /** How often a channel is routed anew for lines that had to go round; below 0 not even from below. */
  readonly rounds: number;
}

const effort = (count: number): Effort => {
  if (count <= 60) return { seeds: 3, sketched: 4, rounds: 6 };
  return count <= 120 ? { seeds: 1, sketched: 1, rounds: 3 } : { seeds: 1, sketched: 1, rounds: -1 };
};

const bestOf = <T>(items: readonly T[], count: number, costOf: (item: T) => number): T[] =>
  [...items].sort((a, b) => costOf(a) - costOf(b)).slice(0, count);

/** Deterministic: the same drawing gives the same picture. Coordinates in px. */
export const layOut = async (drawing: Drawing): Promise<LaidOut> => {
  const blocks = blocksOf(drawing);
  const maxColumns = columnsFor(drawing);
  const { seeds, sketched, rounds } = effort(drawing.nodes.length);
  const placed = [true, false].flatMap((tight) => {
    const plan = planFloor(blocks, { maxColumns, tight }, drawing.edges);
    return Array.from({ length: seeds }, (_, i) => ({ plan, placement: placeNodes(plan, drawing.edges, i + 1) }));
  });
  const promising = bestOf(placed, sketched, ({ placement }) => placement.cost);
  const sketchCost = new Map(
    promising.map((one) => [one, sketched > 1 ? assemble(drawing, one.plan, one.placement, 0).cost : 0]),
  );
  const [best] = bestOf(promising, 1, (one) => sketchCost.get(one) ?? 0);
  if (!best) throw new Error('No placement to lay out.');
  return assemble(drawing, best.plan, best.placement, rounds).picture;
};
