// Which quantities are of which type, and quantities as numbers of a unit.
import { describe, expect, it } from 'vitest';
import { conforms, outOfBounds, type QuantityType, quantityTypes, valueIn } from '../../compiler/quantities/index.ts';
import { quantityOf } from './helpers.ts';

const types: Readonly<Record<string, readonly QuantityType[]>> = {
  '5': ['count', 'growth', 'ratio', 'share'],
  '20 %': ['count', 'growth', 'ratio', 'share'],
  '5 items': ['count', 'ratio'],
  '5 items * bookings': ['ratio'],
  '5 items / booking': ['ratio'],
  '1 / booking': ['ratio'],
  '5 / s': ['growth', 'rate'],
  '40 % / year': ['growth', 'rate'],
  '5 items / s': ['rate'],
  '5 items / s / booking': [],
  '5 / booking / s': [],
  '5 kB': ['size'],
  '5 kB / item': ['size'],
  '5 kB / item / booking': [],
  '5 kB * items': [],
  '5 kB / s': ['throughput'],
  '5 kB / item / s': [],
  '5 min': ['duration'],
  '5 ms / item': ['duration'],
  '5 s * s': [],
  '5 USD': ['money', 'monthlyMoney'],
  '5 USD / month': ['monthlyMoney'],
  '5 USD / item': [],
  '5 USD / GB': [],
};

describe('a quantity is of these types and no other', () => {
  it.each(Object.entries(types))('%s: %j', (text, expected) => {
    const fitting = quantityTypes.filter((type) => conforms(quantityOf(text), type) === undefined);
    expect(fitting.sort()).toEqual(['any', ...expected].sort());
  });

  it('a misfit says what is wanted and what was found', () => {
    expect(conforms(quantityOf('5 kB'), 'rate')).toEqual({
      code: 'wrong-type',
      message: 'A rate is wanted, this is bytes.',
      hint: 'Write it like 20 records / s.',
    });
  });

  it('a count or rate may be of one kind only', () => {
    expect(conforms(quantityOf('3 zones'), 'count', 'zone')).toBeUndefined();
    expect(conforms(quantityOf('3'), 'count', 'zone')).toBeUndefined();
    expect(conforms(quantityOf('3 items'), 'count', 'zone')?.message).toBe(
      'A count of zones is wanted, this is items.',
    );
    expect(conforms(quantityOf('3 items / s'), 'rate', 'booking')?.hint).toContain('bookings for each item');
  });
});

it.each([
  ['100 % - 90 % - 10 %', 0],
  ['0.3 s - 0.2 s - 0.1 s', 0],
  ['1 - 99.999999999 %', 1e-11],
  ['1e12 items - (1e12 - 1) * 1 item', 1],
])('a sum is what is left, and not of its rounding: %s', (text, left) => {
  const { value } = quantityOf(text);
  if (left === 0) expect(value).toBe(0);
  else expect(value / left).toBeCloseTo(1, 4);
});

describe('a quantity is within bounds', () => {
  it.each<[string, QuantityType]>([
    ['34 % + 55 % + 11 %', 'share'],
    ['100 % - 90 % - 10 %', 'share'],
    ['0.3 s - 0.2 s - 0.1 s', 'duration'],
    ['0.3 items / s - 0.2 items / s - 0.1 items / s', 'rate'],
    ['0.3 - 0.2 - 0.1', 'ratio'],
  ])('whatever rounding makes of it: %s', (text, type) => {
    expect(outOfBounds(quantityOf(text), type)).toBeUndefined();
  });

  it.each<[string, QuantityType, string]>([
    ['100.1 %', 'share', 'A share lies between 0 and 100 %; this comes to 100.1 %.'],
    ['100.0001 %', 'share', 'A share lies between 0 and 100 %; this comes to 100.0001 %.'],
    ['60', 'share', 'A share lies between 0 and 100 %; this comes to 6,000 %.'],
    ['-0.1 %', 'share', 'A share lies between 0 and 100 %; this comes to -0.1 %.'],
    ['-1 ms', 'duration', 'A duration cannot be negative, and this is.'],
    ['1 record / day - 2 records / day', 'rate', 'A rate cannot be negative, and this is.'],
  ])('or not: %s', (text, type, message) => {
    expect(outOfBounds(quantityOf(text), type)?.message).toBe(message);
  });
});

describe('a quantity in a unit', () => {
  it.each([
    ['0.07 s', 'ms', 70],
    ['2 h', 's', 7200],
    ['1 MiB', 'kB', 1048.576],
    ['5 kB / s', 'B / s', 5000],
    ['40 % / year', '/ year', 0.4],
    ['24 items / day', 'items / h', 1],
    ['20 %', '%', 20],
    ['20 %', '', 0.2],
  ])('%s in %j', (text, unit, expected) => {
    expect(valueIn(quantityOf(text), unit)).toBeCloseTo(expected, 12);
  });

  it.each(['kB', 's * s', 'nonsense', '1 +', '2 s'])('throws on our own mistake: %s', (unit) => {
    expect(() => valueIn(quantityOf('5 s'), unit)).toThrow(unit);
  });
});
