// The poller's ports onto services that speak AWS's API: Kinesis, Lambda and S3, wherever the clients lead.
import {
  GetRecordsCommand,
  type GetRecordsCommandOutput,
  GetShardIteratorCommand,
  type KinesisClient,
  ListShardsCommand,
} from '@aws-sdk/client-kinesis';
import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { Clock, Destination, Invoke, Page, Position, Shard, Stream } from './ports.ts';

export function kinesisStream(client: Pick<KinesisClient, 'send'>, streamArn: string): Stream {
  const iterator = async (shardId: string, position: Position): Promise<string | undefined> => {
    const answer = await client.send(
      new GetShardIteratorCommand({ StreamARN: streamArn, ShardId: shardId, ...startOf(position) }),
    );
    return answer.ShardIterator;
  };
  /** A hint is an iterator, good for five minutes; the sequence number is good for ever. */
  const records = async (shardId: string, position: Position, limit: number): Promise<GetRecordsCommandOutput> => {
    const { hint } = position;
    try {
      const token = hint ?? (await iterator(shardId, position));
      return await client.send(new GetRecordsCommand({ StreamARN: streamArn, ShardIterator: token, Limit: limit }));
    } catch (error) {
      if (hint === undefined || !isNamed(error, 'ExpiredIteratorException')) throw error;
      const token = await iterator(shardId, position);
      return client.send(new GetRecordsCommand({ StreamARN: streamArn, ShardIterator: token, Limit: limit }));
    }
  };
  return {
    listShards: async () => {
      const shards: Shard[] = [];
      let page: { readonly NextToken: string } | undefined;
      do {
        const answer = await client.send(new ListShardsCommand(page ?? { StreamARN: streamArn }));
        for (const { ShardId: id, ParentShardId: one, AdjacentParentShardId: other } of answer.Shards ?? []) {
          if (id !== undefined) shards.push({ id, parents: [one, other].filter((parent) => parent !== undefined) });
        }
        page = answer.NextToken === undefined ? undefined : { NextToken: answer.NextToken };
      } while (page);
      return shards;
    },
    read: async (shardId, position, limit) => {
      try {
        return pageOf(await records(shardId, position, limit), position, limit);
      } catch (error) {
        // A shard past its retention, all of whose records have expired.
        if (isNamed(error, 'ResourceNotFoundException')) return { records: [], atTip: true };
        throw error;
      }
    },
  };
}

function startOf(position: Position) {
  if ('from' in position) return { ShardIteratorType: position.from };
  if (position.after === undefined) return { ShardIteratorType: 'TRIM_HORIZON' } as const;
  return { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', StartingSequenceNumber: position.after } as const;
}

function pageOf(answer: GetRecordsCommandOutput, position: Position, limit: number): Page {
  const { Records: got = [], NextShardIterator: hint, MillisBehindLatest: behind = 0 } = answer;
  const records = got.map(({ SequenceNumber, PartitionKey, Data, ApproximateArrivalTimestamp }) => ({
    sequenceNumber: SequenceNumber ?? '',
    partitionKey: PartitionKey ?? '',
    data: Data ?? new Uint8Array(),
    arrivedAt: ApproximateArrivalTimestamp?.getTime() ?? 0,
  }));
  const last = records.at(-1)?.sequenceNumber;
  const atTip = behind === 0 && records.length < limit;
  if (hint === undefined) return { records, atTip };
  // Until there is a record to read after, an iterator that expires leads back to where reading began.
  return { records, atTip, next: last === undefined ? { ...position, hint } : { after: last, hint } };
}

/** @param client its timeout must be longer than any function's. */
export function lambdaInvoke(client: Pick<LambdaClient, 'send'>): Invoke {
  return async (functionName, payload) => {
    const answer = await client.send(new InvokeCommand({ FunctionName: functionName, Payload: Buffer.from(payload) }));
    const { FunctionError: functionError, ExecutedVersion: executedVersion, $metadata: metadata } = answer;
    return {
      payload: Buffer.from(answer.Payload ?? []).toString('utf8'),
      ...(functionError === undefined ? {} : { functionError }),
      ...(executedVersion === undefined ? {} : { executedVersion }),
      ...(metadata.requestId === undefined ? {} : { requestId: metadata.requestId }),
    };
  };
}

export function bucketDestination(client: Pick<S3Client, 'send'>): Destination {
  return {
    put: async (bucket, key, body) => {
      await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }));
    },
  };
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, act) => {
    const timer = setTimeout(act, ms);
    return () => clearTimeout(timer);
  },
};

function isNamed(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name;
}
