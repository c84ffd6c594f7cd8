// Connections that say what they carry although they have no choice.
import { finding } from '../codes.ts';
import { movesOf, serviceOf } from '../moves.ts';
import type { Check } from './check.ts';

export const carriesUnneeded: Check = {
  code: 'carries-unneeded',
  needs: 'structure',
  run: ({ draft, catalogue, pathOf }) =>
    [...draft.connections.values()].flatMap((connection) => {
      const { id, from, carries } = connection;
      if (carries === undefined) return [];
      const place = [...pathOf(id), 'carries'];
      const moves = movesOf(connection, draft, catalogue);
      if (moves.length > 0 && moves.every(({ move }) => move.control || move.carries === 'nothing')) {
        return [finding('carries-unneeded', place, `"${id}" carries no events.`, 'Remove "carries".', { on: 'key' })];
      }
      if (!serviceOf(from, draft, catalogue)?.broadcasts || moves.some(({ move }) => move.carries === 'said'))
        return [];
      const message = `"${from}" sends all it holds on every way out.`;
      return [
        finding('carries-unneeded', place, message, 'Remove "carries"; to take less, filter with "only".', {
          on: 'key',
        }),
      ];
    }),
};
