// A seed to a schedule that has been played to its end: events sent, faults and all, and everything that came of it.
import type { Mapping } from '../../local/poller/mapping.ts';
import { openPoller } from '../../local/poller/poller.ts';
import type { Answer, Clock } from '../../local/poller/ports.ts';
import type { MappingStatistics } from '../../local/world.ts';
import type { DomainEvent } from '../../model/flyhigh/handlers/common/domain-events.ts';
import { type MemoryStream, memoryStream } from '../local/poller/support/memory-stream.ts';
import { type SimulatedClock, simulatedClock } from '../local/poller/support/simulated-clock.ts';
import { type Chance, chance } from './chance.ts';
import { type Fate, type Faults, faults } from './faults.ts';
import { callFunction, type FunctionName, type Store, type Surroundings } from './functions.ts';
import { functionOf, mappings } from './mappings.ts';
import { type Poisons, poisoned } from './poisons.ts';
import { redriver } from './redrive.ts';
import { begin, type Sent, type StreamName, traffic } from './traffic.ts';

/** A record as it stands in its stream. */
export interface Kept extends Pick<Sent, 'stream' | 'event' | 'travellerRef'> {
  readonly shardId: string;
  readonly sequenceNumber: string;
  readonly receivedAt: number;
}

/** A call that the poller made: what it handed on, and what it heard. */
export interface Call {
  readonly connection: string;
  readonly sequenceNumbers: readonly string[];
  /** Undefined when it heard nothing. */
  readonly answer: Answer | undefined;
}

export interface Played {
  readonly mappings: readonly Mapping[];
  readonly kept: readonly Kept[];
  readonly calls: readonly Call[];
  readonly statistics: readonly MappingStatistics[];
  /** What was set aside and what was rejected: text by key. */
  readonly objects: ReadonlyMap<string, string>;
  readonly announced: readonly DomainEvent[];
  /** Faults that really struck, by name. */
  readonly struck: ReadonlyMap<string, number>;
}

export interface World {
  readonly store: Store;
  readonly clock: SimulatedClock;
}

/** What a broken rule does to a schedule, for tests of the tests. */
export interface Mutation {
  readonly store?: (store: Store) => Store;
  /** What a function hears of what its request was answered. */
  readonly hears?: Surroundings['hears'];
  readonly mapping?: (mapping: Mapping) => Mapping;
  readonly answer?: (answer: Answer) => Answer;
  readonly setAside?: (put: (key: string, body: string) => void, key: string, body: string) => void;
}

/** Plays to the end: streams read, redrives tried, what was parked handed back. */
export async function play(seed: number, { store, clock }: World, mutation: Mutation = {}): Promise<Played> {
  const chances = chance(seed);
  const plan = traffic(chances);
  const going = faults(chances);
  const faultCounts = new Map<string, number>();
  const around: Surroundings = {
    struck: (fault) => faultCounts.set(fault, (faultCounts.get(fault) ?? 0) + 1),
    ...{ clock, chances, faults: going, announced: [], objects: new Map() },
    store: mutation.store?.(store) ?? store,
    hears: mutation.hears ?? ((answer) => answer),
  };
  const streams: Record<StreamName, MemoryStream> = {
    bookingStream: memoryStream(clock, chances.int(2, 4)),
    searchStream: memoryStream(clock, chances.int(2, 4)),
  };
  const played = { kept: [] as Kept[], calls: [] as Call[] };
  const made = mappings(chances).map((mapping) => mutation.mapping?.(mapping) ?? mapping);
  const poisons = poisoned(chances);
  const restore = timersOn(clock);
  try {
    const statistics = await clock.run(
      perform({ ...{ plan, around, streams, played, made, poisons, mutation, chances, going } }),
    );
    return {
      mappings: made,
      statistics,
      ...played,
      objects: around.objects,
      announced: around.announced,
      struck: faultCounts,
    };
  } finally {
    restore();
  }
}

interface Stage {
  readonly plan: readonly Sent[];
  readonly around: Surroundings;
  readonly streams: Readonly<Record<StreamName, MemoryStream>>;
  readonly played: { readonly kept: Kept[]; readonly calls: Call[] };
  readonly made: readonly Mapping[];
  readonly poisons: Poisons;
  readonly mutation: Mutation;
  readonly chances: Chance;
  readonly going: Faults;
}

async function perform(stage: Stage): Promise<readonly MappingStatistics[]> {
  const { around, streams, made, mutation, chances, going, played } = stage;
  const { clock, objects } = around;
  const byFunction = new Map(made.map((mapping) => [mapping.functionName, functionOf(mapping)]));
  const fateOf = (name: FunctionName, payload: string): Fate => {
    if (!stage.poisons.in(name, payload, clock.now())) return going.fate();
    around.struck('poison');
    return going.poisonous();
  };
  const handBack = redriver(
    objects,
    (functionName, payload) => {
      const name = byFunction.get(functionName);
      if (!name) throw new Error(`no function ${functionName}`);
      return callFunction(around, name, payload, fateOf(name, payload));
    },
    [...byFunction].flatMap(([functionName, name]) => (name === 'liveAnalytics' ? [] : [functionName])),
  );
  const parked = new Set<string>();
  const redrives: Promise<void>[] = [];
  const delayMs = chances.pick([20_000, 120_000, 900_000]);
  const put = (key: string, body: string) => {
    objects.set(key, body);
    around.struck(`set aside: ${/"condition":"(\w+)"/.exec(body)?.[1]}`);
    redrives.push(
      redriveInTime(clock, delayMs, () => handBack.redrive(key)).then((done) => void (done || parked.add(key))),
    );
  };
  const serial = { n: 0 };
  const pollMs = chances.pick([1_000, 5_000, 15_000]);
  const pollers = made.map((mapping) =>
    openPoller({
      mappings: [mapping],
      streamOf: ({ streamArn }) => streams[streamArn.endsWith('bookingStream') ? 'bookingStream' : 'searchStream'],
      invoke: async (_functionName, payload) => {
        const name = functionOf(mapping);
        const log = (answer: Answer | undefined) =>
          played.calls.push({ connection: mapping.connection, sequenceNumbers: numbersIn(payload), answer });
        try {
          const answer = await callFunction(around, name, payload, fateOf(name, payload));
          log(answer);
          return mutation.answer?.(answer) ?? answer;
        } catch (error) {
          log(undefined);
          throw error;
        }
      },
      destination: {
        put: async (_bucket, key, body) => {
          if (mutation.setAside) mutation.setAside(put, key, body);
          else put(key, body);
        },
      },
      clock,
      pace: { pollMs, listMs: 10_000, firstPauseMs: 500, longestPauseMs: 20_000 },
      uuid: () => {
        serial.n += 1;
        return `00000000-0000-4000-8000-${String(serial.n).padStart(12, '0')}`;
      },
    }),
  );
  await Promise.all([send(stage), reshard(stage)]);
  await Promise.all(pollers.map((poller) => poller.idle()));
  await Promise.all(pollers.map((poller) => poller.stop()));
  await Promise.all(redrives);
  // What is parked is handed back by hand, once the fault is mended.
  going.end();
  stage.poisons.end();
  for (const key of parked) {
    around.struck('parked');
    await handBack.redrive(key);
  }
  // Whatever hangs may still come back.
  await clock.sleep(120_000);
  return pollers.flatMap((poller) => poller.statistics());
}

async function send({ plan, around, streams, played, poisons }: Stage): Promise<void> {
  const { clock } = around;
  for (const { stream, key, at, event, text, travellerRef } of plan) {
    await clock.sleep(begin + at - clock.now());
    const receivedAt = clock.now();
    const place = streams[stream].put(key, text(receivedAt));
    poisons.look(place.sequenceNumber);
    const own = travellerRef === undefined ? {} : { travellerRef };
    played.kept.push({ stream, ...place, receivedAt, ...(event === undefined ? {} : { event }), ...own });
  }
}

async function reshard({ plan, around, streams, chances }: Stage): Promise<void> {
  const { clock } = around;
  const last = plan.at(-1)?.at ?? 0;
  const moments = Array.from({ length: chances.int(0, 4) }, () => chances.int(0, last)).sort((a, b) => a - b);
  for (const at of moments) {
    await clock.sleep(begin + at - clock.now());
    const stream = streams[chances.pick<StreamName>(['bookingStream', 'searchStream'])];
    const open = stream.open();
    const n = chances.int(0, open.length - 2);
    const [one = '', other = ''] = [open[n], open[n + 1]];
    around.struck('resharding');
    if (open.length > 2 && chances.of(0.5)) stream.merge(one, other);
    else stream.split(one);
  }
}

/** After a while, and again after that, four times in all; then somebody has to look. */
async function redriveInTime(
  clock: SimulatedClock,
  delayMs: number,
  redrive: () => Promise<boolean>,
): Promise<boolean> {
  for (let tries = 0; tries < 4; tries += 1) {
    await clock.sleep(delayMs);
    if (await redrive()) return true;
  }
  return false;
}

export function numbersIn(payload: string): readonly string[] {
  return [...payload.matchAll(/"sequenceNumber":"(\d+)"/g)].map(([, number = '']) => number);
}

/** Handlers keep to their deadlines by the timers of the machine: here these go by the simulated clock. */
function timersOn(clock: Clock): () => void {
  const real = { setTimeout: globalThis.setTimeout, clearTimeout: globalThis.clearTimeout };
  Object.assign(globalThis, {
    setTimeout: (act: () => void, ms = 0) => clock.after(ms, act),
    clearTimeout: (cancel: unknown) => {
      if (typeof cancel === 'function') cancel();
    },
  });
  return () => Object.assign(globalThis, real);
}

export { simulatedClock };
