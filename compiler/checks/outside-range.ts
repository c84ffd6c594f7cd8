// Assumptions whose value lies outside their own range.

import { finding } from '../codes.ts';
import type { Figure } from '../figures.ts';
import type { Check } from './check.ts';

// A bound that is meant to be the value itself may differ in the last bit.
const slack = 1e-9;

export const outsideRange: Check = {
  code: 'outside-range',
  needs: 'words',
  run: ({ draft }) =>
    [...draft.assumptions.values()].flatMap(({ id, figure, low, high, text }) => {
      if (low === undefined || high === undefined || figure.unit !== low.unit) return [];
      if (!isBelow(figure, low) && !isBelow(high, figure)) return [];
      const message = `"${text}" is ${isBelow(figure, low) ? 'below' : 'above'} its own range.`;
      return [finding('outside-range', ['assumptions', id, 'range'], message, 'Change the value or widen the range.')];
    }),
};

const isBelow = (a: Figure, b: Figure): boolean => a.value < b.value - slack * Math.abs(b.value);
