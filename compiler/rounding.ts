// Sums of numbers that are kept in binary to what is meant by them.

/** What a few roundings leave, beside what they are of. */
const hair = 1e-14;

/** 0 where only rounding is left: 100 % - 90 % - 10 % would be less than nothing, and be shown so. */
export function sum(a: number, b: number): number {
  const total = a + b;
  return Math.abs(total) < hair * Math.max(Math.abs(a), Math.abs(b)) ? 0 : total;
}
