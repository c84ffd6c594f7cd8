// Time that passes only when nothing is left to do: hours of waiting in milliseconds, the same in every run.
import type { Clock } from '../../../../local/poller/ports.ts';

export interface SimulatedClock extends Clock {
  /** Lets time pass until the work is done. Throws when nothing is left that it could wait for. */
  run<T>(work: Promise<T>): Promise<T>;
}

interface Timer {
  readonly at: number;
  readonly wake: () => void;
}

export function simulatedClock(start: number): SimulatedClock {
  // Few distinct moments are ahead at any time, with many timers each.
  const ahead = new Map<number, Set<Timer>>();
  let now = start;

  const forget = (timer: Timer): void => {
    const same = ahead.get(timer.at);
    same?.delete(timer);
    if (same?.size === 0) ahead.delete(timer.at);
  };

  const next = (): boolean => {
    let earliest = Number.POSITIVE_INFINITY;
    for (const at of ahead.keys()) if (at < earliest) earliest = at;
    const timers = ahead.get(earliest);
    if (!timers) return false;
    ahead.delete(earliest);
    now = Math.max(now, earliest);
    for (const { wake } of timers) wake();
    return true;
  };

  return {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve();
        const timer: Timer = { at: now + Math.max(0, ms), wake: resolve };
        const same = ahead.get(timer.at);
        if (same) same.add(timer);
        else ahead.set(timer.at, new Set([timer]));
        signal?.addEventListener('abort', () => {
          forget(timer);
          resolve();
        });
      }),
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
        if (!over && !next()) throw new Error('everybody waits for somebody else');
      }
      return done;
    },
  };
}
