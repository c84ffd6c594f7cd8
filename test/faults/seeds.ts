// PLUMBLINE_SEED to the schedules that somebody asked for: one, as 17, or from one to another, as 201-900.

const text = process.env.PLUMBLINE_SEED;

/** Undefined: nobody asked for any. */
export const asked: readonly number[] | undefined = text === undefined ? undefined : between(text);

export function between(range: string): readonly number[] {
  const [first = 1, last = first] = range.split('-').map(Number);
  return Array.from({ length: last - first + 1 }, (_, n) => first + n);
}

export const again = (seed: number, tests: string): string =>
  `again by: PLUMBLINE_SEED=${seed} npx vitest run test/faults/${tests}`;
