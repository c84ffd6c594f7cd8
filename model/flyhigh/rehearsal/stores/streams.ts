// A stream to all of its records, from the oldest on, read past every function.

import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  type KinesisClient,
  ListShardsCommand,
} from '@aws-sdk/client-kinesis';
import type { RawRecord } from '../reference/arrivals.ts';

export async function readStream(client: KinesisClient, stream: string): Promise<readonly RawRecord[]> {
  const shards: string[] = [];
  let more: string | undefined;
  do {
    const page = await client.send(
      new ListShardsCommand(more === undefined ? { StreamName: stream } : { NextToken: more }),
    );
    shards.push(...(page.Shards ?? []).flatMap(({ ShardId }) => (ShardId === undefined ? [] : [ShardId])));
    more = page.NextToken;
  } while (more !== undefined);
  return (await Promise.all(shards.map((shard) => readShard(client, stream, shard)))).flat();
}

async function readShard(client: KinesisClient, stream: string, shard: string): Promise<readonly RawRecord[]> {
  const { ShardIterator: first } = await client.send(
    new GetShardIteratorCommand({ StreamName: stream, ShardId: shard, ShardIteratorType: 'TRIM_HORIZON' }),
  );
  const records: RawRecord[] = [];
  let iterator = first;
  while (iterator !== undefined) {
    const page = await client.send(new GetRecordsCommand({ ShardIterator: iterator, Limit: 5_000 }));
    for (const { SequenceNumber = '', Data } of page.Records ?? []) {
      records.push({ stream, shard, sequenceNumber: SequenceNumber, text: Buffer.from(Data ?? []).toString('utf8') });
    }
    // At the tip, and in a closed shard, there is nothing more to come.
    if (page.MillisBehindLatest === 0 || (page.Records ?? []).length === 0) return records;
    iterator = page.NextShardIterator;
  }
  return records;
}
