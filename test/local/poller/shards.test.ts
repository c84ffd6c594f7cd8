import { describe, expect, it } from 'vitest';
import type { MemoryStream } from './support/memory-stream.ts';
import { play, putInto, stage } from './support/simulation.ts';

const keys = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
const spread = Array.from({ length: 40 }, (_, index) => ({ id: index + 1, key: keys[index % keys.length] ?? '' }));
const only = (stream: MemoryStream, at = 0) => stream.open()[at] ?? '';

describe('order', () => {
  it('services-kinesis-parameters: shards are read side by side, each in order', async () => {
    const { calls } = await play({ puts: spread, shards: 3, settings: { batchSize: 5 }, callMs: 10 });
    const atOnce = calls.filter(({ at }) => at === 0);
    expect(atOnce).toHaveLength(3);
    for (const key of keys) {
      const seen = calls.flatMap(({ ids }) => ids).filter((id) => spread[id - 1]?.key === key);
      expect(seen).toEqual([...seen].sort((a, b) => a - b));
    }
  });

  it('ParallelizationFactor: so many batches of a shard at once, and a partition key in one of them only', async () => {
    const scene = { puts: spread, settings: { batchSize: 2, parallel: 4 }, callMs: 100 };
    const { calls } = await play(scene);
    const byTime = new Map<number, number[][]>();
    for (const { at, ids } of calls) byTime.set(at, [...(byTime.get(at) ?? []), [...ids]]);
    expect(Math.max(...[...byTime.values()].map((batches) => batches.length))).toBe(4);
    for (const batches of byTime.values()) {
      const owners = batches.flatMap((ids) => [...new Set(ids.map((id) => spread[id - 1]?.key))]);
      expect(new Set(owners).size).toBe(owners.length);
    }
    for (const key of keys) {
      const seen = calls.flatMap(({ ids }) => ids).filter((id) => spread[id - 1]?.key === key);
      expect(seen).toEqual(spread.filter((put) => put.key === key).map(({ id }) => id));
    }
  });

  it('ParallelizationFactor: a batch that fails holds up its own keys only', async () => {
    const puts = keys.map((key, index) => ({ id: index + 1, key }));
    const react = (ids: readonly number[]) => (ids.includes(1) ? 'fail' : 'done');
    const { calls } = await play({ puts, react, settings: { parallel: 10, retries: 3 } });
    expect(calls.filter(({ ids }) => !ids.includes(1)).every(({ at }) => at === 0)).toBe(true);
    expect(calls.filter(({ ids }) => ids.includes(1))).toHaveLength(4);
  });
});

describe('StartingPosition', () => {
  const puts = [{ id: 1 }, { at: 1_500, id: 2 }];

  it.each([
    ['TRIM_HORIZON', [[1], [2]]],
    ['LATEST', [[2]]],
  ] as const)('%s', async (start, expected) => {
    expect((await play({ puts, settings: { start } })).calls.map(({ ids }) => ids)).toEqual(expected);
  });

  it('LATEST: a shard that comes later is read from its beginning', async () => {
    const later = [
      [
        1_500,
        (stream: MemoryStream) => {
          stream.split(only(stream));
          putInto(stream, { id: 2 });
        },
      ],
    ] as const;
    const { calls } = await play({ puts: [{ id: 1 }], later, settings: { start: 'LATEST' } });
    expect(calls.map(({ ids }) => ids)).toEqual([[2]]);
  });
});

// https://docs.aws.amazon.com/streams/latest/dev/kinesis-using-sdk-java-after-resharding.html
describe('resharding', () => {
  const failingTwice = (_ids: readonly number[], call: number) => (call <= 2 ? 'fail' : 'done');

  it('kinesis-using-sdk-java-after-resharding: children begin when their parent is done, retries and all', async () => {
    const later = [
      [
        0,
        (stream: MemoryStream) => {
          stream.split(only(stream));
          for (const [index, key] of keys.entries()) putInto(stream, { id: 100 + index, key });
        },
      ],
    ] as const;
    const puts = keys.map((key, index) => ({ id: index + 1, key }));
    const { calls, statistics } = await play({ puts, later, react: failingTwice });
    const order = calls.map(({ ids }) => (ids.some((id) => id >= 100) ? 'child' : 'parent'));
    expect(order).toEqual(['parent', 'parent', 'parent', 'child', 'child']);
    expect(statistics).toMatchObject({ read: 16, succeeded: 16 });
  });

  it('after a merge the child waits for both parents', async () => {
    const later = [
      [
        0,
        (stream: MemoryStream) => {
          stream.merge(only(stream, 0), only(stream, 1));
          for (const [index, key] of keys.entries()) putInto(stream, { id: 100 + index, key });
        },
      ],
    ] as const;
    const puts = keys.map((key, index) => ({ id: index + 1, key }));
    const { calls } = await play({ puts, later, shards: 2, react: failingTwice });
    const order = calls.map(({ ids }) => (ids.some((id) => id >= 100) ? 'child' : 'parent'));
    expect(order).toEqual(['parent', 'parent', 'parent', 'parent', 'child']);
  });
});

describe('the poller', () => {
  it('is idle when all that the stream holds is done, and not before', async () => {
    const { clock, stream, poller, played } = stage({ puts: spread, callMs: 500, settings: { windowMs: 3_000 } });
    await clock.run(poller.idle());
    expect(played().statistics).toMatchObject({ read: 40, succeeded: 40, iteratorAgeMs: 0 });
    putInto(stream, { id: 41 });
    await clock.run(poller.idle());
    expect(played().statistics.succeeded).toBe(41);
    await clock.run(poller.stop());
  });

  it('says how old the oldest record is that is not done', async () => {
    const { clock, poller, played } = stage({ puts: spread, react: () => 'throttle', settings: { batchSize: 10 } });
    await clock.run(clock.sleep(90_000));
    expect(played().statistics).toMatchObject({ read: 40, succeeded: 0, invocations: 0, iteratorAgeMs: 90_000 });
    await clock.run(poller.stop());
  });

  it('ends when it is stopped: calls under way are waited for, nothing new is begun', async () => {
    const { clock, stream, poller, played } = stage({ puts: [{ id: 1 }], callMs: 10_000 });
    const idle = expect(poller.idle()).rejects.toThrow('stopped');
    await clock.run(clock.sleep(1_000));
    putInto(stream, { id: 2 });
    await clock.run(poller.stop());
    await idle;
    await expect(poller.idle()).rejects.toThrow('stopped');
    expect(clock.now() % 60_000).toBe(10_000);
    expect(played().calls.map(({ ids }) => ids)).toEqual([[1]]);
  });

  it('gets over a stream and a destination that fail for a while', async () => {
    const scene = { puts: spread, react: () => 'fail' as const, settings: { retries: 0 }, destinationFaults: 3 };
    const { clock, stream, poller, played } = stage(scene);
    const read = stream.read;
    let faults = 3;
    Object.assign(stream, {
      read: (...input: Parameters<typeof read>) => {
        faults -= 1;
        return faults < 0 ? read(...input) : Promise.reject(new Error('down'));
      },
    });
    await clock.run(poller.idle());
    expect(played().statistics.setAside).toBe(40);
    expect(played().objects).toHaveLength(4);
    await clock.run(poller.stop());
  });
});
