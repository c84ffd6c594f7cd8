// Which value a text has: precedence, what each word means, every unit.
import { describe, expect, it } from 'vitest';
import { evaluateRange, isFault, parseExpression, parseRange, references } from '../../compiler/quantities/index.ts';
import { kinds, quantityOf, scope } from './helpers.ts';

type Row = readonly [text: string, value: number, dimension?: Readonly<Record<string, number>>];
const complete = (rows: readonly Row[]) =>
  rows.map(([text, value, dimension = {}]) => [text, value, dimension] as const);
const perSecond = { s: -1 };

const values: readonly Row[] = [
  ['0', 0],
  ['007', 7],
  ['1.5', 1.5],
  ['20e6', 20e6],
  ['2E3', 2000],
  ['1e+3', 1000],
  ['1e-3', 0.001],
  [' \t1\n+\u00a01 ', 2],
  ['1+2*3', 7],
  ['(1+2)*3', 9],
  ['10-4-3', 3],
  ['100/10/5', 2],
  ['100/10*5', 50],
  ['2*-3', -6],
  ['--3', 3],
  ['-(2+3)', -5],
  ['-2+5', 3],
  ['-2*-2', 4],
  ['5-(-2)', 7],
  ['5 - -2', 7],
  ['((((1))))', 1],
  ['99.8 %', 0.998],
  ['20%', 0.2],
  ['100 % - share', 0.8],
  ['2.5 times', 2.5],
  ['20kB', 20_000, { B: 1 }],
  ['5min', 300, { s: 1 }],
  ['2e3s', 2000, { s: 1 }],
  ['0.2 ms', 0.0002, { s: 1 }],
  ['500 / s', 500, perSecond],
  ['2000 / 5 min', 2000 / 300, perSecond],
  ['2000 / 5 min * 60 s', 400],
  ['20e6 passengers / year', 20e6 / 31_536_000, { passenger: 1, s: -1 }],
  ['1 passenger / year', 1 / 31_536_000, { passenger: 1, s: -1 }],
  ['-5 % / year', -0.05 / 31_536_000, perSecond],
  ['10.5 visits / person / month', 10.5 / 2_628_000, { person: -1, s: -1, visit: 1 }],
  ['3 people', 3, { person: 1 }],
  ['2 queries', 2, { query: 1 }],
  ['2 batches', 2, { batch: 1 }],
  ['2 copies', 2, { copy: 1 }],
  ['2 searches', 2, { search: 1 }],
  ['40 kB / booking', 40_000, { B: 1, booking: -1 }],
  ['2 h * s', 7200, { s: 2 }],
  ['24 h * rate', 24 * 3600 * 20, { booking: 1 }],
  ['rate * 24 h', 24 * 3600 * 20, { booking: 1 }],
  ['rate * 1 s / 4 bookings', 5],
  ['rate * (100 % + share)', 24, { booking: 1, s: -1 }],
  ['rate / rate', 1],
  ['6 / (2 items / s)', 3, { item: -1, s: 1 }],
  ['2 * 3 items / s', 6, { item: 1, s: -1 }],
  ['1 kB + 1 KiB', 2024, { B: 1 }],
  ['1 h - 59 min', 60, { s: 1 }],
  ['5 s / s', 5],
];

const unitValues: readonly Row[] = [
  ['ms', 0.001, { s: 1 }],
  ['s', 1, { s: 1 }],
  ['min', 60, { s: 1 }],
  ['h', 3600, { s: 1 }],
  ['d', 86_400, { s: 1 }],
  ['day', 86_400, { s: 1 }],
  ['days', 86_400, { s: 1 }],
  ['week', 604_800, { s: 1 }],
  ['weeks', 604_800, { s: 1 }],
  ['month', 730 * 3600, { s: 1 }],
  ['months', 730 * 3600, { s: 1 }],
  ['year', 365 * 86_400, { s: 1 }],
  ['years', 365 * 86_400, { s: 1 }],
  ['B', 1, { B: 1 }],
  ['kB', 1000, { B: 1 }],
  ['MB', 1_000_000, { B: 1 }],
  ['GB', 1_000_000_000, { B: 1 }],
  ['TB', 1_000_000_000_000, { B: 1 }],
  ['KiB', 1024, { B: 1 }],
  ['MiB', 1_048_576, { B: 1 }],
  ['GiB', 1_073_741_824, { B: 1 }],
  ['TiB', 1_099_511_627_776, { B: 1 }],
  ['USD', 1, { USD: 1 }],
  ['%', 0.01],
  ['times', 1],
];

describe('a text has the value it reads as', () => {
  it.each(complete(values))('%s', (text, value, dimension) => {
    const quantity = quantityOf(text);
    expect(quantity.dimension).toEqual(dimension);
    expect(quantity.value).toBeCloseTo(value, 12);
    expect(Object.keys(quantity.dimension)).toEqual(Object.keys(dimension));
  });

  it.each(['99.8 %', '0.2 ms', '9 ms', '0.07 ms', '33 %'])('%s is exact', (text) => {
    expect(quantityOf(text).value).toBe(Number.parseFloat(text) / (text.endsWith('%') ? 100 : 1000));
  });
});

describe('every unit', () => {
  it.each(complete(unitValues))('1 %s', (unit, value, dimension) => {
    expect(quantityOf(`1 ${unit}`)).toEqual({ value, dimension });
  });

  it('is in this table', async () => {
    const { units } = await import('../../compiler/quantities/units.ts');
    expect([...units.keys()]).toEqual(unitValues.map(([unit]) => unit));
  });

  it.each(complete(unitValues.filter(([unit]) => unit !== '%')))('1 / %s', (unit, value, dimension) => {
    const turned = Object.fromEntries(Object.entries(dimension).map(([base, exponent]) => [base, -exponent]));
    expect(quantityOf(`1 / ${unit}`)).toEqual({ value: 1 / value, dimension: turned });
  });
});

const ranges: readonly (readonly [text: string, low: number, high: number])[] = [
  ['5 .. 50', 5, 50],
  ['5..50', 5, 50],
  ['1 .. 3 passengers / booking', 1, 3],
  ['10 .. 100 % / year', 0.1 / 31_536_000, 1 / 31_536_000],
  ['1.5 .. 4 times', 1.5, 4],
  ['0 .. 1000 items / day', 0, 1000 / 86_400],
  ['-5 .. -1 %', -0.05, -0.01],
  ['(1 + 1) * 2 .. 5 kB', 4000, 5000],
  ['5 % .. 50 %', 0.05, 0.5],
  ['10 s .. 10 min', 10, 600],
  ['150 ms .. 2 s', 0.15, 2],
  ['1 s .. 1 s', 1, 1],
  ['size .. 2 * size', 2000, 4000],
];

describe('a range has two bounds of one dimension', () => {
  it.each(ranges)('%s', (text, low, high) => {
    const parsed = parseRange(text);
    const range = isFault(parsed) ? parsed : evaluateRange(parsed, scope);
    if (isFault(range)) throw new Error(range.message);
    expect(range.low.value).toBeCloseTo(low, 12);
    expect(range.high.value).toBeCloseTo(high, 12);
    expect(range.low.dimension).toEqual(range.high.dimension);
  });
});

describe('references are the words that are no units', () => {
  it.each([
    ['24 h * rate', [['rate', 7]]],
    ['20e6 passengers / year', []],
    [
      'a * b / (c - a) + -d',
      [
        ['a', 0],
        ['b', 4],
        ['c', 9],
        ['a', 13],
        ['d', 19],
      ],
    ],
    [
      '5 kB * a / s',
      [
        ['a', 7],
        ['s', 11],
      ],
    ],
  ] as const)('%s', (text, expected) => {
    const parsed = parseExpression(text);
    if (isFault(parsed)) throw new Error(parsed.message);
    const found = references(parsed, kinds);
    expect(found.map(({ name, offset }) => [name, offset])).toEqual(expected);
    expect(found.map(({ offset, length }) => text.slice(offset, offset + length))).toEqual(
      found.map(({ name }) => name),
    );
  });
});
