// Events that are gone once they are processed.
import { finding } from '../codes.ts';
import { storesIn } from '../moves.ts';
import type { Check } from './check.ts';
import { holdingsOf } from './holdings.ts';

export const eventUnstored: Check = {
  code: 'event-unstored',
  needs: 'flow',
  run: ({ draft, catalogue }) => {
    const { at, on } = holdingsOf(draft, catalogue, { recovery: false, answers: false });
    const stores = [...draft.components.values()]
      .filter((component) => storesIn(component, catalogue))
      .map(({ id }) => id);
    return [...draft.workload.events.values()]
      .filter(({ id, kind }) => kind === 'event' && [...on.values()].some((events) => events.has(id)))
      .filter(({ id }) => !stores.some((store) => at.get(store)?.has(id)))
      .map(({ id }) =>
        finding(
          'event-unstored',
          ['workload', 'events', id],
          `Nothing stores "${id}".`,
          'Lead it to a stream, a table or a bucket.',
          {
            on: 'key',
          },
        ),
      );
  },
};
