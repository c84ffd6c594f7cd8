// A mapping's stream to readers of its shards: children begin when their parents are done.
// https://docs.aws.amazon.com/streams/latest/dev/kinesis-using-sdk-java-after-resharding.html
import { filterOf } from './filter.ts';
import type { Position, Shard } from './ports.ts';
import { type Reader, readShard } from './shard.ts';
import { messageOf, type Work } from './work.ts';

export interface Shards {
  idleSince(mark: number): boolean;
  oldest(): number | undefined;
  readonly finished: Promise<void>;
}

interface Known {
  readonly shard: Shard;
  readonly start: Position;
  reader?: Reader;
}

export function readShards(work: Work): Shards {
  const keeps = filterOf(work.mapping.filters);
  const known = new Map<string, Known>();
  const bell = work.bell();
  let listedAt = -1;

  const list = async (): Promise<void> => {
    const mark = work.mark();
    const shards = await work.stream.listShards();
    // What LATEST passes over is what was there before the mapping, not the beginning of a shard that comes later.
    const from = listedAt === -1 ? work.mapping.start : 'TRIM_HORIZON';
    for (const shard of shards) if (!known.has(shard.id)) known.set(shard.id, { shard, start: { from } });
    listedAt = mark;
  };

  const begin = (): void => {
    for (const entry of known.values()) {
      // A parent that nobody knows any more is past its retention.
      const ready = entry.shard.parents.every((id) => known.get(id)?.reader?.done() ?? !known.has(id));
      if (entry.reader || !ready) continue;
      entry.reader = readShard(work, entry.shard.id, entry.start, keeps);
      void entry.reader.finished.then(() => bell.ring());
    }
  };

  const run = async (): Promise<void> => {
    while (!work.stopped()) {
      try {
        await list();
        begin();
      } catch (error) {
        work.log(`${work.mapping.connection}: ${messageOf(error)}`);
      }
      work.changed();
      await bell.wait(work.pace.listMs);
    }
    await Promise.all([...known.values()].map(({ reader }) => reader?.finished));
  };

  return {
    idleSince: (mark) =>
      listedAt >= mark && [...known.values()].every(({ reader }) => reader?.idleSince(mark) ?? false),
    oldest: () => {
      const times = [...known.values()].map(({ reader }) => reader?.oldest()).filter((time) => time !== undefined);
      return times.length === 0 ? undefined : Math.min(...times);
    },
    finished: run(),
  };
}
