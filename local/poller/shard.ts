// A shard to its lanes: reads it from where it is to its end, keeps what the filter lets through.
// https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-parameters.html (ParallelizationFactor)
import { createHash } from 'node:crypto';
import { type Written, written } from './event.ts';
import { type Lane, openLane } from './lane.ts';
import type { Position, StreamRecord } from './ports.ts';
import { messageOf, type Work } from './work.ts';

/** As many as GetRecords gives at once. */
const mostAtOnce = 10_000;

export interface Reader {
  /** True when the shard has ended and all its records are done or set aside. */
  done(): boolean;
  /** True when everything that the shard held at that mark is done or set aside. */
  idleSince(mark: number): boolean;
  /** Epoch milliseconds at which the oldest record arrived that is not done. */
  oldest(): number | undefined;
  readonly finished: Promise<void>;
}

export function readShard(
  work: Work,
  shardId: string,
  start: Position,
  keeps: (record: StreamRecord) => boolean,
): Reader {
  const lanes: readonly Lane[] = Array.from({ length: work.mapping.parallel }, () => openLane(work, shardId));
  const bell = work.bell();
  let tipSeenAt = -1;
  let done = false;
  const pending = () => lanes.reduce((sum, lane) => sum + lane.pending(), 0);

  const take = (records: readonly StreamRecord[]): void => {
    const kept = records.filter(keeps);
    work.tally.read += records.length;
    work.tally.filtered += records.length - kept.length;
    const now = work.clock.now();
    const byLane = lanes.map((): Written[] => []);
    for (const record of kept) {
      byLane[laneOf(record.partitionKey, lanes.length)]?.push(written(work.mapping, shardId, record, now));
    }
    for (const [index, lane] of lanes.entries()) lane.add(byLane[index] ?? []);
  };

  /** Where to read on; undefined when the shard has ended. */
  const readOnce = async (position: Position): Promise<Position | undefined> => {
    const mark = work.mark();
    const page = await work.stream.read(shardId, position, mostAtOnce);
    take(page.records);
    if (page.atTip) tipSeenAt = mark;
    work.changed();
    if (page.next && page.atTip) await bell.wait(work.pace.pollMs);
    return page.next;
  };

  const run = async (): Promise<void> => {
    let position: Position | undefined = start;
    while (position && !work.stopped()) {
      try {
        // What waits already is enough to go on with.
        if (pending() >= mostAtOnce) await bell.wait(work.pace.pollMs);
        else position = await readOnce(position);
      } catch (error) {
        work.log(`${work.mapping.connection}: ${shardId}: ${messageOf(error)}`);
        await bell.wait(work.pace.pollMs);
      }
    }
    for (const lane of lanes) lane.close();
    await Promise.all(lanes.map(({ finished }) => finished));
    done = !work.stopped();
    work.changed();
  };

  return {
    done: () => done,
    idleSince: (mark) => done || (tipSeenAt >= mark && pending() === 0),
    oldest: () => {
      const times = lanes.map((lane) => lane.oldest()).filter((time) => time !== undefined);
      return times.length === 0 ? undefined : Math.min(...times);
    },
    finished: run(),
  };
}

/** Records of one partition key stay in one lane, and so in order. */
function laneOf(partitionKey: string, lanes: number): number {
  return lanes === 1 ? 0 : createHash('md5').update(partitionKey).digest().readUInt32BE(0) % lanes;
}
