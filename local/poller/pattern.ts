// An event pattern to a predicate over a value: the part of the grammar that Lambda documents for filters.
// https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html (Filter rule syntax)
// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
import { isObject } from '../json.ts';

export type Matches = (value: unknown) => boolean;

/** Throws on what Lambda would refuse, or what is not simulated. */
export function matcherOf(pattern: unknown): Matches {
  if (!isObject(pattern)) throw new TypeError('an event pattern is an object');
  const fields = Object.entries(pattern).map(([name, rule]) =>
    name === '$or' ? alternatives(rule) : fieldMatcher(name, rule),
  );
  return (value) => fields.every((matches) => matches(value));
}

function alternatives(rule: unknown): Matches {
  if (!Array.isArray(rule)) throw new TypeError('$or takes a list');
  const patterns = rule.map(matcherOf);
  return (value) => patterns.some((matches) => matches(value));
}

function fieldMatcher(name: string, rule: unknown): Matches {
  if (Array.isArray(rule)) {
    const rules = rule.map(leafMatcher);
    return (value) => rules.some((matches) => matches(at(value, name)));
  }
  const nested = matcherOf(rule);
  // Of a list of objects one that fits is enough.
  return (value) => {
    const inner = at(value, name);
    return Array.isArray(inner) ? inner.some(nested) : nested(inner);
  };
}

/** A rule in brackets, over the value of a leaf; undefined where there is none. */
function leafMatcher(rule: unknown): Matches {
  if (!isObject(rule)) return anyOf((leaf) => leaf === rule);
  const entries = Object.entries(rule);
  const [entry] = entries;
  if (!entry || entries.length !== 1) throw new TypeError('a rule has one operator');
  const [operator, operand] = entry;
  switch (operator) {
    case 'exists':
      // Only leaves exist: what holds others does not.
      return (leaf) => (operand === true ? leaf !== undefined && !isObject(leaf) : leaf === undefined);
    case 'prefix':
      return ofText(operand, (leaf, wanted) => leaf.startsWith(wanted));
    case 'suffix':
      return ofText(operand, (leaf, wanted) => leaf.endsWith(wanted));
    case 'equals-ignore-case':
      return ofText(operand, (leaf, wanted) => leaf.toLowerCase() === wanted.toLowerCase());
    case 'numeric':
      return anyOf(numeric(operand));
    case 'anything-but':
      return anythingBut(operand);
    default:
      throw new TypeError(`the operator ${operator} is not simulated`);
  }
}

function anythingBut(operand: unknown): Matches {
  const excluded = (Array.isArray(operand) ? operand : [operand]).map(leafMatcher);
  // A list passes when any of its members is something else.
  return anyOf((leaf) => leaf !== undefined && !isObject(leaf) && !excluded.some((matches) => matches(leaf)));
}

const comparisons: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '=': (a, b) => a === b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

/** Comparisons and limits in turn, all of which must hold. */
function numeric(operand: unknown): Matches {
  if (!Array.isArray(operand) || operand.length === 0 || operand.length % 2 !== 0) {
    throw new TypeError('numeric takes comparisons and numbers in turn');
  }
  const checks = operand.flatMap((sign: unknown, index) => {
    if (index % 2 !== 0) return [];
    const compare = typeof sign === 'string' && Object.hasOwn(comparisons, sign) ? comparisons[sign] : undefined;
    const limit: unknown = operand[index + 1];
    if (!compare || typeof limit !== 'number') throw new TypeError('numeric takes comparisons and numbers in turn');
    return [(value: number) => compare(value, limit)];
  });
  return (leaf) => typeof leaf === 'number' && checks.every((check) => check(leaf));
}

function ofText(wanted: unknown, matches: (leaf: string, wanted: string) => boolean): Matches {
  if (typeof wanted !== 'string') throw new TypeError('the operator takes a string');
  return anyOf((leaf) => typeof leaf === 'string' && matches(leaf, wanted));
}

/** Of a list of leaves one that fits is enough. */
function anyOf(matches: Matches): Matches {
  return (leaf) => (Array.isArray(leaf) ? leaf.some(matches) : matches(leaf));
}

function at(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}
