// The time Lambda leaves an invocation to the moment at which a handler has to stop and say what it did not do.

import type { Context } from 'aws-lambda';
import { secondMs } from './clock.ts';

export interface Deadline {
  /** Milliseconds that may still be worked. Not above 0 once it is time to answer. */
  leftMs(): number;
}

/** For work that nobody will cut off. */
export const noDeadline: Deadline = { leftMs: () => Number.POSITIVE_INFINITY };

/** Enough to answer in, also on a share of a CPU: who is cut off has its whole batch tried again, and halved. */
const reserveMs = 2 * secondMs;

export function deadlineOf(context: Pick<Context, 'getRemainingTimeInMillis'>): Deadline {
  return { leftMs: () => context.getRemainingTimeInMillis() - reserveMs };
}

/** Leaves time for what comes after. @param ms kept, but never more than a quarter of what is left. */
export function earlier(deadline: Deadline, ms: number): Deadline {
  const kept = Math.min(ms, Math.max(0, deadline.leftMs()) / 4);
  return { leftMs: () => deadline.leftMs() - kept };
}
