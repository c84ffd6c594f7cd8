// The text of a condition to a predicate over an item.

import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Scope } from './scope.ts';
import { type Cursor, cursor } from './tokens.ts';
import { type Attributes, invalid, order, same } from './values.ts';

export type Predicate = (item: Attributes) => boolean;
type Operand = (item: Attributes) => AttributeValue | undefined;

const comparators: Record<string, (a: AttributeValue, b: AttributeValue) => boolean> = {
  '=': same,
  '<>': (a, b) => !same(a, b),
  '<': (a, b) => (order(a, b) ?? 0) < 0,
  '<=': (a, b) => (order(a, b) ?? 1) <= 0,
  '>': (a, b) => (order(a, b) ?? 0) > 0,
  '>=': (a, b) => (order(a, b) ?? -1) >= 0,
};

/** No text is a condition that always holds. */
export function condition(text: string | undefined, scope: Scope): Predicate {
  if (text === undefined) return () => true;
  const tokens = cursor(text);
  const predicate = or(tokens, scope);
  if (tokens.peek() !== undefined) throw invalid(`Invalid expression: ${tokens.peek()} is left over: ${text}`);
  return predicate;
}

function or(tokens: Cursor, scope: Scope): Predicate {
  const parts = [and(tokens, scope)];
  while (tokens.take('OR')) parts.push(and(tokens, scope));
  return (item) => parts.some((part) => part(item));
}

function and(tokens: Cursor, scope: Scope): Predicate {
  const parts = [not(tokens, scope)];
  while (tokens.take('AND')) parts.push(not(tokens, scope));
  return (item) => parts.every((part) => part(item));
}

function not(tokens: Cursor, scope: Scope): Predicate {
  if (tokens.take('NOT')) {
    const part = not(tokens, scope);
    return (item) => !part(item);
  }
  return primary(tokens, scope);
}

function primary(tokens: Cursor, scope: Scope): Predicate {
  if (tokens.take('(')) {
    const inside = or(tokens, scope);
    tokens.expect(')');
    return inside;
  }
  if (tokens.take('attribute_exists')) return existence(tokens, scope, true);
  if (tokens.take('attribute_not_exists')) return existence(tokens, scope, false);
  if (tokens.take('begins_with')) return prefix(tokens, scope);
  return comparison(tokens, scope);
}

function existence(tokens: Cursor, scope: Scope, wanted: boolean): Predicate {
  tokens.expect('(');
  const path = pathOf(tokens, scope);
  tokens.expect(')');
  return (item) => (path(item) !== undefined) === wanted;
}

function prefix(tokens: Cursor, scope: Scope): Predicate {
  tokens.expect('(');
  const path = pathOf(tokens, scope);
  tokens.expect(',');
  const start = operand(tokens, scope);
  tokens.expect(')');
  return (item) => path(item)?.S?.startsWith(start(item)?.S ?? '\u0000') ?? false;
}

function comparison(tokens: Cursor, scope: Scope): Predicate {
  const left = operand(tokens, scope);
  if (tokens.take('BETWEEN')) {
    const from = operand(tokens, scope);
    tokens.expect('AND');
    const to = operand(tokens, scope);
    return (item) => holds('>=', left(item), from(item)) && holds('<=', left(item), to(item));
  }
  const comparator = tokens.next();
  if (!(comparator in comparators)) throw invalid(`Invalid expression: ${comparator} compares nothing`);
  const right = operand(tokens, scope);
  return (item) => holds(comparator, left(item), right(item));
}

/** What is missing compares with nothing. */
function holds(comparator: string, a: AttributeValue | undefined, b: AttributeValue | undefined): boolean {
  return a !== undefined && b !== undefined && (comparators[comparator]?.(a, b) ?? false);
}

function operand(tokens: Cursor, scope: Scope): Operand {
  if (!tokens.peek()?.startsWith(':')) return pathOf(tokens, scope);
  const value = scope.value(tokens.next());
  return () => value;
}

function pathOf(tokens: Cursor, scope: Scope): Operand {
  const names = path(tokens, scope);
  return (item) => names.reduce<AttributeValue | undefined>((value, name) => value?.M?.[name], { M: item });
}

/** The attribute names of the path that comes next. */
export function path(tokens: Cursor, scope: Scope): string[] {
  const names = [scope.name(tokens.next())];
  while (tokens.take('.')) names.push(scope.name(tokens.next()));
  return names;
}
