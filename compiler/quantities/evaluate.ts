// The tree of a quantity, with the values of the names it uses, to a quantity in base units or the first fault in it.

import { sum } from '../rounding.ts';
import { quoted } from '../wording.ts';
import { type Chain, isChain, measured, type Operand, operandsOf } from './chains.ts';
import { combine, type Dimension, dimensionless, dimensionWords, type Quantity, sameDimension } from './dimension.ts';
import type { Expression, SumNode, WordNode } from './expression.ts';
import { type Fault, fault, isFault, type Span } from './fault.ts';
import type { Kinds } from './units.ts';
import { unknownFactor, unknownName, unknownUnit } from './words.ts';

/** What an expression may use. A name without a value has a fault of its own, and gives the fault `unresolved`. */
export interface Scope {
  readonly kinds: Kinds;
  readonly names: ReadonlySet<string>;
  readonly values: ReadonlyMap<string, Quantity>;
}

export function evaluate(expression: Expression, scope: Scope): Quantity | Fault {
  switch (expression.kind) {
    case 'word':
      return evaluateName(expression, scope, false);
    case 'group':
      return evaluate(expression.inner, scope);
    case 'sum':
      return evaluateSum(expression, scope);
    case 'number':
    case 'product':
      return evaluateProduct(expression, scope);
    case 'negate': {
      const operand = evaluate(expression.operand, scope);
      return isFault(operand) ? operand : { ...operand, value: 0 - operand.value };
    }
  }
}

function evaluateName(word: WordNode, scope: Scope, chained: boolean): Quantity | Fault {
  const value = scope.values.get(word.text);
  if (value !== undefined) return value;
  if (scope.names.has(word.text))
    return fault('unresolved', word, `${quoted(word.text)} has no value.`, `Mend ${quoted(word.text)} first.`);
  return chained ? unknownFactor(word, scope.kinds, scope.names) : unknownName(word, scope.kinds, scope.names);
}

function evaluateSum(node: SumNode, scope: Scope): Quantity | Fault {
  let total: Quantity | undefined;
  for (const { operator, term } of node.terms) {
    const next = evaluate(term, scope);
    if (isFault(next)) return next;
    if (total !== undefined && !sameDimension(total.dimension, next.dimension))
      return mismatch(total.dimension, next.dimension, operator, term);
    const before: number = total?.value ?? 0;
    const value = sum(before, operator === '+' ? next.value : -next.value);
    const result = finite({ value, dimension: next.dimension }, node);
    if (isFault(result)) return result;
    total = result;
  }
  return total ?? { value: 0, dimension: dimensionless };
}

function mismatch(left: Dimension, right: Dimension, operator: '+' | '-', at: Span): Fault {
  const sides = `${dimensionWords(left)} and ${dimensionWords(right)}`;
  const hint = 'Give both sides the same unit, or multiply one by what turns it into the other.';
  return fault('unit-mismatch', at, `${operator} stands between ${sides}.`, hint);
}

function evaluateProduct(node: Expression, scope: Scope): Quantity | Fault {
  let result: Quantity | undefined;
  for (const operand of operandsOf(node, scope.kinds)) {
    const { operator, span } = operand;
    const next = evaluateOperand(operand, scope);
    if (isFault(next)) return next;
    if (operator === '/' && next.value === 0)
      return fault('division-by-zero', span, 'This divides by zero.', 'Divide by something other than 0.');
    const product = finite(result === undefined ? next : multiply(result, next, operator), node);
    if (isFault(product)) return product;
    result = product;
  }
  return result ?? { value: 1, dimension: dimensionless };
}

function evaluateOperand({ operator, span, value, chained }: Operand, scope: Scope): Quantity | Fault {
  if (!isChain(value)) return value.kind === 'word' ? evaluateName(value, scope, chained) : evaluate(value, scope);
  if (operator === '/' && value.tail !== undefined) {
    const message = 'This unit could belong to the number before it or to the whole.';
    return fault(
      'ambiguous-unit',
      value.tail,
      message,
      'Put brackets around what belongs together: 6 / (2 items / s) or (6 / 2 items) / 1 s.',
    );
  }
  return evaluateChain(value, span, scope);
}

function evaluateChain(chain: Chain, at: Span, scope: Scope): Quantity | Fault {
  const unknown = chain.units.find(({ unit }) => unit === undefined);
  if (unknown !== undefined) return unknownUnit(unknown.word, scope.kinds, scope.names);
  return finite(measured(chain.number, chain.units), at);
}

function multiply(left: Quantity, right: Quantity, operator: '*' | '/'): Quantity {
  return {
    value: operator === '*' ? left.value * right.value : left.value / right.value,
    dimension: combine(left.dimension, right.dimension, operator === '*' ? 1 : -1),
  };
}

function finite(quantity: Quantity, at: Span): Quantity | Fault {
  if (Number.isFinite(quantity.value)) return quantity;
  return fault('not-finite', at, 'The result is too large to calculate with.', 'Keep every value below 1e308.');
}
