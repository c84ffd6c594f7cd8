// What all that is done for one mapping shares: its settings, the world around it, its counts, and waiting that can end.
import type { FunctionFailure } from '../failures.ts';
import type { MappingCall } from '../world.ts';
import type { Mapping } from './mapping.ts';
import type { Clock, Destination, Invoke, Stream } from './ports.ts';

export interface Pace {
  /** Between two looks at a shard that had nothing more. */
  readonly pollMs: number;
  /** Between two looks for new shards. */
  readonly listMs: number;
  /** Before the first retry; it doubles with each up to the longest. AWS documents no figures. */
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
}

export interface Tally {
  read: number;
  filtered: number;
  invocations: number;
  succeeded: number;
  retried: number;
  setAside: number;
}

export interface Work {
  readonly mapping: Mapping;
  readonly stream: Stream;
  readonly invoke: Invoke;
  readonly destination: Destination;
  readonly clock: Clock;
  readonly pace: Pace;
  readonly tally: Tally;
  readonly uuid: () => string;
  readonly log: (message: string) => void;
  readonly failed: (failure: FunctionFailure) => void;
  /** Told of every call before it is made. */
  readonly calling: (call: MappingCall) => void;
  /** Rises whenever somebody begins to wait for idleness: what was looked at before does not count. */
  readonly mark: () => number;
  readonly stopped: () => boolean;
  /** A bell that the poller rings too, when it stops and when somebody waits for idleness. */
  readonly bell: () => Bell;
  /** Resolves after that long, or when the poller stops. */
  readonly pause: (ms: number) => Promise<void>;
  /** To be called after every step, for those who wait for idleness. */
  readonly changed: () => void;
}

export interface Bell {
  ring(): void;
  /** Resolves when it rings next, and after that long if a time is given. */
  wait(ms?: number): Promise<void>;
}

export function bell(clock: Clock): Bell {
  const waiting = new Set<() => void>();
  return {
    ring: () => {
      for (const wake of [...waiting]) wake();
    },
    wait: (ms) =>
      new Promise((resolve) => {
        const wake = () => {
          waiting.delete(wake);
          cancel?.();
          resolve();
        };
        waiting.add(wake);
        const cancel = ms === undefined ? undefined : clock.after(ms, wake);
      }),
  };
}

export function pauseMs({ firstPauseMs, longestPauseMs }: Pace, retries: number): number {
  return Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(retries, 30));
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
