// What is seen of a route and what is usual to what becomes of its lease. Pure.

import { minuteMs } from '../common/clock.ts';
import type { Lease } from '../common/demand.ts';
import { type Expectation, goesOn, isSurge, scoreOf } from './statistics.ts';

const leaseMs = 15 * minuteMs;
const renewEveryMs = minuteMs;

export type Verdict = 'acquire' | 'renew' | 'leave';

/** @param searches in the five minutes up to `now`. */
export function verdictOn(lease: Lease | undefined, searches: number, expected: Expectation, now: number): Verdict {
  if (!isLive(lease, now)) return isSurge(searches, expected) ? 'acquire' : 'leave';
  return goesOn(searches, expected) && lease.renewedAt < renewedBefore(now) ? 'renew' : 'leave';
}

export function isLive(lease: Lease | undefined, now: number): lease is Lease {
  return lease !== undefined && lease.highUntil > now;
}

/** A lease as it is acquired: nobody has been told of it yet. */
export function newLease(searches: number, expected: Expectation, now: number): Lease {
  return {
    since: now,
    highUntil: untilFrom(now),
    renewedAt: now,
    score: scoreOf(searches, expected),
    announced: false,
  };
}

/** Until when a lease holds that is acquired or renewed now. */
export function untilFrom(now: number): number {
  return now + leaseMs;
}

/** A lease that was renewed later than this need not be renewed yet: one write a minute is enough. */
export function renewedBefore(now: number): number {
  return now - renewEveryMs;
}
