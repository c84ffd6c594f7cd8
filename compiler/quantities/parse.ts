// The text of a quantity or of a range to its tree, or to the first fault in it. The grammar is in README.md.

import { quoted } from '../wording.ts';
import type { Expression, NumberNode, RangeExpression, WordNode } from './expression.ts';
import { type Fault, fault, isFault, type Span } from './fault.ts';
import { type Token, tokensOf } from './tokens.ts';

export type Parsed = Expression | Fault;
export type ParsedRange = RangeExpression | Fault;

/** Longer texts and deeper brackets are faults: both come from mistakes, and this keeps every walk of a tree shallow. */
export const maxLength = 2000;
export const maxDepth = 64;

interface Reader {
  readonly tokens: readonly Token[];
  at: number;
  depth: number;
}

/** One value. A fault never throws; all offsets are into `text`. */
export function parseExpression(text: string): Parsed {
  const reader = open(text);
  if (isFault(reader)) return reader;
  const expression = sum(reader);
  if (isFault(expression)) return expression;
  const rest = peek(reader);
  if (isSign(rest, '..'))
    return fault('syntax', rest, 'A range stands where one value is wanted.', 'Write one value without "..".');
  return rest.type === 'end' ? expression : misplaced(rest);
}

/** Two values with `..` between. What the left bound means without a unit is settled by `evaluateRange`. */
export function parseRange(text: string): ParsedRange {
  const reader = open(text);
  if (isFault(reader)) return reader;
  const low = sum(reader);
  if (isFault(low)) return low;
  const dots = take(reader);
  if (dots.type === 'end')
    return fault('syntax', dots, 'A range needs a lower and an upper bound.', 'Write it as 1 .. 3 s.');
  if (!isSign(dots, '..')) return misplaced(dots);
  const high = sum(reader);
  if (isFault(high)) return high;
  const rest = peek(reader);
  if (isSign(rest, '..')) return fault('syntax', rest, 'A range has two bounds, not three.', 'Write it as 1 .. 3 s.');
  return rest.type === 'end' ? { low, high, ...across(low, high) } : misplaced(rest);
}

function open(text: string): Reader | Fault {
  if (text.length > maxLength) {
    const message = `A quantity has at most ${maxLength} characters, this one has ${text.length}.`;
    return fault('syntax', { offset: maxLength, length: 1 }, message, 'Name its parts as assumptions of their own.');
  }
  return { tokens: tokensOf(text), at: 0, depth: 0 };
}

function sum(reader: Reader): Parsed {
  const first = product(reader);
  if (isFault(first)) return first;
  const terms: { operator: '+' | '-'; term: Expression }[] = [{ operator: '+', term: first }];
  let last = first;
  for (let operator = signOf(peek(reader)); operator === '+' || operator === '-'; operator = signOf(peek(reader))) {
    take(reader);
    const term = product(reader);
    if (isFault(term)) return term;
    terms.push({ operator, term });
    last = term;
  }
  return terms.length === 1 ? first : { kind: 'sum', terms, ...across(first, last) };
}

function product(reader: Reader): Parsed {
  const first = factor(reader);
  if (isFault(first)) return first;
  const factors: { operator: '*' | '/'; factor: Expression }[] = [{ operator: '*', factor: first }];
  let last = first;
  for (let operator = signOf(peek(reader)); operator === '*' || operator === '/'; operator = signOf(peek(reader))) {
    take(reader);
    const next = factor(reader);
    if (isFault(next)) return next;
    factors.push({ operator, factor: next });
    last = next;
  }
  return factors.length === 1 ? first : { kind: 'product', factors, ...across(first, last) };
}

function factor(reader: Reader): Parsed {
  const token = take(reader);
  if (token.type === 'number') return number(reader, token);
  if (token.type === 'word') return { kind: 'word', text: token.text, ...spanOf(token) };
  if (!isSign(token, '-') && !isSign(token, '(')) return missing(token);
  if (reader.depth === maxDepth)
    return fault('syntax', spanOf(token), `Nested deeper than ${maxDepth} levels.`, 'Name the inner parts.');
  reader.depth += 1;
  const inside = isSign(token, '-') ? factor(reader) : sum(reader);
  reader.depth -= 1;
  if (isFault(inside)) return inside;
  if (isSign(token, '-')) return { kind: 'negate', operand: inside, ...across(token, inside) };
  const close = take(reader);
  if (isSign(close, ')')) return { kind: 'group', inner: inside, ...across(token, close) };
  if (close.type === 'end')
    return fault('syntax', spanOf(token), 'This bracket is never closed.', 'Add the missing ")".');
  return misplaced(close);
}

function number(reader: Reader, token: Token & { type: 'number' }): NumberNode {
  const next = peek(reader);
  const text = next.type === 'word' ? next.text : isSign(next, '%') ? '%' : undefined;
  if (text === undefined) return { kind: 'number', value: token.value, ...spanOf(token) };
  take(reader);
  const unit: WordNode = { kind: 'word', text, ...spanOf(next) };
  return { kind: 'number', value: token.value, unit, ...across(token, next) };
}

// A value was to come, and something else came.
function missing(token: Token): Fault {
  if (token.type === 'fault') return token.fault;
  const hint = 'Write a number, a name or a bracket.';
  if (token.type === 'end') return fault('syntax', spanOf(token), 'A value is missing at the end.', hint);
  const text = token.type === 'sign' ? token.text : '';
  if (text === '%') return fault('syntax', spanOf(token), '% stands behind no number.', 'Write it behind one: 20 %.');
  return fault('syntax', spanOf(token), `A value is missing before "${text}".`, hint);
}

// A value is complete, and something other than an operator follows.
function misplaced(token: Token): Fault {
  if (token.type === 'fault') return token.fault;
  const span = spanOf(token);
  if (token.type === 'word') {
    const hint = 'Put + - * or / before it; only a number takes a unit without one: 5 s, (2 + 3) * 1 s.';
    return fault('syntax', span, `Nothing joins ${quoted(token.text)} to what stands before it.`, hint);
  }
  if (token.type === 'number')
    return fault(
      'syntax',
      span,
      'Nothing joins this number to what stands before it.',
      'Put + - * or / before it; digits are not grouped.',
    );
  if (isSign(token, ')')) return fault('syntax', span, 'This bracket closes nothing.', 'Remove it, or add a "(".');
  if (isSign(token, '('))
    return fault(
      'syntax',
      span,
      'Nothing joins this bracket to what stands before it.',
      'Put + - * or / before it; there are no functions.',
    );
  if (isSign(token, '%'))
    return fault('syntax', span, '% stands behind no number.', 'Write it directly behind one: 20 %.');
  return fault('syntax', span, 'A range cannot stand within brackets.', 'Write it as 1 .. 3 s.');
}

function peek(reader: Reader): Token {
  return reader.tokens[reader.at] ?? { type: 'end', offset: 0, length: 0 };
}

function take(reader: Reader): Token {
  const token = peek(reader);
  if (token.type !== 'end' && token.type !== 'fault') reader.at += 1;
  return token;
}

function signOf(token: Token): string | undefined {
  return token.type === 'sign' ? token.text : undefined;
}

function isSign(token: Token, text: string): boolean {
  return token.type === 'sign' && token.text === text;
}

function spanOf(span: Span): Span {
  return { offset: span.offset, length: span.length };
}

function across(first: Span, last: Span): Span {
  return { offset: first.offset, length: last.offset + last.length - first.offset };
}
