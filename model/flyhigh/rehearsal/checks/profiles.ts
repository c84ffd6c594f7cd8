// Travellers' profiles as they stand against what must be remembered.

import type { Check } from '../../../../local/rehearsal.ts';
import type { ExpectedProfile } from '../reference/profiles.ts';
import type { Item } from '../stores/tables.ts';
import { checkOf, keysOfBoth, number } from './check.ts';

const precision = 1e-9;

/** @param erased travellers whose profile was erased; one that nothing followed stays as an empty tombstone. */
export function profilesCheck(
  due: ReadonlyMap<string, ExpectedProfile>,
  items: readonly Item[],
  erased: ReadonlySet<string>,
): Check {
  const stored = new Map(items.map((item) => [String(item.travellerRef), item]));
  const wrong = keysOfBoth(due, stored).flatMap((travellerRef) => {
    const expected = due.get(travellerRef);
    const item = stored.get(travellerRef);
    if (!expected)
      return item?.asOf === undefined && erased.has(travellerRef) ? [] : [`somebody is remembered who must not be`];
    if (!item) return ['a profile is missing'];
    if (erased.has(travellerRef) && typeof item.erasedAt !== 'number') return ['an erasure is forgotten'];
    if (item.asOf !== expected.asOf) return [`a profile is true at ${String(item.asOf)}, not at ${expected.asOf}`];
    const counted = idsIn(item);
    const ids = keysOfBoth(mapOf(expected.counted), mapOf(counted)).filter(
      (id) => counted.has(id) !== expected.counted.has(id),
    );
    return [
      ...ids.map((id) => `event ${id} was ${counted.has(id) ? 'counted' : 'not counted'}`),
      ...scores('interests', expected.interests, item.interests),
      ...scores('cabins', expected.cabins, item.cabins),
    ];
  });
  const scored = [...due.values()].reduce((sum, { interests, cabins }) => sum + interests.size + cabins.size, 0);
  return checkOf(
    'Profiles equal the sum of what travellers did, to a billionth',
    wrong,
    `${number(due.size)} profiles, ${number(scored)} scores; ${erased.size} profile erased on the way`,
  );
}

function scores(name: string, due: ReadonlyMap<string, number>, stored: unknown): readonly string[] {
  const found = new Map<string, number>(
    typeof stored === 'object' && stored !== null
      ? Object.entries(stored).map(([key, value]) => [key, Number(value)])
      : [],
  );
  return keysOfBoth(due, found).flatMap((key) => {
    const expected = due.get(key) ?? 0;
    const score = found.get(key) ?? 0;
    const near = Math.abs(score - expected) <= precision * Math.max(1, Math.abs(expected));
    return near ? [] : [`${name} in ${key}: ${score}, ${expected} due`];
  });
}

function idsIn({ recent }: Item): ReadonlySet<string> {
  if (!(recent instanceof Set)) return new Set();
  return new Set([...recent].map((bytes) => (bytes instanceof Uint8Array ? Buffer.from(bytes).toString('hex') : '')));
}

function mapOf(keys: ReadonlySet<string>): ReadonlyMap<string, true> {
  return new Map([...keys].map((key) => [key, true]));
}
