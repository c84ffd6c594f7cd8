// Every fault: its code, the part of the text it points at, and what its message and its way out say.
import { describe, expect, it } from 'vitest';
import { evaluateRange, isFault, isNameTaken, parseRange } from '../../compiler/quantities/index.ts';
import { kinds, read, resolve, scope } from './helpers.ts';

type Row = readonly [text: string, code: string, offset: number, length: number, says: RegExp];

const faults: readonly Row[] = [
  ['', 'syntax', 0, 0, /missing at the end/],
  ['   ', 'syntax', 0, 0, /missing at the end/],
  ['1 +', 'syntax', 3, 0, /missing at the end/],
  ['1 + * 2', 'syntax', 4, 1, /missing before "\*"/],
  ['+ 1', 'syntax', 0, 1, /missing before "\+"/],
  ['()', 'syntax', 1, 1, /missing before "\)"/],
  ['.. 3', 'syntax', 0, 2, /missing before "\.\."/],
  ['(1 + 2', 'syntax', 0, 1, /never closed/],
  ['1 * (2 + (3)', 'syntax', 4, 1, /never closed/],
  ['1 + 2)', 'syntax', 5, 1, /closes nothing/],
  ['(1 .. 2)', 'syntax', 3, 2, /range cannot stand within brackets/],
  ['1 .. 2', 'syntax', 2, 2, /range stands where one value/],
  ['1,000', 'syntax', 0, 5, /Write 1000: digits are not grouped/],
  ['2 * 1,000,000.5 s', 'syntax', 4, 11, /Write 1000000\.5/],
  ["1'000", 'syntax', 0, 5, /Write 1000/],
  ['1_000', 'syntax', 0, 5, /Write 1000/],
  ['1,5', 'syntax', 0, 3, /Write 1\.5: the decimal sign is a point/],
  ['1 000', 'syntax', 2, 3, /digits are not grouped/],
  ['.5', 'syntax', 0, 1, /Write a digit on both sides/],
  ['5.', 'syntax', 1, 1, /Write a digit on both sides/],
  ['.inf', 'syntax', 0, 1, /Write a digit on both sides/],
  ['1.2.3', 'syntax', 3, 1, /Write a digit on both sides/],
  ['%', 'syntax', 0, 1, /behind no number/],
  ['rate %', 'syntax', 5, 1, /behind no number/],
  ['5 / %', 'syntax', 4, 1, /behind no number/],
  ['5 % %', 'syntax', 4, 1, /behind no number/],
  ['20 % of', 'syntax', 5, 2, /Nothing joins "of"/],
  ['rate share', 'syntax', 5, 5, /Nothing joins "share"/],
  ['(2 + 3) s', 'syntax', 8, 1, /\(2 \+ 3\) \* 1 s/],
  ['max(1, 2)', 'syntax', 3, 1, /no functions/],
  ['2 (3)', 'syntax', 2, 1, /Nothing joins this bracket/],
  ['rate 2', 'syntax', 5, 1, /Nothing joins this number/],
  ['$5', 'syntax', 0, 1, /5 USD/],
  ['5 €', 'syntax', 2, 1, /US dollars/],
  ['2 × 3', 'syntax', 2, 1, /Multiply with \*/],
  ['2 ÷ 3', 'syntax', 2, 1, /Divide with \//],
  ['2 − 3', 'syntax', 2, 1, /minus as a hyphen/],
  ['1 … 3', 'syntax', 2, 1, /two points/],
  ['2 ^ 3', 'syntax', 2, 1, /no powers/],
  ['[1]', 'syntax', 0, 1, /round brackets/],
  ['5 µs', 'syntax', 2, 1, /0\.001 ms/],
  ['größe', 'syntax', 2, 1, /U\+00F6/],
  ['1 \u001b[31m', 'syntax', 2, 1, /U\+001B/],
  ['1 \u202e2', 'syntax', 2, 1, /U\+202E/],
  ['1 + 😀', 'syntax', 4, 2, /./],
  ['1 + \ud83d', 'syntax', 4, 1, /U\+D83D/],
  ['_a', 'syntax', 0, 1, /_ has no meaning/],
  ['1e999', 'not-finite', 0, 5, /too large/],
  ['2 * 1e-999', 'not-finite', 4, 6, /too small/],
  ['1e200 * 1e200', 'not-finite', 0, 13, /too large/],
  ['1e308 + 1e308', 'not-finite', 0, 13, /too large/],
  ['2 * 1e300 TB', 'not-finite', 4, 8, /too large/],
  ['1 / 0', 'division-by-zero', 4, 1, /divides by zero/],
  ['rate / (2 - 2)', 'division-by-zero', 7, 7, /divides by zero/],
  ['rate / none', 'division-by-zero', 7, 4, /divides by zero/],
  ['rate / 0 s', 'division-by-zero', 7, 3, /divides by zero/],
  ['rate / -0', 'division-by-zero', 7, 2, /divides by zero/],
  ['5 lightyears', 'unknown-unit', 2, 10, /"lightyears" is not a unit.*under kinds/],
  ['5 bookngs', 'unknown-unit', 2, 7, /Did you mean "bookings"/],
  ['5 KB', 'unknown-unit', 2, 2, /kB \(1,000 bytes\) or KiB/],
  ['5 mb', 'unknown-unit', 2, 2, /Did you mean "MB"/],
  ['5 seconds', 'unknown-unit', 2, 7, /Write s\./],
  ['0x10', 'unknown-unit', 1, 3, /"x10" is not a unit/],
  ['2e', 'unknown-unit', 1, 1, /"e" is not a unit/],
  ['3 rate', 'unknown-unit', 2, 4, /put \* before it/],
  ['3 / 2 yeers', 'unknown-unit', 6, 5, /Did you mean "years"/],
  ['20e6 passengers / yaer', 'unknown-unit', 18, 4, /neither a unit nor.*Did you mean "year"/],
  ['24 h * rat', 'unknown-unit', 7, 3, /neither a unit nor.*Did you mean "rate"/],
  ['NaN', 'unknown-name', 0, 3, /No assumption is named "NaN"/],
  ['-Infinity', 'unknown-name', 1, 8, /"Infinity"/],
  ['1 + raet', 'unknown-name', 4, 4, /Did you mean "rate"/],
  ['1 + Rate', 'unknown-name', 4, 4, /Did you mean "rate"/],
  ['elsewhere', 'unknown-name', 0, 9, /Declare it under assumptions/],
  ['constructor', 'unknown-name', 0, 11, /No assumption/],
  ['rate * s', 'unknown-name', 7, 1, /"s" is a unit.*1 s/],
  ['24 h * rate / s', 'unknown-name', 14, 1, /"s" is a unit/],
  ['(2 + 3) / bookings', 'unknown-name', 10, 8, /1 bookings/],
  ['min', 'unknown-name', 0, 3, /is a unit/],
  ['rate + 5 kB', 'unit-mismatch', 7, 4, /\+ stands between bookings\/s and bytes/],
  ['5 s - 2', 'unit-mismatch', 6, 1, /- stands between seconds and a plain number/],
  ['1 / s + 1 USD * (5 s * s) / 1 B', 'unit-mismatch', 8, 23, /1\/s and USD\*seconds\^2\/byte/],
  ['rate * (1 + 2 s)', 'unit-mismatch', 12, 3, /a plain number and seconds/],
  ['6 / 2 items / s', 'ambiguous-unit', 14, 1, /Put brackets/],
  ['rate / 5 / s', 'ambiguous-unit', 11, 1, /Put brackets/],
  ['rate / 5 * min', 'ambiguous-unit', 11, 3, /Put brackets/],
  ['a', 'unknown-name', 0, 1, /"a"/],
];

describe('a fault says what, where and what to do', () => {
  it.each(faults)('%j', (text, code, offset, length, says) => {
    const fault = read(text);
    if (!isFault(fault)) throw new Error(`is worth ${fault.value}`);
    expect([fault.code, fault.offset, fault.length]).toEqual([code, offset, length]);
    expect(`${fault.message} ${fault.hint}`).toMatch(says);
    expect(fault.message).toMatch(/\.$/);
    expect(fault.hint).toMatch(/[.?]$/);
  });
});

const rangeFaults: readonly Row[] = [
  ['5', 'syntax', 1, 0, /lower and an upper bound/],
  ['', 'syntax', 0, 0, /missing/],
  ['1 ..', 'syntax', 4, 0, /missing/],
  ['1 .. 2 .. 3', 'syntax', 7, 2, /two bounds, not three/],
  ['1 ... 3', 'syntax', 4, 1, /both sides of the point/],
  ['1, 3', 'syntax', 1, 1, /a range is written 1 \.\. 3/],
  ['1 - 3)', 'syntax', 5, 1, /closes nothing/],
  ['1 .. 3)', 'syntax', 6, 1, /closes nothing/],
  ['1 s .. 3 kB', 'unit-mismatch', 7, 4, /seconds and bytes/],
  ['10 % .. 50', 'unit-mismatch', 8, 2, /right bound has no unit/],
  ['1 s .. 5', 'unit-mismatch', 7, 1, /right bound has no unit/],
  ['1 .. 2 kB * rate', 'unit-mismatch', 5, 11, /a plain number and bytes\*bookings\/s/],
  ['1 .. rate', 'unit-mismatch', 5, 4, /a plain number and bookings\/s/],
  ['3 .. 1 s', 'range-order', 0, 8, /smaller bound first/],
  ['1 .. 3 sheep', 'unknown-unit', 7, 5, /"sheep"/],
  ['oops .. 3 s', 'unknown-name', 0, 4, /"oops"/],
];

describe('a fault of a range', () => {
  it.each(rangeFaults)('%j', (text, code, offset, length, says) => {
    const parsed = parseRange(text);
    const fault = isFault(parsed) ? parsed : evaluateRange(parsed, scope);
    if (!isFault(fault)) throw new Error('is a range');
    expect([fault.code, fault.offset, fault.length]).toEqual([code, offset, length]);
    expect(`${fault.message} ${fault.hint}`).toMatch(says);
  });
});

describe('assumptions', () => {
  it('are evaluated in whatever order they stand, and listed in the order of the model', () => {
    const { values, faults } = resolve({ c: 'b * 2', b: 'a + 1 s', a: '3 s' });
    expect(faults).toEqual([]);
    expect([...values].map(([name, { value }]) => [name, value])).toEqual([
      ['c', 8],
      ['b', 4],
      ['a', 3],
    ]);
  });

  it.each([
    [{ a: '2 * a' }, [['a', 'a -> a', 4]]],
    [{ a: 'b + c', b: 'a', c: 'a' }, [['a', 'a -> b -> a', 0]]],
    [{ b: 'c', a: 'b', c: '1 + b' }, [['b', 'b -> c -> b', 0]]],
    [{ start: 'c', a: 'b', b: '2 + c', c: 'a' }, [['a', 'a -> b -> c -> a', 0]]],
    [
      { a: 'b', b: 'a', c: 'd', d: 'c', e: 'a + c' },
      [
        ['a', 'a -> b -> a', 0],
        ['c', 'c -> d -> c', 0],
      ],
    ],
  ] as const)('of a cycle show it whole, once: %j', (definitions, expected) => {
    const { values, faults } = resolve(definitions);
    expect(values.size).toBe(0);
    expect(faults.map(({ code }) => code)).toEqual(expected.map(() => 'cycle'));
    expect(faults.map(({ name, message, offset }) => [name, message, offset])).toEqual(
      expected.map(([name, cycle, offset]) => [name, `"${name}" depends on itself: ${cycle}.`, offset]),
    );
  });

  it('that use a faulty one have neither value nor fault', () => {
    const { values, faults } = resolve({ d: 'c + 1', c: 'b * 2', b: '1 +', a: '1', e: 'missing' });
    expect([...values.keys()]).toEqual(['a']);
    expect(faults.map(({ name, code }) => [name, code])).toEqual([
      ['b', 'syntax'],
      ['e', 'unknown-name'],
    ]);
  });
});

describe('a name is taken', () => {
  it.each([
    ['min', 'unit'],
    ['days', 'unit'],
    ['times', 'unit'],
    ['booking', 'kind'],
    ['bookings', 'kind'],
    ['people', 'kind'],
    ['queries', 'kind'],
    ['bookingRate', undefined],
    ['Min', undefined],
  ])('%s: %s', (word, by) => {
    expect(isNameTaken(word, kinds)).toBe(by);
  });
});
