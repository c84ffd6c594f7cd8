// Records per second as a reader says it, in pictures and documents alike: "16/s", "69/h", "110/day".
import { formatNumber } from '../compiler/quantities/index.ts';
import { secondsPerDay } from '../compiler/time.ts';

/** In the period that brings it to ten at least; a table has room for a third digit. */
export function rateText(perSecond: number, digits = 2): string {
  const text = (value: number, period: string): string => `${formatNumber(value, { digits })}/${period}`;
  if (perSecond === 0) return '0';
  if (perSecond >= 0.1) return text(perSecond, 's');
  return perSecond * 3600 >= 10 ? text(perSecond * 3600, 'h') : text(perSecond * secondsPerDay, 'day');
}
