// A quantity and the type that a setting asks for to what does not fit.

import { capital } from '../wording.ts';
import { dimensionWords, exponentOf, isKind, type Quantity } from './dimension.ts';
import { formatNumber, roundTo } from './number-format.ts';
import { plural } from './plural.ts';

export const quantityTypes = [
  'count',
  'rate',
  'size',
  'duration',
  'share',
  'money',
  'monthlyMoney',
  'ratio',
  'throughput',
  'growth',
  'any',
] as const;
export type QuantityType = (typeof quantityTypes)[number];

export const isQuantityType = (type: unknown): type is QuantityType => quantityTypes.some((known) => known === type);

/** How a quantity of the type is written: "5 min". */
export const exampleOf = (type: QuantityType): string => shapes[type].example;

/** A quantity of the wrong type; whoever reports it adds the span of the expression. */
export interface Misfit {
  readonly code: 'wrong-type';
  readonly message: string;
  readonly hint: string;
}

interface Shape {
  readonly noun: string;
  readonly example: string;
  readonly fits: (shape: Bases) => boolean;
}

// The exponents of time, bytes and money, and the kinds above and below the line.
interface Bases {
  readonly s: number;
  readonly B: number;
  readonly USD: number;
  readonly over: readonly string[];
  readonly under: readonly string[];
  readonly oneKind: boolean;
  readonly eachKind: boolean;
}

const noMeasure = ({ s, B, USD }: Bases) => s === 0 && B === 0 && USD === 0;
// In all, or for each of one kind: 2 kB, 2 kB / item.
const forEach = (q: Bases) => noKind(q) || q.eachKind;
const noKind = ({ over, under }: Bases) => over.length + under.length === 0;

const shapes: Readonly<Record<QuantityType, Shape>> = {
  count: { noun: 'a count', example: '300e3 items', fits: (q) => noMeasure(q) && (noKind(q) || q.oneKind) },
  rate: {
    noun: 'a rate',
    example: '20 records / s',
    fits: (q) => q.s === -1 && q.B === 0 && q.USD === 0 && (noKind(q) || q.oneKind),
  },
  size: { noun: 'a size', example: '2 kB', fits: (q) => q.B === 1 && q.s === 0 && q.USD === 0 && forEach(q) },
  duration: { noun: 'a duration', example: '5 min', fits: (q) => q.s === 1 && q.B === 0 && q.USD === 0 && forEach(q) },
  share: { noun: 'a share', example: '20 %', fits: (q) => noMeasure(q) && noKind(q) },
  money: {
    noun: 'an amount of money',
    example: '600 USD',
    fits: (q) => q.USD === 1 && q.s === 0 && q.B === 0 && noKind(q),
  },
  monthlyMoney: {
    noun: 'an amount of money a month',
    example: '600 USD / month',
    fits: (q) => q.USD === 1 && (q.s === 0 || q.s === -1) && q.B === 0 && noKind(q),
  },
  ratio: { noun: 'a ratio', example: '1.5 items / request', fits: noMeasure },
  throughput: {
    noun: 'a throughput',
    example: '2 MB / s',
    fits: (q) => q.B === 1 && q.s === -1 && q.USD === 0 && noKind(q),
  },
  growth: {
    noun: 'a growth',
    example: '40 % / year',
    fits: (q) => (q.s === 0 || q.s === -1) && q.B === 0 && q.USD === 0 && noKind(q),
  },
  any: { noun: 'a quantity', example: '5', fits: () => true },
};

/** Why a quantity is not of a type, or undefined where it is. With a kind, a count or rate of another kind is a misfit too. */
export function conforms(quantity: Quantity, type: QuantityType, kind?: string): Misfit | undefined {
  const { noun, example, fits } = shapes[type];
  const bases = basesOf(quantity);
  if (!fits(bases)) {
    const message = `${capital(noun)} is wanted, this is ${dimensionWords(quantity.dimension)}.`;
    return { code: 'wrong-type', message, hint: `Write it like ${example}.` };
  }
  const counted = bases.over[0];
  if (kind === undefined || counted === undefined || counted === kind) return undefined;
  const message = `${capital(noun)} of ${plural(kind)} is wanted, this is ${dimensionWords(quantity.dimension)}.`;
  return {
    code: 'wrong-type',
    message,
    hint: `Give it in ${plural(kind)}, or multiply it by ${plural(kind)} for each ${counted}: * 1 ${kind} / ${counted}.`,
  };
}

/** 34 % + 55 % + 11 % come to a little more than the whole, as numbers are kept in binary. */
const slack = 1e-9;

/** Why a quantity of a type cannot be meant, or undefined where it can. */
export function outOfBounds({ value }: Quantity, type: QuantityType): Pick<Misfit, 'message' | 'hint'> | undefined {
  const { noun, example } = shapes[type];
  if (type === 'share' && (value < -slack || value > 1 + slack)) {
    // Never "100 %", which would be fine.
    const written = formatNumber(value * 100, { digits: roundTo(value) === 1 ? 10 : 3 });
    return {
      message: `A share lies between 0 and 100 %; this comes to ${written} %.`,
      hint: 'Look for a % that is missing: 60 % is a share, 60 is sixty times the whole.',
    };
  }
  if (value >= -slack || type === 'any' || type === 'growth') return undefined;
  return { message: `${capital(noun)} cannot be negative, and this is.`, hint: `Write it like ${example}.` };
}

function basesOf({ dimension }: Quantity): Bases {
  const kinds = Object.entries(dimension).filter(([base]) => isKind(base));
  const over = kinds.filter(([, exponent]) => exponent > 0).map(([base]) => base);
  const under = kinds.filter(([, exponent]) => exponent < 0).map(([base]) => base);
  return {
    s: exponentOf(dimension, 's'),
    B: exponentOf(dimension, 'B'),
    USD: exponentOf(dimension, 'USD'),
    over,
    under,
    oneKind: kinds.length === 1 && kinds[0]?.[1] === 1,
    eachKind: kinds.length === 1 && kinds[0]?.[1] === -1,
  };
}
