// Quantities and numbers as documents say them.
import { expect, describe as group, it } from 'vitest';
import {
  describe,
  evaluate,
  formatNumber,
  isFault,
  kindsOf,
  parseExpression,
  phrase,
  plural,
} from '../../compiler/quantities/index.ts';
import { quantityOf, scope } from './helpers.ts';

const many = { ...scope, kinds: kindsOf(['passenger', 'booking', 'visit', 'orderLine', 'seatsLow']) };

group('an expression in a sentence', () => {
  it.each([
    ['20e6 passengers / year', '20 million passengers a year'],
    ['1.8 passengers / booking', '1.8 passengers per booking'],
    ['0.03 bookings / visit', '0.03 bookings per visit'],
    ['20 %', '20 %'],
    ['99.95 %', '99.95 %'],
    ['-5 % / year', '-5 % a year'],
    ['2.5 times', '2.5 times'],
    ['10', '10'],
    ['60 s', '60 s'],
    ['2 h', '2 h'],
    ['7 d', '7 days'],
    ['1 d', '1 day'],
    ['1 years', '1 year'],
    ['500 / s', '500 per second'],
    ['1 / h', '1 an hour'],
    ['10000 / 5 min', '10,000 per 5 min'],
    ['300e3 items', '300,000 items'],
    ['12345678 items', '12,345,678 items'],
    ['1234567.891 items', '1,234,567.891 items'],
    ['0.2 orderLines / visit', '0.2 order lines per visit'],
    ['110 seatsLow / day', '110 seats low a day'],
    ['2 kB / orderLine', '2 kB per order line'],
    ['512 MiB', '512 MiB'],
    ['600 USD / month', '600 USD a month'],
    ['0.0000002 USD / request', '0.0000002 USD per request'],
    // computed
    ['rate', '20 bookings per second'],
    ['rate * share * 0.04', '0.16 bookings per second'],
    ['rate * 1 s / 20', '1 booking'],
    ['100 % - share', '80 %'],
    ['share * 2', '0.4'],
    ['size * 3 / 4', '1.5 kB'],
    ['2 * 0.04 s', '80 ms'],
    ['405.3 USD / 1 month', '405.3 USD a month'],
    ['3 * 135.1 USD / month', '405 USD a month'],
    ['6 / 1 request', '6 per request'],
    ['3 * 200 USD', '600 USD'],
  ])('%s: %s', (text, expected) => {
    const parsed = parseExpression(text);
    const value = isFault(parsed) ? parsed : evaluate(parsed, many);
    if (isFault(parsed) || isFault(value)) throw new Error(text);
    expect(phrase(parsed, value, many.kinds)).toBe(expected);
  });
});

group('an expression leaves off what its sentence says already', () => {
  it.each([
    ['A visit leads to $value.', '0.03 bookings / visit', '0.03 bookings'],
    ['Visits lead to $value.', '0.03 bookings / visit', '0.03 bookings per visit'],
    ['A VISIT, then $value.', '6 * 0.005 bookings / visit', '0.03 bookings'],
    ['An order line takes $value.', '2 kB / orderLine', '2 kB'],
    ['A revisit holds $value.', '3 bookings / visit / day', '3 bookings per visit a day'],
    ['A visit holds $value.', '3 bookings / visit / day', '3 bookings a day'],
    ['In a year $value fly.', '3 passengers / year', '3 passengers a year'],
  ])('%s with %s: %s', (sentence, text, expected) => {
    const parsed = parseExpression(text);
    const value = isFault(parsed) ? parsed : evaluate(parsed, many);
    if (isFault(parsed) || isFault(value)) throw new Error(text);
    expect(phrase(parsed, value, many.kinds, sentence)).toBe(expected);
  });
});

group('a quantity in the unit that suits its size', () => {
  it.each([
    ['0.16 bookings / s', '0.16 bookings per second'],
    ['0.1 bookings / s', '0.1 bookings per second'],
    ['0.05 bookings / s', '3 bookings per minute'],
    ['1 booking / min', '1 booking per minute'],
    ['1 booking / year', '1 booking a year'],
    ['6 bookings / day', '0.25 bookings an hour'],
    ['0 bookings / s', '0 bookings per second'],
    ['0 s', '0 s'],
    ['0.02 ms', '0.02 ms'],
    ['999.9 ms', '1 s'],
    ['90 s', '90 s'],
    ['120 s', '2 min'],
    ['36 h', '36 h'],
    ['90 days', '90 days'],
    ['7 years', '7 years'],
    ['5 ms / item', '5 ms per item'],
    ['999.4 B', '999 B'],
    ['999.6 B', '1 kB'],
    ['1234567 B', '1.23 MB'],
    ['5 GB / s', '5 GB per second'],
    ['2 kB / item', '2 kB per item'],
    ['405.3 USD / month', '405 USD a month'],
    ['5 USD / GB', '0.000000005 USD per byte'],
    ['0.5', '0.5'],
    ['12345678 items', '12.3 million items'],
    ['3 visits / user / s', '3 visits per user per second'],
    ['2 s * s * items', '2 items × s × s'],
  ])('%s: %s', (text, expected) => {
    expect(describe(quantityOf(text))).toBe(expected);
  });
});

group('a number', () => {
  it.each([
    [0, {}, '0'],
    [-0, {}, '0'],
    [1, {}, '1'],
    [-1234.5, {}, '-1,230'],
    [1234.5, { digits: 5 }, '1,234.5'],
    [999.6, {}, '1,000'],
    [0.1 + 0.2, {}, '0.3'],
    [0.00012345, {}, '0.000123'],
    [1e-12, {}, '1e-12'],
    [123456789, {}, '123,000,000'],
    [1e15, {}, '1e15'],
    [1.5e21, {}, '1.5e21'],
    [20e6, { words: true }, '20 million'],
    [1.5e9, { words: true }, '1.5 billion'],
    [2e12, { words: true }, '2 trillion'],
    [999_999_999, { words: true }, '1 billion'],
    [12_345_678, { words: true, digits: 15 }, '12,345,678'],
    [12_345_000, { words: true, digits: 15 }, '12.345 million'],
    [999_000, { words: true }, '999,000'],
    [Number.POSITIVE_INFINITY, {}, 'Infinity'],
  ])('%d %j: %s', (value, format, expected) => {
    expect(formatNumber(value, format)).toBe(expected);
  });
});

group('a plural', () => {
  it.each([
    ['booking', 'bookings'],
    ['search', 'searches'],
    ['query', 'queries'],
    ['key', 'keys'],
    ['batch', 'batches'],
    ['copy', 'copies'],
    ['process', 'processes'],
    ['box', 'boxes'],
    ['person', 'people'],
  ])('%s: %s', (noun, expected) => {
    expect(plural(noun)).toBe(expected);
  });
});
