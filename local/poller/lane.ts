// Records of one shard to batches, one under way at a time: a batch ends when it is full, too big, or has waited long enough.
// https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html (Polling and batching streams)
import { deliver } from './deliver.ts';
import { fitting, type Written } from './event.ts';
import type { Work } from './work.ts';

/** The payload limit of a synchronous call. */
export const payloadBytes = 6 * 1024 * 1024;

export interface Lane {
  add(records: readonly Written[]): void;
  /** Nothing will be added any more. */
  close(): void;
  /** Records that are neither done nor set aside; those of the batch under way count until it is done. */
  pending(): number;
  /** Epoch milliseconds at which the oldest of those arrived in the stream. */
  oldest(): number | undefined;
  /** Resolves when it is closed and nothing is pending, or when the poller has stopped. */
  readonly finished: Promise<void>;
}

export function openLane(work: Work, shardId: string): Lane {
  const { mapping, clock } = work;
  const queue: Written[] = [];
  const more = work.bell();
  let closed = false;
  let underWay = 0;
  let first: Written | undefined;

  /** Taken is under way in the same step: whoever asks in between must not find nothing pending. */
  const take = (count: number): readonly Written[] => {
    const batch = queue.splice(0, count);
    underWay = batch.length;
    first = batch[0];
    return batch;
  };

  const gather = async (): Promise<readonly Written[]> => {
    while (!work.stopped()) {
      const [earliest] = queue;
      if (!earliest && closed) break;
      const leftMs = earliest && earliest.readAt + mapping.windowMs - clock.now();
      const count = fitting(queue, mapping.batchSize, payloadBytes);
      const full = count === mapping.batchSize || count < queue.length;
      if (earliest && (full || (leftMs ?? 0) <= 0)) return take(count);
      await more.wait(leftMs);
    }
    return [];
  };

  const run = async (): Promise<void> => {
    for (let batch = await gather(); batch.length > 0; batch = await gather()) {
      await deliver(work, shardId, batch, (record) => {
        first = record;
      });
      underWay = 0;
      work.changed();
    }
  };

  return {
    add: (records) => {
      if (records.length === 0) return;
      queue.push(...records);
      more.ring();
    },
    close: () => {
      closed = true;
      more.ring();
    },
    pending: () => queue.length + underWay,
    oldest: () => (first ?? queue[0])?.arrivedAt,
    finished: run(),
  };
}
