// The words that may stand behind a number, to what they multiply it by and how prose says them.
import { secondsPerDay, secondsPerMonth, secondsPerYear } from '../time.ts';
import { type Dimension, dimensionless } from './dimension.ts';
import { plural } from './plural.ts';

/** 1 of the unit is `factor / divisor` in base units: two whole numbers, so that 99.8 % is 0.998 to the last bit. */
export interface Unit {
  readonly factor: number;
  readonly divisor: number;
  readonly dimension: Dimension;
  /** Behind the number 1, behind other numbers, and below the line ("per second", "a year"). */
  readonly one: string;
  readonly many: string;
  readonly per: string;
}

/** Every word of every kind, singular and plural, to its kind. Made by `kindsOf`. */
export type Kinds = ReadonlyMap<string, string>;

const time: Dimension = { s: 1 };
const bytes: Dimension = { B: 1 };

function unit(dimension: Dimension, factor: number, divisor: number, word: string, per: string, many = word): Unit {
  return { factor, divisor, dimension, one: word, many, per };
}

const day = unit(time, secondsPerDay, 1, 'day', 'a day', 'days');
const week = unit(time, 7 * secondsPerDay, 1, 'week', 'a week', 'weeks');
const month = unit(time, secondsPerMonth, 1, 'month', 'a month', 'months');
const year = unit(time, secondsPerYear, 1, 'year', 'a year', 'years');

function size(word: string, factor: number): readonly [string, Unit] {
  return [word, unit(bytes, factor, 1, word, `per ${word}`)];
}

/** The built-in units by word. A month is 730 hours, a year 365 days; kB counts by 1,000 and KiB by 1,024. */
export const units: ReadonlyMap<string, Unit> = new Map<string, Unit>([
  ['ms', unit(time, 1, 1000, 'ms', 'per millisecond')],
  ['s', unit(time, 1, 1, 's', 'per second')],
  ['min', unit(time, 60, 1, 'min', 'per minute')],
  ['h', unit(time, 3600, 1, 'h', 'an hour')],
  ['d', day],
  ['day', day],
  ['days', day],
  ['week', week],
  ['weeks', week],
  ['month', month],
  ['months', month],
  ['year', year],
  ['years', year],
  ['B', unit(bytes, 1, 1, 'B', 'per byte')],
  size('kB', 1e3),
  size('MB', 1e6),
  size('GB', 1e9),
  size('TB', 1e12),
  size('KiB', 1024),
  size('MiB', 1024 ** 2),
  size('GiB', 1024 ** 3),
  size('TiB', 1024 ** 4),
  ['USD', unit({ USD: 1 }, 1, 1, 'USD', 'per USD')],
  ['%', unit(dimensionless, 1, 100, '%', 'per %')],
  ['times', unit(dimensionless, 1, 1, 'times', 'per time')],
]);

/** Words people write for a unit that is spelt otherwise here; only ever suggested. */
export const otherSpellings: ReadonlyMap<string, string> = new Map([
  ...['sec', 'secs', 'second', 'seconds'].map((word) => [word, 's'] as const),
  ...['minute', 'minutes', 'mins'].map((word) => [word, 'min'] as const),
  ...['hour', 'hours', 'hr', 'hrs'].map((word) => [word, 'h'] as const),
  ...['millisecond', 'milliseconds', 'msec'].map((word) => [word, 'ms'] as const),
  ...['byte', 'bytes'].map((word) => [word, 'B'] as const),
  ...['percent', 'pct'].map((word) => [word, '%'] as const),
  ...['dollar', 'dollars', 'usd'].map((word) => [word, 'USD'] as const),
  ...['m', 'mo'].map((word) => [word, 'min or month'] as const),
  ...['K', 'KB', 'kb', 'Kb'].map((word) => [word, 'kB (1,000 bytes) or KiB (1,024 bytes)'] as const),
  ['x', 'times'],
]);

/** What a word multiplies a number by, or undefined where it is neither a unit nor a kind. */
export function unitOf(word: string, kinds: Kinds): Unit | undefined {
  const known = units.get(word);
  if (known !== undefined) return known;
  const kind = kinds.get(word);
  return kind === undefined ? undefined : unit({ [kind]: 1 }, 1, 1, kind, `per ${kind}`, plural(kind));
}
