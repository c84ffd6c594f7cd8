// A drawing to a laid-out picture: where every card, frame, arrow and word stands.

import type { Drawing } from './drawing.ts';
import type { LaidOut } from './laid-out.ts';
import { assemble, type Candidate } from './layout/assemble.ts';
import { planFloor } from './layout/floor.ts';
import { blocksOf } from './layout/graph.ts';
import { placeNodes } from './layout/place.ts';

const columnsFor = (drawing: Drawing): number => {
  const count = drawing.nodes.length;
  const downwards = Math.max(5, Math.ceil(Math.sqrt(count / 2)));
  return drawing.direction === 'down' ? downwards : Math.max(8, Math.ceil(Math.sqrt(count * 1.5)));
};

/** How many placements are tried, and how many of the most promising are drawn to the end and compared. */
const effort = (count: number): { readonly seeds: number; readonly drawn: number } => {
  if (count <= 60) return { seeds: 3, drawn: 4 };
  return count <= 120 ? { seeds: 1, drawn: 2 } : { seeds: 1, drawn: 1 };
};

/** Deterministic: the same drawing gives the same picture. Coordinates in px. */
export const layOut = async (drawing: Drawing): Promise<LaidOut> => {
  const blocks = blocksOf(drawing);
  const maxColumns = columnsFor(drawing);
  const { seeds, drawn } = effort(drawing.nodes.length);
  const tried = [true, false].flatMap((tight) => {
    const plan = planFloor(blocks, { maxColumns, tight }, drawing.edges);
    return Array.from({ length: seeds }, (_, i) => ({ plan, placement: placeNodes(plan, drawing.edges, i + 1) }));
  });
  const promising = [...tried].sort((a, b) => a.placement.cost - b.placement.cost).slice(0, drawn);
  const candidates: Candidate[] = promising.map(({ plan, placement }) => assemble(drawing, plan, placement));
  const best = candidates.reduce<Candidate | undefined>(
    (least, one) => (least && least.cost <= one.cost ? least : one),
    undefined,
  );
  if (!best) throw new Error('No placement to lay out.');
  if (process.env.DBG)
    console.log(
      tried.map((t) => `${t.plan.rows}:${t.placement.cost.toFixed(1)}`).join(' '),
      candidates.map((c) => `${Math.round(c.cost)}/${c.picture.height}/${c.picture.width}`).join(' '),
    );
  return best.picture;
};
