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

const costOf = ({ picture, crossings }: Candidate): number =>
  picture.height + 12 * crossings + 4 * Math.max(0, picture.width - 1080);

/** Deterministic: the same drawing gives the same picture. Coordinates in px. */
export const layOut = async (drawing: Drawing): Promise<LaidOut> => {
  const plan = planFloor(blocksOf(drawing), columnsFor(drawing), drawing.edges);
  const seeds = drawing.nodes.length <= 60 ? [1, 2, 3] : [1];
  const candidates = seeds.map((seed) => assemble(drawing, plan, placeNodes(plan, drawing.edges, seed)));
  const [first, ...others] = candidates;
  if (!first) throw new Error('No seed to lay out with.');
  return others.reduce((best, one) => (costOf(one) < costOf(best) ? one : best), first).picture;
};
