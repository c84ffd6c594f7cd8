// Assumptions that nothing names.
import { finding } from '../codes.ts';
import type { Check } from './check.ts';

export const unusedAssumption: Check = {
  code: 'unused-assumption',
  needs: 'structure',
  run: ({ draft, used }) =>
    [...draft.assumptions.values()]
      .filter(({ id, fact }) => fact === undefined && !used.has(id))
      .map(({ id }) =>
        finding('unused-assumption', ['assumptions', id], `Nothing uses "${id}".`, 'Use it, or remove it.', {
          on: 'key',
        }),
      ),
};
