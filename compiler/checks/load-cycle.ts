// Circles in which load would grow with every turn.
import { finding } from '../codes.ts';
import { movesOf } from '../moves.ts';
import { loadOrder, orderingArrows } from '../plan/order.ts';
import type { Check } from './check.ts';

export const loadCycle: Check = {
  code: 'load-cycle',
  needs: 'structure',
  run: ({ draft, catalogue, pathOf }) => {
    const arrows = orderingArrows(draft, catalogue).filter((arrow) =>
      movesOf(arrow, draft, catalogue).some(({ move }) => move.carries !== 'nothing'),
    );
    const { cycle } = loadOrder([...draft.components.keys()], arrows);
    if (cycle === undefined) return [];
    const closing = arrows.find((arrow) => cycle.includes(arrow.from) && cycle.includes(arrow.to));
    if (closing === undefined) return [];
    // The order was found from the target back to the source.
    const way = [...cycle].reverse();
    const message = `Load runs in a circle: ${[...way, way[0]].join(' to ')}.`;
    return [
      finding(
        'load-cycle',
        [...pathOf(closing.id), 'from'],
        message,
        'Remove an arrow of it, or mark the way back with "on: failure".',
      ),
    ];
  },
};
