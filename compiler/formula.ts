// Formula text to a function over named numbers. The formula that a document prints is thereby the one that was computed.
import { sum } from './rounding.ts';

type Compute = (lookup: (name: string) => number) => number;

const compiled = new Map<string, Compute>();

/** Number of different values expected in `draws` draws from `count` values with Zipf exponent `skew`. */
export function distinct(count: number, skew: number, draws: number): number {
  if (!(draws > 0)) return 0;
  const key = `${count} ${skew} ${draws}`;
  const known = expectations.get(key);
  if (known !== undefined) return known;
  let expected = 0;
  for (const { ranks, missed } of groupsOf(count, skew)) expected += ranks * (1 - Math.exp(draws * missed));
  // Documents ask for the same few over and over; a process that runs for long must not keep them all.
  if (expectations.size >= mostKept) expectations.clear();
  expectations.set(key, expected);
  return expected;
}

const mostKept = 10_000;
const expectations = new Map<string, number>();
const groupsBy = new Map<string, readonly Ranks[]>();

/** Neighbouring ranks that are drawn alike, and the logarithm of the probability that one draw is not a certain one of them. */
interface Ranks {
  readonly ranks: number;
  readonly missed: number;
}

/** A model may count any number of values: beyond so many, ranks within a hundredth of each other are taken as one. */
const mostSingly = 100_000;

function groupsOf(count: number, skew: number): readonly Ranks[] {
  const key = `${count} ${skew}`;
  const known = groupsBy.get(key);
  if (known !== undefined) return known;
  const parts: { readonly ranks: number; readonly weight: number }[] = [];
  const all = Math.min(count, Number.MAX_SAFE_INTEGER);
  for (let first = 1; first <= all; ) {
    const last = first < mostSingly ? first : Math.min(all, Math.floor(first * 1.01));
    parts.push({ ranks: last - first + 1, weight: Math.sqrt(first * last) ** -skew });
    first = last + 1;
  }
  const total = parts.reduce((sum, { ranks, weight }) => sum + ranks * weight, 0);
  const groups = parts.map(({ ranks, weight }) => ({ ranks, missed: Math.log1p(-weight / total) }));
  if (groupsBy.size >= mostKept / 100) groupsBy.clear();
  groupsBy.set(key, groups);
  return groups;
}

const functions: Readonly<Record<string, (...values: number[]) => number>> = {
  min: Math.min,
  max: Math.max,
  ceil: (value = 0) => Math.ceil(value - 1e-9),
  floor: (value = 0) => Math.floor(value + 1e-9),
  distinct: (count = 0, skew = 0, draws = 0) => distinct(Math.round(count), skew, draws),
};

/** Throws on a malformed text: formulas are written by us, never by a model. Compiled once per text. */
export function compileFormula(text: string): Compute {
  const known = compiled.get(text);
  if (known !== undefined) return known;
  const tokens = text.match(/\d+(?:\.\d+)?(?:e[+-]?\d+)?|[A-Za-z_]\w*|[-+*/^(),]|\S/g) ?? [];
  let at = 0;
  const fail = (): never => {
    throw new Error(`malformed formula "${text}" at "${tokens[at] ?? 'end'}"`);
  };
  const take = (token: string): boolean => tokens[at] === token && ++at > 0;
  const expect = (token: string): void => {
    if (!take(token)) fail();
  };
  const binary = (
    next: () => Compute,
    operators: Readonly<Record<string, (a: number, b: number) => number>>,
  ): Compute => {
    let left = next();
    for (;;) {
      const operator = operators[tokens[at] ?? ''];
      if (operator === undefined) return left;
      at++;
      const first = left;
      const second = next();
      left = (lookup) => operator(first(lookup), second(lookup));
    }
  };
  const expression = (): Compute => binary(term, { '+': sum, '-': (a, b) => sum(a, -b) });
  const term = (): Compute => binary(power, { '*': (a, b) => a * b, '/': (a, b) => a / b });
  const power = (): Compute => binary(factor, { '^': (a, b) => a ** b });
  const factor = (): Compute => {
    if (take('-')) {
      const inner = factor();
      return (lookup) => -inner(lookup);
    }
    if (take('(')) {
      const inner = expression();
      expect(')');
      return inner;
    }
    const token = tokens[at++] ?? fail();
    if (/^\d/.test(token)) {
      const value = Number(token);
      return () => value;
    }
    if (!/^[A-Za-z_]/.test(token)) return fail();
    const apply = functions[token];
    if (apply === undefined || tokens[at] !== '(') return (lookup) => lookup(token);
    expect('(');
    const parts = [expression()];
    while (take(',')) parts.push(expression());
    expect(')');
    return (lookup) => apply(...parts.map((part) => part(lookup)));
  };
  const result = expression();
  if (at !== tokens.length) fail();
  compiled.set(text, result);
  return result;
}
