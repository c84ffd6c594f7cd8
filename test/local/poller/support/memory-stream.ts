// A Kinesis stream in memory: partition keys to shards by their hash, sequence numbers that rise, splits and merges.
import { createHash } from 'node:crypto';
import type { Clock, Page, Position, Stream, StreamRecord } from '../../../../local/poller/ports.ts';

export interface MemoryStream extends Stream {
  /** @param arrivedAt epoch milliseconds; default: now. */
  put(
    partitionKey: string,
    data: string | Uint8Array,
    arrivedAt?: number,
  ): { readonly shardId: string; readonly sequenceNumber: string };
  /** Closes the shard and opens two for its keys. */
  split(shardId: string): void;
  /** Closes both, which must lie side by side, and opens one for their keys. */
  merge(one: string, other: string): void;
  /** Ids of the shards that take records, by their keys. */
  open(): readonly string[];
  /** All that was ever put, by shard, in order. */
  records(): ReadonlyMap<string, readonly StreamRecord[]>;
}

interface MemoryShard {
  readonly id: string;
  readonly parents: readonly string[];
  readonly from: bigint;
  /** Not included. */
  readonly to: bigint;
  readonly records: StreamRecord[];
  closed: boolean;
}

const hashes = 1n << 128n;

export function memoryStream(clock: Clock, shardCount: number): MemoryStream {
  const shards = new Map<string, MemoryShard>();
  let serial = 0;

  const open = (parents: readonly MemoryShard[], from: bigint, to: bigint): void => {
    const id = `shardId-${String(shards.size).padStart(12, '0')}`;
    for (const parent of parents) parent.closed = true;
    shards.set(id, { id, parents: parents.map((parent) => parent.id), from, to, records: [], closed: false });
  };
  const shardOf = (id: string): MemoryShard => {
    const shard = shards.get(id);
    if (!shard) throw new Error(`no shard ${id}`);
    return shard;
  };
  for (let n = 0n; n < BigInt(shardCount); n += 1n) {
    open([], (hashes * n) / BigInt(shardCount), (hashes * (n + 1n)) / BigInt(shardCount));
  }

  return {
    put: (partitionKey, data, arrivedAt = clock.now()) => {
      const hash = BigInt(`0x${createHash('md5').update(partitionKey).digest('hex')}`);
      const shard = [...shards.values()].find(({ closed, from, to }) => !closed && hash >= from && hash < to);
      if (!shard) throw new Error('the open shards leave a gap');
      serial += 1;
      const sequenceNumber = `4966${String(serial).padStart(52, '0')}`;
      shard.records.push({ sequenceNumber, partitionKey, data: Buffer.from(data), arrivedAt });
      return { shardId: shard.id, sequenceNumber };
    },
    split: (id) => {
      const shard = shardOf(id);
      const middle = (shard.from + shard.to) / 2n;
      open([shard], shard.from, middle);
      open([shard], middle, shard.to);
    },
    merge: (one, other) => {
      const [low, high] = [shardOf(one), shardOf(other)].sort((a, b) => (a.from < b.from ? -1 : 1));
      if (low === undefined || high === undefined || low.to !== high.from)
        throw new Error('they do not lie side by side');
      open([low, high], low.from, high.to);
    },
    open: () =>
      [...shards.values()]
        .filter(({ closed }) => !closed)
        .sort((a, b) => (a.from < b.from ? -1 : 1))
        .map(({ id }) => id),
    records: () => new Map([...shards].map(([id, { records }]) => [id, records] as const)),
    listShards: async () => [...shards.values()].map(({ id, parents }) => ({ id, parents })),
    read: async (id, position, limit) => pageOf(shardOf(id), position, limit),
  };
}

function pageOf({ records, closed }: MemoryShard, position: Position, limit: number): Page {
  const from = startOf(records, position);
  const page = records.slice(from, from + limit);
  const atTip = from + page.length === records.length;
  const last =
    page.at(-1)?.sequenceNumber ?? ('after' in position ? position.after : records[from - 1]?.sequenceNumber);
  return { records: page, atTip, ...(closed && atTip ? {} : { next: { after: last } }) };
}

function startOf(records: readonly StreamRecord[], position: Position): number {
  if ('from' in position) return position.from === 'LATEST' ? records.length : 0;
  const { after } = position;
  if (after === undefined) return 0;
  // Most readers are near the end.
  for (let index = records.length; index > 0; index -= 1) {
    if ((records[index - 1]?.sequenceNumber ?? '') <= after) return index;
  }
  return 0;
}
