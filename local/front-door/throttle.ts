// A stage's method settings to token buckets: a method takes `burst` requests at once, and so many more a second.
import type { ThrottleDefinition } from './definition.ts';

/** Whether one more request of a route is taken at a time. */
export type Throttle = (method: string, path: string, nowMs: number) => boolean;

interface Bucket {
  tokens: number;
  filledMs: number;
}

export function throttleOf(definitions: readonly ThrottleDefinition[]): Throttle {
  const buckets = new Map<string, Bucket>();
  return (method, path, nowMs) => {
    const limit = limitOf(definitions, method, path);
    if (limit === undefined) return true;
    // A limit of /* holds for each method by itself, not for their sum.
    const key = `${method} ${path}`;
    const bucket = buckets.get(key) ?? { tokens: limit.burst, filledMs: nowMs };
    buckets.set(key, bucket);
    const gained = (Math.max(0, nowMs - bucket.filledMs) / 1000) * limit.requestsPerSecond;
    bucket.tokens = Math.min(limit.burst, bucket.tokens + gained);
    bucket.filledMs = nowMs;
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
  };
}

const limitOf = (
  definitions: readonly ThrottleDefinition[],
  method: string,
  path: string,
): ThrottleDefinition | undefined =>
  definitions.find((each) => each.path === path && each.method === method) ??
  definitions.find((each) => each.path === '/*' && (each.method === '*' || each.method === method));
