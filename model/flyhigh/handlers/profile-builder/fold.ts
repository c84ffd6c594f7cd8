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
  let scores: Scores = before;
  // Changed in place: a robot's signs come by the thousand, and so do the ids that are remembered of it.
  const recent = new Set(before.recent);
  const skipped: Skip[] = [];
  for (const sign of signs) {
    const skip = reasonToSkip(scores, recent, sign);
    if (skip) skipped.push(skip);
    else {
      scores = fold(scores, sign);
      recent.add(digits(sign.eventId));
    }
  }
  forget(recent, scores.asOf);
  return { profile: { ...before, ...scores, recent }, counted: signs.length - skipped.length, skipped };
}

type Scores = Pick<Profile, 'asOf' | 'interests' | 'cabins' | 'erasedAt'>;

function reasonToSkip({ asOf, erasedAt }: Scores, recent: Set<string>, sign: Sign): Skip | undefined {
  const { eventId, at, receivedAt } = sign;
  if (recent.has(digits(eventId))) return 'repeated';
  if (erasedAt !== undefined && at <= erasedAt) return 'erased';
  if (madeAt(digits(eventId)) > receivedAt + rememberedMs) return 'implausible';
  // Its id would be forgotten at once, or is: whether it was counted before, nobody could tell.
  if (Math.min(at, madeAt(digits(eventId))) < Math.max(receivedAt, asOf ?? receivedAt) - rememberedMs) return 'tooLate';
  if (recent.size >= mostRemembered) forget(recent, asOf);
  return recent.size >= mostRemembered ? 'tooMany' : undefined;
}

/** Of ids that are too old only, whose events would be too late from now on. */
function forget(recent: Set<string>, asOf = 0): void {
  for (const id of recent) if (madeAt(id) < asOf - rememberedMs) recent.delete(id);
}

/** Nothing small is cut off: what is cut would depend on the order. */
function fold(scores: Scores, sign: Sign): Scores {
  const asOf = Math.max(scores.asOf ?? sign.at, sign.at);
  const passed = asOf - (scores.asOf ?? asOf);
  const weight = fading(asOf - sign.at);
  const counts = ({ takesBack = Number.POSITIVE_INFINITY }: Weight) => takesBack > (scores.erasedAt ?? 0);
  return {
    ...scores,
    asOf,
    interests: added(faded(scores.interests, passed), sign.interests.filter(counts), weight),
    cabins: added(faded(scores.cabins, passed), sign.cabins.filter(counts), weight),
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
