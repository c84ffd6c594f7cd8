// What a value measures: bases (seconds, bytes, US dollars, kinds) with integer exponents, and arithmetic on them.
import { plural } from './plural.ts';

/** Base ('s', 'B', 'USD' or a kind in the singular) to exponent; sorted by base, none of them 0. */
export type Dimension = Readonly<Record<string, number>>;

/** A value in base units: seconds, bytes, US dollars, single things of a kind. */
export interface Quantity {
  readonly value: number;
  readonly dimension: Dimension;
}

export const dimensionless: Dimension = {};

/** The canonical dimension of these bases; exponents of the same base add up. */
export function dimensionOf(parts: Iterable<readonly [base: string, exponent: number]>): Dimension {
  const exponents = new Map<string, number>();
  for (const [base, exponent] of parts) exponents.set(base, (exponents.get(base) ?? 0) + exponent);
  const kept = [...exponents].filter(([, exponent]) => exponent !== 0);
  return Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The dimension of a product (sign 1) or of a quotient (sign -1). */
export function combine(left: Dimension, right: Dimension, sign: 1 | -1): Dimension {
  const turned = Object.entries(right).map(([base, exponent]) => [base, exponent * sign] as const);
  return dimensionOf([...Object.entries(left), ...turned]);
}

export function sameDimension(left: Dimension, right: Dimension): boolean {
  const bases = Object.entries(left);
  if (bases.length !== Object.keys(right).length) return false;
  return bases.every(([base, exponent]) => exponentOf(right, base) === exponent);
}

/** How often a base stands in a dimension, 0 for not at all; safe for kinds named like members of Object. */
export function exponentOf(dimension: Dimension, base: string): number {
  return Object.hasOwn(dimension, base) ? (dimension[base] ?? 0) : 0;
}

/** Whether a base is something counted rather than time, bytes or money. */
export function isKind(base: string): boolean {
  return base !== 's' && base !== 'B' && base !== 'USD';
}

/** A dimension as messages name it: "orders/s", "bytes", "a plain number". */
export function dimensionWords(dimension: Dimension): string {
  const bases = Object.entries(dimension);
  if (bases.length === 0) return 'a plain number';
  const over = bases.filter(([, exponent]) => exponent > 0);
  const under = bases.filter(([, exponent]) => exponent < 0);
  const top = over.map(([base, exponent]) => power(manyWord(base), exponent)).join('*');
  return `${top === '' ? '1' : top}${under.map(([base, exponent]) => `/${power(oneWord(base), -exponent)}`).join('')}`;
}

function power(word: string, exponent: number): string {
  return exponent === 1 ? word : `${word}^${exponent}`;
}

function manyWord(base: string): string {
  if (base === 's') return 'seconds';
  if (base === 'B') return 'bytes';
  return isKind(base) ? plural(base) : base;
}

function oneWord(base: string): string {
  return base === 'B' ? 'byte' : base;
}
