// Events that no connection carries.
import { finding } from '../codes.ts';
import type { Check } from './check.ts';
import { holdingsOf } from './holdings.ts';

export const eventUnreceived: Check = {
  code: 'event-unreceived',
  needs: 'flow',
  run: ({ draft, catalogue }) => {
    const { on } = holdingsOf(draft, catalogue, { recovery: false, answers: false });
    const carried = new Set([...on.values()].flatMap((events) => [...events]));
    return [...draft.workload.events.values()]
      .filter(({ id }) => !carried.has(id))
      .map(({ id, kind }) =>
        finding(
          'event-unreceived',
          ['workload', kind === 'event' ? 'events' : 'requests', id],
          `Nobody receives "${id}": no connection carries it.`,
          'Add it to the "carries" of a connection, or remove it.',
          { on: 'key' },
        ),
      );
  },
};
