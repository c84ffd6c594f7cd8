// A quantity in base units to a number of a given unit.
import { chainOf, withUnit } from './chains.ts';
import { dimensionless, dimensionWords, isKind, type Quantity, sameDimension } from './dimension.ts';
import { isFault } from './fault.ts';
import { kindsOf } from './kinds.ts';
import { parseExpression } from './parse.ts';

/**
 * A quantity as a number of a unit: `valueIn(q, 'ms')`, `valueIn(q, 'kB / s')`. Throws where the unit does not measure
 * the quantity: types are checked with `conforms` before, so that is a mistake in our code and none in a model.
 */
export function valueIn(quantity: Quantity, unit: string): number {
  const parsed = parseExpression(`1 ${unit}`);
  const kinds = kindsOf(Object.keys(quantity.dimension).filter(isKind));
  const chain = isFault(parsed) ? undefined : chainOf(parsed, kinds);
  if (chain === undefined || chain.units.some((part) => part.unit === undefined))
    throw new Error(`"${unit}" is not a unit of ${dimensionWords(quantity.dimension)}`);
  let result = quantity;
  for (const part of chain.units)
    if (part.unit !== undefined) result = withUnit(result, part.unit, part.operator === '*' ? '/' : '*');
  if (!sameDimension(result.dimension, dimensionless))
    throw new Error(`"${unit}" does not measure ${dimensionWords(quantity.dimension)}`);
  return result.value;
}
