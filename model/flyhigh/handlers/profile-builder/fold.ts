// A profile and signs of interest to the profile that knows them, whatever order they come in and how often. Pure.

import { hourMs } from '../common/clock.ts';
import { faded, fading, type Profile } from '../common/profile.ts';
import type { Sign, Weight } from './signs.ts';

/** Why a sign changes nothing. */
export type Skip = 'repeated' | 'erased' | 'tooLate' | 'implausible' | 'tooMany';

export interface Folded {
  readonly profile: Profile;
  readonly counted: number;
  readonly skipped: readonly Skip[];
}

const rememberedMs = 72 * hourMs;
// Nobody looks for flights that often in three days: a robot's ids may not outgrow the item.
const mostRemembered = 4_096;

export function foldAll(before: Profile, signs: readonly Sign[]): Folded {
  let profile = before;
  const skipped: Skip[] = [];
  for (const sign of signs) {
    const skip = reasonToSkip(profile, sign);
    if (skip) skipped.push(skip);
    else profile = fold(profile, sign);
  }
  return { profile, counted: signs.length - skipped.length, skipped };
}

function reasonToSkip({ asOf, erasedAt, recent }: Profile, { eventId, at, receivedAt }: Sign): Skip | undefined {
  if (recent.has(digits(eventId))) return 'repeated';
  if (erasedAt !== undefined && at <= erasedAt) return 'erased';
  if (madeAt(digits(eventId)) > receivedAt + rememberedMs) return 'implausible';
  // Its id would be forgotten at once, or is: whether it was counted before, nobody could tell.
  if (asOf !== undefined && Math.min(at, madeAt(digits(eventId))) < asOf - rememberedMs) return 'tooLate';
  return recent.size >= mostRemembered ? 'tooMany' : undefined;
}

/** Nothing small is cut off: what is cut would depend on the order. */
function fold(profile: Profile, sign: Sign): Profile {
  const asOf = Math.max(profile.asOf ?? sign.at, sign.at);
  const passed = asOf - (profile.asOf ?? asOf);
  const weight = fading(asOf - sign.at);
  const ids = [...profile.recent, digits(sign.eventId)];
  return {
    ...profile,
    asOf,
    interests: added(faded(profile.interests, passed), sign.interests, weight),
    cabins: added(faded(profile.cabins, passed), sign.cabins, weight),
    recent: new Set(ids.filter((id) => madeAt(id) >= asOf - rememberedMs)),
  };
}

function added(scores: Record<string, number>, weights: readonly Weight[], factor: number): Record<string, number> {
  const sums = { ...scores };
  for (const { of, weight } of weights) sums[of] = (sums[of] ?? 0) + weight * factor;
  return sums;
}

function digits(uuid: string): string {
  return uuid.replaceAll('-', '');
}

/** A UUIDv7 begins with the milliseconds at which it was made. */
function madeAt(id: string): number {
  return Number.parseInt(id.slice(0, 12), 16);
}
