// A traveller's profile as stored: how it reads, and how its scores fade.

import { binariesIn, type Item, numberIn, numbersIn, optionalNumberIn } from './attributes.ts';
import { dayMs } from './clock.ts';

const halfLifeMs = 14 * dayMs;

export interface Profile {
  /** Epoch milliseconds of the latest event counted: the moment the scores are true at. Nothing has been counted without. */
  readonly asOf?: number;
  /** Score by destination. */
  readonly interests: Readonly<Record<string, number>>;
  /** Score by cabin. */
  readonly cabins: Readonly<Record<string, number>>;
  /** Events counted of the last 72 hours before `asOf`, as 32 hexadecimal digits each. */
  readonly recent: ReadonlySet<string>;
  /** Rises with every write; 0 when there is no item. */
  readonly v: number;
  /** Epoch milliseconds. Nothing that happened until then is ever counted. */
  readonly erasedAt?: number;
}

export const noProfile: Profile = { interests: {}, cabins: {}, recent: new Set(), v: 0 };

/** What is left of a score of 1 after so long. */
export function fading(ms: number): number {
  return 2 ** (-ms / halfLifeMs);
}

export function faded(scores: Readonly<Record<string, number>>, ms: number): Record<string, number> {
  const factor = fading(ms);
  return Object.fromEntries(Object.entries(scores).map(([key, score]) => [key, score * factor]));
}

export function profileIn(item: Item | undefined): Profile {
  if (!item) return noProfile;
  const asOf = optionalNumberIn(item, 'asOf');
  const erasedAt = optionalNumberIn(item, 'erasedAt');
  return {
    interests: numbersIn(item, 'interests'),
    cabins: numbersIn(item, 'cabins'),
    recent: new Set(binariesIn(item, 'recent').map((bytes) => Buffer.from(bytes).toString('hex'))),
    v: numberIn(item, 'v'),
    ...(asOf === undefined ? {} : { asOf }),
    ...(erasedAt === undefined ? {} : { erasedAt }),
  };
}
