// An expression that evaluates to the same formula in base units: bare numbers, names, + - * / and brackets.
import { isChain, measured, operandsOf } from './chains.ts';
import type { Expression } from './expression.ts';
import type { Kinds } from './units.ts';

/** `24 h * rate + 2 kB / s` gives "86400 * rate + 2000". Over the names' values in base units it computes what `evaluate` does. */
export function toFormula(expression: Expression, kinds: Kinds): string {
  switch (expression.kind) {
    case 'word':
      return expression.text;
    case 'group':
      return `(${toFormula(expression.inner, kinds)})`;
    case 'negate':
      return `-${toFormula(expression.operand, kinds)}`;
    case 'sum':
      return expression.terms
        .map(({ operator, term }, at) => `${at === 0 ? '' : ` ${operator} `}${toFormula(term, kinds)}`)
        .join('');
    case 'number':
    case 'product':
      return operandsOf(expression, kinds)
        .map(({ operator, value }, at) => {
          const text = isChain(value) ? `${measured(value.number, value.units).value}` : toFormula(value, kinds);
          return `${at === 0 ? '' : ` ${operator} `}${text}`;
        })
        .join('');
  }
}
