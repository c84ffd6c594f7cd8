// Records per second as a reader says it, in pictures and documents alike: "16/s", "0.21/s", "110/day".
import { formatNumber } from '../compiler/quantities/index.ts';

export function rateText(recordsPerSecond: number): string {
  if (recordsPerSecond >= 0.1) return `${formatNumber(recordsPerSecond, { digits: 2 })}/s`;
  if (recordsPerSecond * 3600 >= 10) return `${formatNumber(recordsPerSecond * 3600, { digits: 2 })}/h`;
  return `${formatNumber(recordsPerSecond * 86400, { digits: 2 })}/day`;
}
