// Event source mappings to calls of their functions: a simulation of what AWS documents of Lambda's own poller.
import { randomUUID } from 'node:crypto';
import type { FunctionFailure } from '../failures.ts';
import type { MappingCall, MappingStatistics } from '../world.ts';
import type { Mapping } from './mapping.ts';
import type { Clock, Destination, Invoke, Stream } from './ports.ts';
import { readShards } from './shards.ts';
import { type Bell, bell, type Pace, type Tally, type Work } from './work.ts';

export interface PollerOptions {
  readonly mappings: readonly Mapping[];
  /** Called once for each mapping. */
  readonly streamOf: (mapping: Mapping) => Stream;
  readonly invoke: Invoke;
  readonly destination: Destination;
  readonly clock: Clock;
  readonly pace?: Partial<Pace>;
  /** Told what the poller gets over by itself, until it is stopped: what fails then fails because of it. */
  readonly log?: (message: string) => void;
  /** Told of every call that a function failed at, until the poller is stopped. */
  readonly onFailure?: (failure: FunctionFailure) => void;
  readonly uuid?: () => string;
  /** Told of every call before it is made. */
  readonly onCall?: (call: MappingCall) => void;
}

export interface Poller {
  /** A row for each mapping, in their order. */
  statistics(): readonly MappingStatistics[];
  /**
   * Resolves when every record that the streams hold now is done or set aside, and nothing is under way. Rejects when
   * the poller is stopped before.
   */
  idle(): Promise<void>;
  /** Resolves when the calls under way have ended. What is not done by then stays undone. */
  stop(): Promise<void>;
}

/** A base rate of one look a second at each shard is what AWS documents for shared throughput. */
const usualPace: Pace = { pollMs: 1_000, listMs: 10_000, firstPauseMs: 1_000, longestPauseMs: 60_000 };

interface Waiting {
  readonly mark: number;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

export function openPoller(options: PollerOptions): Poller {
  const { mappings, streamOf, invoke, destination, clock, log = () => {}, uuid = randomUUID } = options;
  const { onCall: calling = () => {}, onFailure = () => {} } = options;
  const pace = { ...usualPace, ...options.pace };
  const bells: Bell[] = [];
  const stopping = bell(clock);
  let waiting: readonly Waiting[] = [];
  let mark = 0;
  let stopped = false;

  const changed = (): void => {
    if (waiting.length === 0) return;
    const idle = ({ mark: since }: Waiting) => running.every(({ shards }) => shards.idleSince(since));
    const [over, still] = [waiting.filter(idle), waiting.filter((one) => !idle(one))];
    waiting = still;
    for (const { resolve } of over) resolve();
  };

  // Nobody rings any more after the stop: what failed because of it would wait in vain.
  const unlessStopped =
    (wait: Bell['wait']): Bell['wait'] =>
    (ms) =>
      stopped ? Promise.resolve() : wait(ms);

  const untilStopped =
    <T>(tell: (said: T) => void) =>
    (said: T): void => {
      if (!stopped) tell(said);
    };

  const common: Omit<Work, 'mapping' | 'stream' | 'tally'> = {
    ...{ invoke, destination, clock, pace, uuid, changed, calling },
    log: untilStopped(log),
    failed: untilStopped(onFailure),
    mark: () => mark,
    stopped: () => stopped,
    pause: unlessStopped(stopping.wait),
    bell: () => {
      const { ring, wait } = bell(clock);
      bells.push({ ring, wait });
      return { ring, wait: unlessStopped(wait) };
    },
  };

  const running = mappings.map((mapping) => {
    const tally: Tally = { read: 0, filtered: 0, invocations: 0, succeeded: 0, retried: 0, setAside: 0 };
    return { mapping, tally, shards: readShards({ ...common, mapping, tally, stream: streamOf(mapping) }) };
  });

  const ringAll = (): void => {
    for (const each of [...bells]) each.ring();
  };

  return {
    statistics: () =>
      running.map(({ mapping, tally, shards }) => {
        const oldest = shards.oldest();
        return {
          connection: mapping.connection,
          ...tally,
          iteratorAgeMs: oldest === undefined ? 0 : Math.max(0, clock.now() - oldest),
        };
      }),
    idle: () =>
      new Promise((resolve, reject) => {
        if (stopped) return reject(new Error('the poller has stopped'));
        mark += 1;
        waiting = [...waiting, { mark, resolve, reject }];
        // Nobody waits for the next look when somebody waits for the last.
        ringAll();
        changed();
      }),
    stop: async () => {
      stopped = true;
      for (const { reject } of waiting) reject(new Error('the poller has stopped'));
      waiting = [];
      stopping.ring();
      ringAll();
      await Promise.all(running.map(({ shards }) => shards.finished));
    },
  };
}
