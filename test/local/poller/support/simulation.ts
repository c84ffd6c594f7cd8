// A mapping's settings, what is put when and what the function answers to what the poller did, on simulated time.
import type { Mapping } from '../../../../local/poller/mapping.ts';
import { openPoller, type Poller } from '../../../../local/poller/poller.ts';
import type { Answer } from '../../../../local/poller/ports.ts';
import type { MappingStatistics } from '../../../../local/world.ts';
import { type MemoryStream, memoryStream } from './memory-stream.ts';
import { type SimulatedClock, simulatedClock } from './simulated-clock.ts';

export const start = Date.parse('2026-12-01T12:00:00.000Z');

export const mapping: Mapping = {
  connection: 'orders.feed.counter',
  uuid: '11111111-2222-5333-8444-555555555555',
  functionName: 'counter',
  functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:counter',
  streamArn: 'arn:aws:kinesis:us-east-1:000000000000:stream/orders',
  eventSourceArn: 'arn:aws:kinesis:us-east-1:000000000000:stream/orders',
  region: 'us-east-1',
  invokeIdentityArn: 'arn:aws:iam::000000000000:role/counter',
  batchSize: 10,
  windowMs: 0,
  parallel: 1,
  retries: 2,
  bisect: false,
  reports: true,
  maxAgeMs: 3_600_000,
  start: 'TRIM_HORIZON',
  filters: [],
  destination: 'failed',
};

/** `fail`: the function fails. `throttle`: it is not called. A list of ids: these it reports as failed. */
export type Reaction = 'done' | 'fail' | 'throttle' | readonly number[] | Answer;

export interface Call {
  /** Milliseconds after the start. */
  readonly at: number;
  /** What the records hold. */
  readonly ids: readonly number[];
}

export interface Put {
  /** Milliseconds after the start; default: before the poller starts. */
  readonly at?: number;
  readonly id: number;
  readonly key?: string;
  readonly data?: string;
  /** Milliseconds after the start; default: when it is put. */
  readonly arrived?: number;
}

export interface Scene {
  readonly settings?: Partial<Mapping>;
  readonly without?: 'destination';
  readonly puts: readonly Put[];
  /** Default: all is done at once. */
  readonly react?: (ids: readonly number[], call: number) => Reaction;
  /** How long a call takes. */
  readonly callMs?: number;
  readonly shards?: number;
  /** So many times at first nothing can be set aside. */
  readonly destinationFaults?: number;
  /** Done when so many milliseconds have passed. */
  readonly later?: readonly (readonly [number, (stream: MemoryStream) => void])[];
}

export interface Played {
  readonly calls: readonly Call[];
  /** Key and parsed body of what was set aside. */
  readonly objects: readonly (readonly [string, Record<string, unknown>])[];
  readonly statistics: MappingStatistics;
  /** Events as the function got them, parsed. */
  readonly events: readonly { readonly Records: readonly Record<string, unknown>[] }[];
}

export interface Stage {
  readonly clock: SimulatedClock;
  readonly stream: MemoryStream;
  readonly poller: Poller;
  readonly played: () => Played;
}

/** Plays the scene until the stream is idle after the last put. */
export async function play(scene: Scene): Promise<Played> {
  const { clock, stream, poller, played } = stage(scene);
  const last = Math.max(0, ...scene.puts.map(({ at = 0 }) => at), ...(scene.later ?? []).map(([at]) => at));
  await clock.run(
    (async () => {
      await Promise.all([
        ...scene.puts
          .filter(({ at }) => at !== undefined)
          .map(async (put) => {
            await clock.sleep(put.at ?? 0);
            putInto(stream, put);
          }),
        ...(scene.later ?? []).map(async ([at, act]) => {
          await clock.sleep(at);
          act(stream);
        }),
        // The poller looks once more by itself, before somebody asks it to.
        clock.sleep(last + 1_000),
      ]);
      await poller.idle();
      await poller.stop();
    })(),
  );
  return played();
}

export function stage({
  settings,
  without,
  puts,
  react = () => 'done',
  callMs = 0,
  shards = 1,
  destinationFaults = 0,
}: Scene): Stage {
  const clock = simulatedClock(start);
  const stream = memoryStream(clock, shards);
  for (const put of puts) if (put.at === undefined) putInto(stream, put);
  const calls: Call[] = [];
  const events: Played['events'][number][] = [];
  const objects: (readonly [string, Record<string, unknown>])[] = [];
  let faults = destinationFaults;
  const { destination, ...rest } = { ...mapping, ...settings };
  const poller = openPoller({
    mappings: [without === undefined && destination !== undefined ? { ...rest, destination } : rest],
    streamOf: () => stream,
    invoke: async (_name, payload) => {
      const event: Played['events'][number] = JSON.parse(payload);
      const held = event.Records.map(heldIn);
      const ids = held.map(({ id }) => id);
      calls.push({ at: clock.now() - start, ids });
      const reaction = react(ids, calls.length);
      if (reaction === 'throttle') throw Object.assign(new Error('slow down'), { name: 'TooManyRequestsException' });
      events.push(event);
      if (callMs > 0) await clock.sleep(callMs);
      return answerOf(reaction, held);
    },
    destination: {
      put: async (bucket, key, body) => {
        faults -= 1;
        if (faults >= 0) throw new Error('down');
        if (bucket !== 'failed') throw new Error(`no bucket ${bucket}`);
        objects.push([key, JSON.parse(body)]);
      },
    },
    clock,
    pace: { firstPauseMs: 1_000, longestPauseMs: 60_000 },
    uuid: uuidSource(),
  });
  const played = () => ({ calls, objects, events, statistics: first(poller.statistics()) });
  return { clock, stream, poller, played };
}

export function putInto(stream: MemoryStream, { id, key = 'k', data, arrived }: Put): void {
  stream.put(key, data ?? JSON.stringify({ id }), arrived === undefined ? undefined : start + arrived);
}

interface Held {
  readonly id: number;
  readonly sequenceNumber: string;
}

function heldIn(record: Record<string, unknown>): Held {
  const { data, sequenceNumber } = record.kinesis as { data: string; sequenceNumber: string };
  return { id: Number(/"id":(\d+)/.exec(Buffer.from(data, 'base64').toString())?.[1]), sequenceNumber };
}

function answerOf(reaction: Exclude<Reaction, 'throttle'>, held: readonly Held[]): Answer {
  if (reaction === 'done') return { payload: '{"batchItemFailures":[]}' };
  if (reaction === 'fail') return { payload: '{"errorMessage":"no"}', functionError: 'Unhandled' };
  if (!Array.isArray(reaction)) return reaction as Answer;
  const failed = held.filter(({ id }) => reaction.includes(id));
  return {
    payload: JSON.stringify({ batchItemFailures: failed.map((one) => ({ itemIdentifier: one.sequenceNumber })) }),
  };
}

function uuidSource(): () => string {
  let n = 0;
  return () => {
    n += 1;
    return `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
  };
}

export function first<T>(list: readonly T[]): T {
  const [one] = list;
  if (one === undefined) throw new Error('an empty list has no first');
  return one;
}
