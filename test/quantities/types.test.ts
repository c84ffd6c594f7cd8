// Which quantities are of which type, and quantities as numbers of a unit.
import { describe, expect, it } from 'vitest';
import { conforms, type QuantityType, quantityTypes, valueIn } from '../../compiler/quantities/index.ts';
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
