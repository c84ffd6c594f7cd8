// Connections that carry an event which never comes to their source.
import { finding } from '../codes.ts';
import { valueAt } from '../source/source.ts';
import type { Check } from './check.ts';
import { holdingsOf } from './holdings.ts';

export const carriesAbsent: Check = {
  code: 'carries-absent',
  needs: 'flow',
  run: ({ draft, catalogue, source, pathOf }) => {
    const { on } = holdingsOf(draft, catalogue, { recovery: true, answers: true });
    return [...draft.connections.values()].flatMap(({ id, from, carries }) =>
      [...(carries?.keys() ?? [])].flatMap((event, at) => {
        if (on.get(id)?.has(event)) return [];
        const message = `"${event}" never comes to "${from}", so this cannot carry it.`;
        const hint = `Bring it there, or declare madeBy: ${from} with the event.`;
        return [
          finding(
            'carries-absent',
            [...pathOf(id), 'carries', isList(source.value, pathOf(id)) ? at : event],
            message,
            hint,
            { on: 'key' },
          ),
        ];
      }),
    );
  },
};

const isList = (value: unknown, path: readonly (string | number)[]): boolean =>
  Array.isArray(valueAt(value, [...path, 'carries']));
