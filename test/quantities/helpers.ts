// What the tests of quantities share: a scope with a few names and kinds, and text straight to a value or fault.
import {
  evaluate,
  isFault,
  kindsOf,
  parseExpression,
  type Quantity,
  resolveAssumptions,
} from '../../compiler/quantities/index.ts';

export const kinds = kindsOf(['passenger', 'booking', 'visit', 'search', 'person']);

export function resolve(definitions: Readonly<Record<string, string>>) {
  const parsed = Object.entries(definitions).map(([name, text]) => [name, parseExpression(text)] as const);
  return resolveAssumptions(new Map(parsed), kinds);
}

export const scope = resolve({
  rate: '20 bookings / s',
  share: '20 %',
  size: '2 kB',
  none: '0',
  nothing: '0 s',
});

export function read(text: string) {
  const parsed = parseExpression(text);
  return isFault(parsed) ? parsed : evaluate(parsed, scope);
}

export function quantityOf(text: string): Quantity {
  const value = read(text);
  if (isFault(value)) throw new Error(`${text}: ${value.code} ${value.message}`);
  return value;
}
