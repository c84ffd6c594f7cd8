// A Figure to words for a message.
import type { Figure } from '../figures.ts';
import { describe, formatNumber } from '../quantities/index.ts';

export function figureWords({ value, unit }: Figure): string {
  if (unit === 's') return describe({ value, dimension: { s: 1 } });
  if (unit === 'B') return describe({ value, dimension: { B: 1 } });
  if (unit === 'B/s') return describe({ value, dimension: { B: 1, s: -1 } });
  if (unit === '') return `${formatNumber(value * 100, { digits: 5 })} %`;
  const number = formatNumber(value, { digits: 4 });
  return unit === 'USD/month' ? `${number} USD a month` : `${number} ${unit}`;
}
