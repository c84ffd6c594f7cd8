// Time that passes only when nothing is left to do: hours of waiting in milliseconds, the same in every run.
import type { Clock } from '../../../../local/poller/ports.ts';

export interface SimulatedClock extends Clock {
  sleep(ms: number): Promise<void>;
  /** Waits for what happens outside of simulated time, which stands still meanwhile. */
  outside<T>(work: Promise<T>): Promise<T>;
  /** Lets time pass until the work is done. Throws when nothing is left that it could wait for. */
  run<T>(work: Promise<T>): Promise<T>;
}

export function simulatedClock(start: number): SimulatedClock {
  // Few distinct moments are ahead at any time, with many timers each.
  const ahead = new Map<number, Set<() => void>>();
  let now = start;
  let outside = 0;
  let returned = () => {};

  const next = (): boolean => {
    let earliest = Number.POSITIVE_INFINITY;
    for (const at of ahead.keys()) if (at < earliest) earliest = at;
    const due = ahead.get(earliest);
    if (!due) return false;
    now = earliest;
    for (const act of due) act();
    ahead.delete(earliest);
    return true;
  };

  const after: Clock['after'] = (ms, act) => {
    // Never at once: what is due at this very moment is being done.
    const at = now + Math.max(1, Math.ceil(ms));
    // A copy of its own: the same act may be due twice.
    const own = () => act();
    const same = ahead.get(at);
    if (same) same.add(own);
    else ahead.set(at, new Set([own]));
    return () => {
      const due = ahead.get(at);
      due?.delete(own);
      if (due?.size === 0) ahead.delete(at);
    };
  };

  return {
    now: () => now,
    after,
    sleep: (ms) => (ms <= 0 ? Promise.resolve() : new Promise((resolve) => void after(ms, resolve))),
    outside: async (work) => {
      outside += 1;
      try {
        return await work;
      } finally {
        outside -= 1;
        returned();
      }
    },
    run: async (work) => {
      let over = false;
      const done = work.finally(() => {
        over = true;
      });
      // Awaited at the end; until then nobody else may find it unhandled.
      done.catch(() => {});
      while (!over) {
        // Everything that needs no time has happened when the next turn of the event loop comes.
        await new Promise((resolve) => setImmediate(resolve));
        if (outside > 0) {
          await new Promise<void>((resolve) => {
            returned = resolve;
          });
        } else if (!over && !next()) {
          throw new Error('everybody waits for somebody else');
        }
      }
      return done;
    },
  };
}
