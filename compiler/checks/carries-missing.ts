// Connections that must say which events they carry, and do not.
import { finding } from '../codes.ts';
import { movesOf } from '../moves.ts';
import type { Check } from './check.ts';

export const carriesMissing: Check = {
  code: 'carries-missing',
  needs: 'structure',
  run: ({ draft, catalogue, pathOf }) =>
    [...draft.connections.values()].flatMap((connection) => {
      const { id, from, does, carries } = connection;
      const asking = movesOf(connection, draft, catalogue).find(
        ({ move, verb }) => move.carries === 'said' && does.includes(verb),
      );
      if (asking === undefined || (carries !== undefined && carries.size > 0)) return [];
      const message = `"${id}" does not say which events it carries; "${from}" has several ways out.`;
      return [
        finding(
          'carries-missing',
          [...pathOf(id), 'does'],
          message,
          'Add carries: [event] or carries: { event: share }.',
        ),
      ];
    }),
};
