// The quantity language: text to trees, trees to quantities in base units, quantities to numbers and words.
export { type AssumptionFault, type ResolvedAssumptions, resolveAssumptions } from './assumptions.ts';
export { valueIn } from './convert.ts';
export { type Dimension, dimensionOf, dimensionWords, type Quantity, sameDimension } from './dimension.ts';
export { evaluate, type Scope } from './evaluate.ts';
export { type Expression, printExpression, type RangeExpression } from './expression.ts';
export { type Fault, type FaultCode, isFault, type Span } from './fault.ts';
export { toFormula } from './formula-text.ts';
export { builtInKinds, isNameTaken, kindsOf } from './kinds.ts';
export { nearest } from './nearest.ts';
export { formatNumber, type NumberFormat, roundTo } from './number-format.ts';
export { type Parsed, type ParsedRange, parseExpression, parseRange } from './parse.ts';
export { describe, phrase } from './phrase.ts';
export { plural } from './plural.ts';
export { evaluateRange, type QuantityRange } from './range.ts';
export {
  conforms,
  exampleOf,
  isQuantityType,
  type Misfit,
  outOfBounds,
  type QuantityType,
  quantityTypes,
} from './types.ts';
export type { Kinds } from './units.ts';
export { type Reference, references } from './words.ts';
