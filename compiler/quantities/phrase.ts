// A quantity, or the expression that an author wrote, to words in a sentence: "20 million items a year".

import { spaced } from '../wording.ts';
import { type Chain, chainOf, isChain, operandsOf } from './chains.ts';
import { valueIn } from './convert.ts';
import { isKind, type Quantity } from './dimension.ts';
import type { Expression } from './expression.ts';
import { isFault } from './fault.ts';
import { kindsOf } from './kinds.ts';
import { naturalUnit } from './natural-unit.ts';
import { formatNumber, roundTo } from './number-format.ts';
import { parseExpression } from './parse.ts';
import { type Kinds, units } from './units.ts';

// Every digit that an author can have meant.
const authorsDigits = 15;

/**
 * What an expression says, for `$value` in a statement. Numbers with units keep the author's units and all their digits;
 * anything computed is its quantity in the unit that suits its size. `quantity` is what the expression evaluates to. Where
 * the sentence it goes into names what it is counted by, that is left off: "An order holds 3 items", not "3 items per order".
 */
export function phrase(expression: Expression, quantity: Quantity, kinds: Kinds, sentence = ''): string {
  const parts: string[] = [];
  for (const { operator, value } of operandsOf(expression, kinds)) {
    const first = parts.length === 0;
    // 2000 / 5 min reads "2,000 per 5 min"; any other product is for us to compute.
    if (!isChain(value) || (!first && (operator === '*' || value.units.length === 0)))
      return computed(expression, quantity, sentence);
    if (value.units.some((unit, at) => at > 0 && unit.operator === '*'))
      return computed(expression, quantity, sentence);
    const number = formatNumber(value.number, { digits: authorsDigits, words: true });
    const over =
      !first && value.number === 1 ? value.units.map((unit) => ({ ...unit, operator: '/' as const })) : undefined;
    if (over !== undefined) parts.push(chainWords({ ...value, units: over }, '', true, sentence));
    else parts.push(`${first ? '' : 'per '}${chainWords(value, number, true, sentence)}`);
  }
  return parts.join(' ');
}

/** A quantity in the unit that suits its size, for a sentence: three significant digits, millions in words. */
export function describe(quantity: Quantity): string {
  return inUnits(quantity, naturalUnit(quantity), true);
}

function computed(expression: Expression, quantity: Quantity, sentence: string): string {
  const percent = Object.keys(quantity.dimension).length === 0 && usesPercent(expression);
  return inUnits(quantity, percent ? '%' : naturalUnit(quantity), true, 3, sentence);
}

function usesPercent(expression: Expression): boolean {
  if (expression.kind === 'number') return expression.unit?.text === '%';
  return expression.kind === 'sum' && expression.terms.some(({ term }) => usesPercent(term));
}

function inUnits(quantity: Quantity, unit: string, words: boolean, digits = 3, sentence = ''): string {
  const value = valueIn(quantity, unit);
  const parsed = parseExpression(`1 ${unit}`);
  const kinds = kindsOf(Object.keys(quantity.dimension).filter(isKind));
  const chain = isFault(parsed) ? undefined : chainOf(parsed, kinds);
  const text = formatNumber(value, { digits, words });
  return chain === undefined ? text : chainWords({ ...chain, number: roundTo(value, digits) }, text, false, sentence);
}

// What an author counts keeps the author's word, who knows better than a rule how it reads behind the number.
function chainWords(chain: Chain, number: string, asWritten: boolean, sentence: string): string {
  const above: string[] = [];
  const below: string[] = [];
  for (const { operator, word, unit } of chain.units) {
    if (unit === undefined) continue;
    const counted = !units.has(word.text);
    const said = counted ? spaced : (text: string) => text;
    const behind = chain.number === 1 ? unit.one : unit.many;
    if (operator === '*') above.push(said(asWritten && counted ? word.text : behind));
    else if (!(counted && names(sentence, said(unit.one)))) below.push(said(unit.per));
  }
  return [number, above.join(' × '), ...below].filter((part) => part !== '').join(' ');
}

// Only the singular: "an order" says what is counted by, "orders" are what is counted.
function names(sentence: string, noun: string): boolean {
  return ` ${sentence.toLowerCase().replace(/[^a-z0-9_]+/g, ' ')} `.includes(` ${noun.toLowerCase()} `);
}
