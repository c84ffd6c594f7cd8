// The item that says whether demand for a route is high, as stored and as read.

import { type Item, numberIn } from './attributes.ts';

/** Sort keys (`item`) of the two items a route has. */
export const leaseItem = 'lease';
export const baselineItem = 'baseline';

/** The index of leases by their end; the one value of its partition key. */
export const hotIndex = 'hot';
export const hotKey = 'HOT';

export interface Lease {
  /** Epoch milliseconds, as all times here. */
  readonly since: number;
  /** Demand is high while this lies ahead. */
  readonly highUntil: number;
  readonly renewedAt: number;
  /** Standard deviations above what is usual. */
  readonly score: number;
  readonly announced: boolean;
}

export function leaseIn(item: Item): Lease {
  return {
    since: numberIn(item, 'since'),
    highUntil: numberIn(item, 'highUntil'),
    renewedAt: numberIn(item, 'renewedAt'),
    score: numberIn(item, 'score'),
    announced: item.announced === true,
  };
}
