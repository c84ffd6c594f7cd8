// The text of an update to what it makes of an item. Only whole attributes are updated, which is all that FlyHigh does.

import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { path } from './condition.ts';
import type { Scope } from './scope.ts';
import { type Cursor, cursor } from './tokens.ts';
import { type Attributes, invalid } from './values.ts';

/** Reads the item as it was, writes into the one to be. */
type Action = (before: Attributes, after: Attributes) => void;
type Value = (item: Attributes) => AttributeValue;

export function update(text: string, scope: Scope, keys: readonly string[]): (item: Attributes) => Attributes {
  const tokens = cursor(text);
  const touched = new Set(keys);
  const actions: Action[] = [];
  const clauses = new Set<string>();
  while (tokens.peek() !== undefined) {
    const clause = tokens.next().toUpperCase();
    if (clauses.has(clause)) throw invalid(`Invalid UpdateExpression: ${clause} comes twice: ${text}`);
    clauses.add(clause);
    do {
      const name = target(tokens, scope);
      if (touched.has(name)) throw invalid(`Invalid UpdateExpression: ${name} is a key, or is updated twice: ${text}`);
      touched.add(name);
      actions.push(action(clause, name, tokens, scope));
    } while (tokens.take(','));
  }
  return (before) => {
    const after = { ...before };
    for (const act of actions) act(before, after);
    return after;
  };
}

function target(tokens: Cursor, scope: Scope): string {
  const [name, ...deeper] = path(tokens, scope);
  if (name === undefined || deeper.length > 0) throw invalid('the double updates whole attributes only');
  return name;
}

function action(clause: string, name: string, tokens: Cursor, scope: Scope): Action {
  if (clause === 'REMOVE') {
    return (_before, after) => {
      delete after[name];
    };
  }
  if (clause === 'ADD') {
    const value = scope.value(tokens.next());
    return (before, after) => {
      after[name] = sum(before[name] ?? { N: '0' }, value, 1);
    };
  }
  if (clause !== 'SET') throw invalid(`Invalid UpdateExpression: ${clause} does nothing`);
  tokens.expect('=');
  const value = arithmetic(tokens, scope);
  return (before, after) => {
    after[name] = value(before);
  };
}

function arithmetic(tokens: Cursor, scope: Scope): Value {
  const left = operand(tokens, scope);
  const sign = tokens.take('+') ? 1 : tokens.take('-') ? -1 : 0;
  if (sign === 0) return left;
  const right = operand(tokens, scope);
  return (item) => sum(left(item), right(item), sign);
}

function operand(tokens: Cursor, scope: Scope): Value {
  if (tokens.peek()?.startsWith(':')) {
    const value = scope.value(tokens.next());
    return () => value;
  }
  if (tokens.take('if_not_exists')) {
    tokens.expect('(');
    const name = target(tokens, scope);
    tokens.expect(',');
    const otherwise = operand(tokens, scope);
    tokens.expect(')');
    return (item) => item[name] ?? otherwise(item);
  }
  const name = target(tokens, scope);
  return (item) => {
    const value = item[name];
    if (value === undefined) throw invalid(`The provided expression refers to an attribute that is not there: ${name}`);
    return value;
  };
}

function sum(a: AttributeValue, b: AttributeValue, sign: number): AttributeValue {
  if (a.N === undefined || b.N === undefined) throw invalid('An operand in the update expression is not a number');
  return { N: String(Number(a.N) + sign * Number(b.N)) };
}
