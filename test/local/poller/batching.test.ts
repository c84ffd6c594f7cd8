import { describe, expect, it } from 'vitest';
import { play, type Scene } from './support/simulation.ts';

const many = (n: number, from = 1) => Array.from({ length: n }, (_, index) => ({ id: from + index }));
const large = (id: number) => ({ id, data: JSON.stringify({ id, filling: 'x'.repeat(1_000_000) }) });

type Case = readonly [rule: string, scene: Scene, calls: readonly (readonly [at: number, ids: readonly number[]])[]];

// https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html (Polling and batching streams)
// https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-parameters.html
const cases: readonly Case[] = [
  [
    'with-kinesis: without a window the function is called as soon as there are records, be it one',
    { puts: [{ id: 1 }, { at: 2_500, id: 2 }] },
    [
      [0, [1]],
      [3_000, [2]],
    ],
  ],
  [
    'services-kinesis-parameters: BatchSize is the most of one call',
    { settings: { batchSize: 3 }, puts: many(7) },
    [
      [0, [1, 2, 3]],
      [0, [4, 5, 6]],
      [0, [7]],
    ],
  ],
  [
    'with-kinesis: records gather until the window ends',
    {
      settings: { windowMs: 5_000 },
      puts: [{ id: 1 }, { at: 1_500, id: 2 }, { at: 4_500, id: 3 }, { at: 7_500, id: 4 }],
    },
    [
      [5_000, [1, 2]],
      [10_000, [3, 4]],
    ],
  ],
  [
    'with-kinesis: records gather until the batch is full, though the window is still open',
    { settings: { windowMs: 300_000, batchSize: 2 }, puts: [{ id: 1 }, { at: 1_500, id: 2 }, { at: 1_600, id: 3 }] },
    [
      [2_000, [1, 2]],
      [302_000, [3]],
    ],
  ],
  [
    'with-kinesis: records gather until they reach the payload limit of 6 MB',
    { settings: { windowMs: 60_000 }, puts: [1, 2, 3, 4, 5].map(large) },
    [
      [0, [1, 2, 3, 4]],
      [60_000, [5]],
    ],
  ],
  [
    'services-kinesis-parameters: one batch of a shard at a time, so that order holds',
    { puts: [{ id: 1 }, { at: 1_500, id: 2 }, { at: 2_500, id: 3 }], callMs: 10_000 },
    [
      [0, [1]],
      [10_000, [2, 3]],
    ],
  ],
];

describe('a batch ends', () => {
  it.each(cases)('%s', async (_rule, scene, calls) => {
    expect((await play(scene)).calls.map(({ at, ids }) => [at, ids])).toEqual(calls);
  });
});

it('with-kinesis: the event is what the documentation shows of one', async () => {
  const { events } = await play({ puts: [{ id: 7, key: 'p-1' }] });
  expect(events).toEqual([
    {
      Records: [
        {
          kinesis: {
            kinesisSchemaVersion: '1.0',
            partitionKey: 'p-1',
            sequenceNumber: `4966${'1'.padStart(52, '0')}`,
            data: Buffer.from('{"id":7}').toString('base64'),
            approximateArrivalTimestamp: Date.parse('2026-12-01T12:00:00Z') / 1000,
          },
          eventSource: 'aws:kinesis',
          eventVersion: '1.0',
          eventID: `shardId-000000000000:4966${'1'.padStart(52, '0')}`,
          eventName: 'aws:kinesis:record',
          invokeIdentityArn: 'arn:aws:iam::000000000000:role/counter',
          awsRegion: 'us-east-1',
          eventSourceARN: 'arn:aws:kinesis:us-east-1:000000000000:stream/orders',
        },
      ],
    },
  ]);
});
