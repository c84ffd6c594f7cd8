// The tree of a quantity's text, and the tree back to text.
import type { Span } from './fault.ts';

export interface NumberNode extends Span {
  readonly kind: 'number';
  readonly value: number;
  /** The word directly behind the number. */
  readonly unit?: WordNode;
}

/** A word that stands as a factor: a unit or a name, by `readProduct`. */
export interface WordNode extends Span {
  readonly kind: 'word';
  readonly text: string;
}

export interface NegateNode extends Span {
  readonly kind: 'negate';
  readonly operand: Expression;
}

/** What stands in brackets. */
export interface GroupNode extends Span {
  readonly kind: 'group';
  readonly inner: Expression;
}

/** Factors from left to right; the first one's operator is always '*'. At least two. */
export interface ProductNode extends Span {
  readonly kind: 'product';
  readonly factors: readonly { readonly operator: '*' | '/'; readonly factor: Expression }[];
}

/** Terms from left to right; the first one's operator is always '+'. At least two. */
export interface SumNode extends Span {
  readonly kind: 'sum';
  readonly terms: readonly { readonly operator: '+' | '-'; readonly term: Expression }[];
}

export type Expression = NumberNode | WordNode | NegateNode | GroupNode | ProductNode | SumNode;

export interface RangeExpression extends Span {
  readonly low: Expression;
  readonly high: Expression;
}

/** The text of a tree, spaced evenly; parsing it gives the tree back. */
export function printExpression(expression: Expression): string {
  switch (expression.kind) {
    case 'number':
      return `${expression.value}${expression.unit === undefined ? '' : ` ${expression.unit.text}`}`;
    case 'word':
      return expression.text;
    case 'negate':
      return `-${printExpression(expression.operand)}`;
    case 'group':
      return `(${printExpression(expression.inner)})`;
    case 'product':
      return joined(expression.factors.map(({ operator, factor }) => [operator, factor]));
    case 'sum':
      return joined(expression.terms.map(({ operator, term }) => [operator, term]));
  }
}

function joined(parts: readonly (readonly [operator: string, part: Expression])[]): string {
  return parts
    .map(([operator, part], at) => (at === 0 ? printExpression(part) : ` ${operator} ${printExpression(part)}`))
    .join('');
}
