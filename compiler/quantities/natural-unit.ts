// A quantity to the unit in which its size is best read.
import { type Dimension, exponentOf, isKind, type Quantity } from './dimension.ts';
import { roundTo } from './number-format.ts';
import { units } from './units.ts';

const sizes = ['TB', 'GB', 'MB', 'kB'];
const durations = ['years', 'days', 'h', 'min', 's'];
const periods = ['s', 'min', 'h', 'day', 'month'];

/** The text of a unit of this dimension: "ms", "kB / s", "item / day", "USD / month", "" for a plain number. */
export function naturalUnit(quantity: Quantity): string {
  const { dimension } = quantity;
  const size = Math.abs(quantity.value);
  const scaled = scaledBase(dimension);
  const word = (base: string): string => {
    if (base === 's' && exponentOf(dimension, 'USD') !== 0) return exponentOf(dimension, 's') === -1 ? 'month' : 's';
    if (base !== scaled) return base;
    if (base === 'B') return sizes.find((unit) => roundTo(size / factor(unit)) >= 1) ?? 'B';
    return exponentOf(dimension, 's') === 1 ? durationUnit(size) : periodUnit(size);
  };
  const above: string[] = [];
  const below: string[] = [];
  // Time comes last below the line: per item, then per second.
  const bases = Object.keys(dimension).sort((a, b) => Number(a === 's') - Number(b === 's'));
  for (const base of bases) {
    const exponent = exponentOf(dimension, base);
    for (let count = Math.abs(exponent); count > 0; count -= 1) (exponent > 0 ? above : below).push(word(base));
  }
  return [above.join(' * '), ...below.map((unit) => `/ ${unit}`)].filter((part) => part !== '').join(' ');
}

// Only one of several bases can take up the size; bytes before time, so that a throughput stays per second.
function scaledBase(dimension: Dimension): string | undefined {
  if (exponentOf(dimension, 'B') === 1) return 'B';
  const time = exponentOf(dimension, 's');
  const others = Object.entries(dimension).filter(([base, exponent]) => base !== 's' && exponent > 0);
  if (time === 1 && others.length === 0) return 's';
  return time === -1 && others.every(([base]) => isKind(base)) ? 's' : undefined;
}

// From two of a unit on, so that 90 s and 60 min stay what they are.
function durationUnit(seconds: number): string {
  if (seconds !== 0 && roundTo(seconds) < 1) return 'ms';
  return durations.find((unit) => roundTo(seconds / factor(unit)) >= 2) ?? 's';
}

// The shortest period that brings the number to a tenth.
function periodUnit(perSecond: number): string {
  if (perSecond === 0) return 's';
  return periods.find((unit) => roundTo(perSecond * factor(unit)) >= 0.1) ?? 'year';
}

function factor(unit: string): number {
  return units.get(unit)?.factor ?? 1;
}
