// Components to which no way leads from an entry point.
import { finding } from '../codes.ts';
import { movesOf, serviceOf } from '../moves.ts';
import type { Check, CheckContext } from './check.ts';

export const unreachable: Check = {
  code: 'unreachable',
  needs: 'structure',
  run: (context) => {
    const reached = new Set(entryPoints(context));
    for (const id of reached) {
      for (const connection of context.draft.connections.values())
        if (connection.from === id) reached.add(connection.to);
    }
    return [...context.draft.components.keys()]
      .filter((id) => !reached.has(id))
      .map((id) =>
        finding(
          'unreachable',
          ['components', id],
          `Nothing reaches "${id}".`,
          'Connect it to what should use it, or remove it.',
          {
            on: 'key',
          },
        ),
      );
  },
};

/** What stands outside, marks, what guards others, and what makes events of its own accord. */
function entryPoints({ draft, catalogue }: CheckContext): readonly string[] {
  const makers = new Set(
    [...draft.workload.events.values()].filter((event) => event.from.length === 0).map((event) => event.madeBy),
  );
  const guards = new Set(
    [...draft.connections.values()]
      .filter((connection) => movesOf(connection, draft, catalogue).some(({ move }) => move.control))
      .map((connection) => connection.from),
  );
  return [...draft.components.keys()].filter((id) => {
    const service = serviceOf(id, draft, catalogue);
    return service?.outside || service?.mark || guards.has(id) || makers.has(id);
  });
}
