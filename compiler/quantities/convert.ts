// A quantity in base units to a number of a given unit.
import { chainOf, withUnit } from './chains.ts';
import { dimensionless, dimensionOf, dimensionWords, isKind, type Quantity, sameDimension } from './dimension.ts';
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

/** US dollars a month of a `monthlyMoney`: what has no time in it already is a month's. */
export function monthlyUsd(quantity: Quantity): number {
  return sameDimension(quantity.dimension, dimensionOf([['USD', 1]]))
    ? quantity.value
    : valueIn(quantity, 'USD / month');
}

/** The growth in a year of a `growth`, 0.4 for 40 %: what has no time in it already is a year's. */
export function yearlyGrowth(quantity: Quantity): number {
  return sameDimension(quantity.dimension, {}) ? quantity.value : valueIn(quantity, '/ year');
}
