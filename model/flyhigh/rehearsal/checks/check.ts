// Differences to a check that says what was counted, or the first of what differs.

import type { Check } from '../../../../local/rehearsal.ts';

const shown = 5;

/** @param counted what was compared, said when nothing differs. */
export function checkOf(claim: string, differences: readonly string[], counted: string): Check {
  if (differences.length === 0) return { claim, holds: true, detail: counted };
  const more = differences.length > shown ? ` and ${differences.length - shown} more` : '';
  return { claim, holds: false, detail: `${differences.slice(0, shown).join('; ')}${more}` };
}

/** Keys of both in one order, each once. */
export function keysOfBoth(a: ReadonlyMap<string, unknown>, b: ReadonlyMap<string, unknown>): readonly string[] {
  return [...new Set([...a.keys(), ...b.keys()])].sort();
}

/** 12345 as 12,345, on every machine. */
export function number(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** The same text for the same value, whatever the order of its fields. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}
