// The two bounds of a range to two quantities; a left bound of bare numbers takes the unit of the right one.
import { chainOf, measured } from './chains.ts';
import { dimensionWords, type Quantity, sameDimension } from './dimension.ts';
import { evaluate, type Scope } from './evaluate.ts';
import type { Expression, RangeExpression } from './expression.ts';
import { type Fault, fault, isFault } from './fault.ts';

export interface QuantityRange {
  readonly low: Quantity;
  readonly high: Quantity;
}

/** `1 .. 3 items / user` is 1 item to 3 items per user. Bounds of one dimension in rising order, or a fault. */
export function evaluateRange(range: RangeExpression, scope: Scope): QuantityRange | Fault {
  const high = evaluate(range.high, scope);
  if (isFault(high)) return high;
  const plain = evaluate(range.low, scope);
  if (isFault(plain)) return plain;
  if (isBare(range.high) && !isBare(range.low))
    return fault(
      'unit-mismatch',
      range.high,
      'The right bound has no unit and the left one has.',
      'Write the unit behind the right bound; the left one takes it over.',
    );
  const chain = isBare(range.low) ? chainOf(range.high, scope.kinds) : undefined;
  const low = chain === undefined ? plain : measured(plain.value, chain.units);
  if (!sameDimension(low.dimension, high.dimension)) {
    const sides = `${dimensionWords(low.dimension)} and ${dimensionWords(high.dimension)}`;
    return fault('unit-mismatch', range.high, `The bounds are ${sides}.`, 'Give both bounds the same unit.');
  }
  if (low.value > high.value)
    return fault('range-order', range, 'The lower bound is above the upper one.', 'Write the smaller bound first.');
  return { low, high };
}

/** Whether an expression is made of numbers alone: no unit, no name. */
function isBare(expression: Expression): boolean {
  switch (expression.kind) {
    case 'number':
      return expression.unit === undefined;
    case 'word':
      return false;
    case 'negate':
      return isBare(expression.operand);
    case 'group':
      return isBare(expression.inner);
    case 'sum':
      return expression.terms.every(({ term }) => isBare(term));
    case 'product':
      return expression.factors.every(({ factor }) => isBare(factor));
  }
}
