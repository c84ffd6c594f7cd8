// A drawing to a laid-out picture: where every card, frame, arrow and word stands.

import type { Drawing } from './drawing.ts';
import type { LaidOut } from './laid-out.ts';
import { assemble } from './layout/assemble.ts';
import { type FloorPlan, planFloor } from './layout/floor.ts';
import { blocksOf } from './layout/graph.ts';
import { type Placement, placeNodes } from './layout/place.ts';

const columnsFor = (drawing: Drawing): number => {
  const count = drawing.nodes.length;
  const downwards = Math.max(5, Math.ceil(Math.sqrt(count / 2)));
  return drawing.direction === 'down' ? downwards : Math.max(8, Math.ceil(Math.sqrt(count * 1.5)));
};

interface Effort {
  /** Placements tried for each way to cut the floor. */
  readonly seeds: number;
  /** Rounds with which each is drawn to be judged: how short its arrows are says little of how well it can be drawn. */
  readonly judged?: number;
  /** How often a channel is routed anew for lines that had to go round; below 0 not even from below. */
  readonly rounds: number;
}

const plainest = -1;

const effort = (count: number): Effort => {
  if (count <= 25) return { seeds: 3, judged: 2, rounds: 2 };
  if (count <= 60) return { seeds: 3, judged: plainest, rounds: 2 };
  return { seeds: 1, rounds: count <= 120 ? 2 : plainest };
};

interface Candidate {
  readonly plan: FloorPlan;
  readonly placement: Placement;
}

/** Deterministic: the same drawing gives the same picture. Coordinates in px. */
export const layOut = async (drawing: Drawing): Promise<LaidOut> => {
  const blocks = blocksOf(drawing);
  const maxColumns = columnsFor(drawing);
  const { seeds, judged, rounds } = effort(drawing.nodes.length);
  const placed = [true, false].flatMap((tight) => {
    const plan = planFloor(blocks, { maxColumns, tight }, drawing.edges);
    return Array.from({ length: seeds }, (_, i) => ({ plan, placement: placeNodes(plan, drawing.edges, i + 1) }));
  });
  const costOf = ({ plan, placement }: Candidate): number =>
    judged === undefined ? placement.cost : assemble(drawing, plan, placement, judged).cost;
  const [best] = placed.map((candidate) => ({ ...candidate, cost: costOf(candidate) })).sort((a, b) => a.cost - b.cost);
  if (!best) throw new Error('No placement to lay out.');
  return assemble(drawing, best.plan, best.placement, rounds).picture;
};
