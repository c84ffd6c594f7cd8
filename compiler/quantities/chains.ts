// An expression to its operands: numbers with the chain of units behind them, and everything else.
import { combine, dimensionless, type Quantity } from './dimension.ts';
import type { Expression, WordNode } from './expression.ts';
import type { Span } from './fault.ts';
import { type Kinds, type Unit, unitOf } from './units.ts';

export interface ChainUnit {
  readonly operator: '*' | '/';
  readonly word: WordNode;
  /** Undefined where the word directly behind the number is no unit. */
  readonly unit: Unit | undefined;
}

/** A number, with its sign, and the units that belong to it: `20e6 items / year`. */
export interface Chain {
  readonly number: number;
  readonly units: readonly ChainUnit[];
  /** The first unit that follows a `*` or `/`. */
  readonly tail?: WordNode;
}

export interface Operand {
  readonly operator: '*' | '/';
  readonly span: Span;
  readonly value: Chain | Expression;
  /** A word directly behind a chain, where a unit was possible. */
  readonly chained: boolean;
}

export function isChain(value: Chain | Expression): value is Chain {
  return 'units' in value;
}

/**
 * The factors of a product, or the whole of anything else. A chain starts at a number and goes on for as long as
 * `*` or `/` and single words follow that are units.
 */
export function operandsOf(expression: Expression, kinds: Kinds): readonly Operand[] {
  const factors = expression.kind === 'product' ? expression.factors : [{ operator: '*' as const, factor: expression }];
  const operands: Operand[] = [];
  for (const { operator, factor } of factors) {
    const last = operands.at(-1);
    const chained = factor.kind === 'word' && last !== undefined && isChain(last.value);
    const longer = factor.kind === 'word' && last !== undefined ? extended(last, operator, factor, kinds) : undefined;
    if (longer !== undefined) operands[operands.length - 1] = longer;
    else operands.push({ operator, span: factor, value: chainStart(factor, kinds) ?? factor, chained });
  }
  return operands;
}

/** The chain that is the whole expression, or undefined where it is more than a number and its units. */
export function chainOf(expression: Expression, kinds: Kinds): Chain | undefined {
  const [first, ...rest] = operandsOf(expression, kinds);
  return first !== undefined && isChain(first.value) && rest.length === 0 ? first.value : undefined;
}

function extended(operand: Operand, operator: '*' | '/', word: WordNode, kinds: Kinds): Operand | undefined {
  const unit = unitOf(word.text, kinds);
  const { value, span } = operand;
  if (unit === undefined || !isChain(value)) return undefined;
  const units = [...value.units, { operator, word, unit }];
  const length = word.offset + word.length - span.offset;
  return { ...operand, span: { offset: span.offset, length }, value: { tail: word, ...value, units } };
}

function chainStart(factor: Expression, kinds: Kinds): Chain | undefined {
  if (factor.kind === 'negate') {
    const inner = chainStart(factor.operand, kinds);
    // 0 - x, not -x: no zero of ours is negative.
    return inner && { ...inner, number: 0 - inner.number };
  }
  if (factor.kind !== 'number') return undefined;
  const { value, unit: word } = factor;
  return { number: value, units: word ? [{ operator: '*', word, unit: unitOf(word.text, kinds) }] : [] };
}

/** A number with a chain's units, in base units. */
export function measured(number: number, units: Chain['units']): Quantity {
  let quantity: Quantity = { value: number, dimension: dimensionless };
  for (const { operator, unit } of units) if (unit !== undefined) quantity = withUnit(quantity, unit, operator);
  return quantity;
}

/** A quantity times or over 1 of a unit. */
export function withUnit(quantity: Quantity, unit: Unit, operator: '*' | '/'): Quantity {
  const { factor, divisor } = unit;
  return {
    value: operator === '*' ? (quantity.value * factor) / divisor : (quantity.value / factor) * divisor,
    dimension: combine(quantity.dimension, unit.dimension, operator === '*' ? 1 : -1),
  };
}
