// Formula text to numbers: what documents print is what was computed.
import { describe, expect, it } from 'vitest';
import { definition, formula } from '../../compiler/figures.ts';
import { distinct } from '../../compiler/formula.ts';

const a = definition(12, 's', 'twelve');
const b = definition(5, 's', 'five');

describe('a formula', () => {
  it.each([
    ['a + b * 2', 22],
    ['(a + b) * 2', 34],
    ['a - b - 1', 6],
    ['a / 4 / 3', 1],
    ['-a + b', -7],
    ['2 ^ 3 * 2', 16],
    ['min(a, b, 7)', 5],
    ['max(a, b)', 12],
    ['ceil(a / b)', 3],
    ['floor(a / b)', 2],
    ['ceil(0.1 * 30)', 3],
    ['floor(0.7 / 0.1)', 7],
    ['1.5e3 + a', 1512],
  ])('%s is %d', (text, value) => {
    expect(formula('s', text, { a, b }).value).toBeCloseTo(value, 12);
  });

  it('leaves nothing where only rounding is left', () => {
    expect(formula('', '1 - p - q', { p: definition(0.9, '', 'most'), q: definition(0.1, '', 'rest') }).value).toBe(0);
  });

  it.each(['a +', '(a', 'a b', 'sqrt(a)', 'a $ b', ''])('throws on our own mistake: "%s"', (text) => {
    expect(() => formula('s', text, { a, b })).toThrow(/formula/);
  });

  it('throws where an input is missing', () => {
    expect(() => formula('s', 'a + c', { a, b })).toThrow('no input "c"');
  });
});

describe('different values among draws', () => {
  const exactly = (count: number, skew: number, draws: number): number => {
    const weights = Array.from({ length: count }, (_, at) => (at + 1) ** -skew);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return weights.reduce((sum, weight) => sum + 1 - (1 - weight / total) ** draws, 0);
  };

  it.each([
    [1, 1, 5],
    [1500, 1, 100],
    [1500, 0, 1e6],
    [400_000, 0.8, 10_000],
    [400_000, 1.2, 1e6],
  ])('%d values with exponent %d, %d draws', (count, skew, draws) => {
    expect(distinct(count, skew, draws) / exactly(count, skew, draws)).toBeCloseTo(1, 4);
  });

  it('can be asked of any number of values: nearly every draw is another then', () => {
    expect(distinct(2e8, 0, 1000)).toBeCloseTo(1000, 1);
    expect(distinct(1e300, 0, 1000)).toBeCloseTo(1000, 6);
  });

  it('are none without draws or values', () => {
    expect(distinct(100, 1, 0)).toBe(0);
    expect(distinct(0, 1, 100)).toBe(0);
  });
});
