// Laws that hold for every expression, and input made to break the reader.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileFormula } from '../../compiler/formula.ts';
import {
  type Expression,
  evaluate,
  type Fault,
  isFault,
  kindsOf,
  parseExpression,
  parseRange,
  plural,
  printExpression,
  type Quantity,
  toFormula,
  valueIn,
} from '../../compiler/quantities/index.ts';
import { units } from '../../compiler/quantities/units.ts';
import { kinds, quantityOf, read, resolve, scope } from './helpers.ts';

// The same cases in every run: a failure is found again.
fc.configureGlobal({ seed: 20 });

const at = { offset: 0, length: 0 };
const word = fc.constantFrom('rate', 'share', 'size', 's', 'kB', 'bookings', 'visit', 'elsewhere', 'none');
const number = fc.oneof(
  fc.nat(1000),
  fc.double({ min: 0, max: 1e12, noNaN: true }).filter((value) => value === 0 || value > 1e-9),
);

const trees = (word: fc.Arbitrary<string>, unit: fc.Arbitrary<string>) =>
  fc.letrec<{ factor: Expression; product: Expression; sum: Expression }>((tie) => ({
    factor: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc
        .record({ value: number, unit: fc.option(unit, { nil: undefined }) })
        .map(
          ({ value, unit }): Expression =>
            unit === undefined
              ? { kind: 'number', value, ...at }
              : { kind: 'number', value, unit: { kind: 'word', text: unit, ...at }, ...at },
        ),
      word.map((text): Expression => ({ kind: 'word', text, ...at })),
      tie('factor').map((operand): Expression => ({ kind: 'negate', operand, ...at })),
      tie('sum').map((inner): Expression => ({ kind: 'group', inner, ...at })),
    ),
    product: fc
      .tuple(
        tie('factor'),
        fc.array(fc.record({ operator: fc.constantFrom('*' as const, '/' as const), factor: tie('factor') }), {
          maxLength: 3,
        }),
      )
      .map(
        ([factor, rest]): Expression =>
          rest.length === 0 ? factor : { kind: 'product', factors: [{ operator: '*', factor }, ...rest], ...at },
      ),
    sum: fc
      .tuple(
        tie('product'),
        fc.array(fc.record({ operator: fc.constantFrom('+' as const, '-' as const), term: tie('product') }), {
          maxLength: 2,
        }),
      )
      .map(
        ([term, rest]): Expression =>
          rest.length === 0 ? term : { kind: 'sum', terms: [{ operator: '+', term }, ...rest], ...at },
      ),
  })).sum;
const anything = trees(word, word);
// Made of plain numbers alone, so that nothing but a division by zero is wrong with it.
const plain = trees(fc.constantFrom('share', 'none'), fc.constantFrom('%', 'times'));

const shape = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (key, inner: unknown) => (key === 'offset' || key === 'length' ? undefined : inner)),
  );

const expectSpan = (fault: Fault, text: string) => {
  expect(fault.offset).toBeGreaterThanOrEqual(0);
  expect(fault.length).toBeGreaterThanOrEqual(0);
  expect(fault.offset + fault.length).toBeLessThanOrEqual(text.length);
};

const expectEqual = (left: Quantity | Fault, right: Quantity | Fault) => {
  if (isFault(left) || isFault(right)) throw new Error('a fault where a value is due');
  expect(left.dimension).toEqual(right.dimension);
  expect(Math.abs(left.value - right.value)).toBeLessThanOrEqual(
    1e-9 * Math.max(Math.abs(left.value), Math.abs(right.value)),
  );
};

const measure = fc
  .tuple(
    fc.integer({ min: 1, max: 1e6 }),
    fc.constantFrom('s', 'kB', '%', 'USD', 'bookings', 'kB / s', 'visits / day', 'USD / item'),
  )
  .map(([value, unit]) => `${value} ${unit}`);

describe('laws', () => {
  it('parsing what was printed gives the tree back', () => {
    fc.assert(
      fc.property(anything, (expression) => {
        const text = printExpression(expression);
        fc.pre(text.length <= 2000);
        const parsed = parseExpression(text);
        expect(shape(parsed)).toEqual(shape(expression));
      }),
      { numRuns: 500 },
    );
  });

  it('every span is a part of the text, and every value finite', () => {
    fc.assert(
      fc.property(anything, (expression) => {
        const text = printExpression(expression);
        const value = read(text);
        if (isFault(value)) expectSpan(value, text);
        else expect(Number.isFinite(value.value)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('the formula computes what the expression does, to the last bit', () => {
    let compared = 0;
    fc.assert(
      fc.property(plain, (expression) => {
        const value = evaluate(expression, scope);
        if (isFault(value)) return;
        compared += 1;
        const compute = compileFormula(toFormula(expression, kinds));
        expect(compute((name) => scope.values.get(name)?.value ?? Number.NaN) + 0).toBe(value.value + 0);
      }),
      { numRuns: 1000 },
    );
    expect(compared).toBeGreaterThan(300);
  });

  it('a * b / b is a', () => {
    fc.assert(fc.property(measure, measure, (a, b) => expectEqual(read(`(${a}) * (${b}) / (${b})`), read(a))));
  });

  it('a * b is b * a, and units after a bare number are units of one', () => {
    fc.assert(fc.property(measure, measure, (a, b) => expectEqual(read(`(${a}) * (${b})`), read(`(${b}) * (${a})`))));
    fc.assert(fc.property(fc.nat(1000), measure, (n, a) => expectEqual(read(`${n} * ${a}`), read(`${n} * (${a})`))));
  });

  it('addition commutes, and needs one dimension', () => {
    fc.assert(
      fc.property(measure, measure, (a, b) => {
        const [left, right] = [read(`${a} + ${b}`), read(`${b} + ${a}`)];
        if (isFault(left)) expect([left.code, isFault(right)]).toEqual(['unit-mismatch', true]);
        else expectEqual(left, right);
      }),
    );
  });

  it('conversion is linear, and a unit converts to itself', () => {
    fc.assert(
      fc.property(fc.constantFrom(...units.keys()), fc.integer({ min: 1, max: 1e6 }), (unit, n) => {
        expect(quantityOf(`${n} ${unit}`).value).toBeCloseTo(n * quantityOf(`1 ${unit}`).value, 6);
        expect(valueIn(quantityOf(`${n} ${unit}`), unit)).toBeCloseTo(n, 9);
      }),
    );
  });
});

describe('hostile input is a fault, soon', () => {
  it.each([
    ['brackets', '('.repeat(10_000)],
    ['closed brackets', `${'('.repeat(10_000)}1${')'.repeat(10_000)}`],
    ['a thousand brackets', `${'('.repeat(900)}1${')'.repeat(900)}`],
    ['minuses', `${'-'.repeat(1900)}1`],
    ['a megabyte of sum', '1+'.repeat(500_000)],
    ['a megabyte of word', 'a'.repeat(1_000_000)],
    ['a megabyte of digits', '9'.repeat(1_000_000)],
    ['a megabyte of space', ' '.repeat(1_000_000)],
    ['a word of the greatest length', 'a'.repeat(2000)],
    ['digits of the greatest length', '9'.repeat(2000)],
    ['commas of the greatest length', '1,'.repeat(1000)],
    ['groups of the greatest length', `1${',0'.repeat(999)}`],
  ])('%s', (_, text) => {
    const start = performance.now();
    for (const fault of [read(text), parseRange(text)]) {
      if (!isFault(fault)) throw new Error('is no fault');
      expectSpan(fault, text);
      expect(fault.message.length).toBeLessThan(3000);
    }
    expect(performance.now() - start).toBeLessThan(1000);
  });

  it('says how deep and how long is allowed, and takes exactly that', () => {
    expect(read(`${'('.repeat(64)}1${')'.repeat(64)}`)).toEqual({ value: 1, dimension: {} });
    expect(read(`${'('.repeat(65)}1${')'.repeat(65)}`)).toMatchObject({ code: 'syntax', offset: 64, length: 1 });
    expect(read(`${'(1) + '.repeat(200)}(1)`)).toEqual({ value: 201, dimension: {} });
    expect(read(`${'1+'.repeat(999)}1 `)).toEqual({ value: 1000, dimension: {} });
    expect(read(`${'1+'.repeat(1000)}1`)).toMatchObject({ code: 'syntax', offset: 2000, length: 1 });
  });

  it('any text at all gives a value or a fault within it', () => {
    const signs = fc.array(
      fc.constantFrom(
        '1',
        '2e3',
        ' ',
        '+',
        '-',
        '*',
        '/',
        '(',
        ')',
        '%',
        '..',
        '.',
        ',',
        's',
        'rate',
        'kB',
        'é',
        '\u0000',
      ),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          signs.map((parts) => parts.join('')),
        ),
        (text) => {
          const value = read(text);
          if (isFault(value)) expectSpan(value, text);
          const range = parseRange(text);
          if (isFault(range)) expectSpan(range, text);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('a chain and a circle of ten thousand assumptions', () => {
    const names = Array.from({ length: 10_000 }, (_, index) => `a${index}`);
    const chain = Object.fromEntries(names.map((name, index) => [name, index === 9999 ? '1 s' : `a${index + 1}`]));
    expect(resolve(chain).values.size).toBe(10_000);
    const circle = resolve({ ...chain, a9999: 'a0' });
    expect([circle.values.size, circle.faults.map(({ name }) => name)]).toEqual([0, ['a0']]);
  });

  it.each(['constructor', 'toString', 'hasOwnProperty'])('%s is a kind like any other', (kind) => {
    const parsed = parseExpression(`3 ${plural(kind)} * ${kind} / s`);
    const value = isFault(parsed) ? parsed : evaluate(parsed, { ...scope, kinds: kindsOf([kind]) });
    expect(value).toEqual({ value: 3, dimension: { [kind]: 2, s: -1 } });
    expect(read(kind)).toMatchObject({ code: 'unknown-name' });
    expect(read(`3 ${kind}`)).toMatchObject({ code: 'unknown-unit' });
  });
});
