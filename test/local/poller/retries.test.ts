import { describe, expect, it } from 'vitest';
import { type Call, play, type Reaction, type Scene, start } from './support/simulation.ts';

const hour = 3_600_000;
const puts = [1, 2, 3, 4].map((id) => ({ id }));
const four = [1, 2, 3, 4];
const ids = (calls: readonly Call[]) => calls.map((call) => call.ids);
/** Reacts so to the first calls, then all is done. */
const turns =
  (...reactions: readonly Reaction[]) =>
  (_ids: readonly number[], call: number): Reaction =>
    reactions[call - 1] ?? 'done';
const poison = (bad: number) => (batch: readonly number[]) => (batch.includes(bad) ? 'fail' : 'done');
const reporting = (bad: number) => (batch: readonly number[]) => (batch.includes(bad) ? [bad] : 'done');
const answer = (payload: string) => ({ payload });
const sequence = (id: number) => `4966${String(id).padStart(52, '0')}`;

interface Expected {
  readonly calls: readonly (readonly number[])[];
  readonly setAside?: number;
}
type Case = readonly [rule: string, scene: Omit<Scene, 'puts'> & Partial<Scene>, expected: Expected];

const play4 = (scene: Partial<Scene>) => play({ puts, ...scene });

// https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html
const failing: readonly Case[] = [
  [
    'during invocation: a batch that failed is tried again whole, before what follows it',
    { settings: { batchSize: 2 }, react: turns('fail') },
    {
      calls: [
        [1, 2],
        [1, 2],
        [3, 4],
      ],
    },
  ],
  [
    'during invocation: up to MaximumRetryAttempts, then it is given up and the stream goes on',
    { settings: { batchSize: 2, retries: 2 }, react: poison(2) },
    {
      calls: [
        [1, 2],
        [1, 2],
        [1, 2],
        [3, 4],
      ],
      setAside: 2,
    },
  ],
  [
    'no retries at all when MaximumRetryAttempts is 0',
    { settings: { retries: 0 }, react: poison(2) },
    { calls: [four], setAside: 4 },
  ],
  [
    'before invocation: throttles use up no retries',
    { settings: { retries: 1 }, react: turns('throttle', 'throttle', 'fail', 'throttle') },
    { calls: [four, four, four, four, four] },
  ],
  [
    'BisectBatchOnFunctionError: the batch is split in two, first half first; splitting uses up no retries',
    { settings: { bisect: true, retries: 1 }, react: poison(3) },
    { calls: [four, [1, 2], [3, 4], [3], [3], [4]], setAside: 1 },
  ],
  [
    'BisectBatchOnFunctionError: an odd batch too',
    { settings: { bisect: true, retries: 0 }, puts: puts.slice(0, 3), react: poison(1) },
    { calls: [[1, 2, 3], [1, 2], [1], [2], [3]], setAside: 1 },
  ],
];

// https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html
const reported: readonly Case[] = [
  [
    'the lowest sequence number is the checkpoint: from there on is tried again',
    { react: turns([4, 2]) },
    { calls: [four, [2, 3, 4]] },
  ],
  [
    'what is tried again from a checkpoint is a retry',
    { settings: { retries: 1 }, react: reporting(3) },
    { calls: [four, [3, 4]], setAside: 2 },
  ],
  [
    'with bisect the batch is split at the returned sequence number: only the rest is tried, and no retry used up',
    { settings: { bisect: true, retries: 1 }, react: reporting(3) },
    { calls: [four, [3, 4], [3, 4]], setAside: 2 },
  ],
  [
    'with bisect a function that fails has its batch halved, report or not',
    { settings: { bisect: true, retries: 0 }, react: turns([3], 'fail') },
    { calls: [four, [3, 4], [3], [4]] },
  ],
  ...(
    [
      ['an empty list', '{"batchItemFailures":[]}'],
      ['a null list', '{"batchItemFailures":null}'],
      ['an empty answer', '{}'],
      ['a null answer', 'null'],
      ['no answer', ''],
    ] as const
  ).map(([what, payload]): Case => [`${what} is success`, { react: turns(answer(payload)) }, { calls: [four] }]),
  ...(
    [
      ['an empty identifier', '{"batchItemFailures":[{"itemIdentifier":""}]}'],
      ['a null identifier', '{"batchItemFailures":[{"itemIdentifier":null}]}'],
      ['an identifier under another name', `{"batchItemFailures":[{"sequenceNumber":"${sequence(3)}"}]}`],
      ['an identifier of no record', '{"batchItemFailures":[{"itemIdentifier":"4966"}]}'],
      ['one good identifier and one bad', `{"batchItemFailures":[{"itemIdentifier":"${sequence(3)}"},{}]}`],
    ] as const
  ).map(
    ([what, payload]): Case => [
      `${what} is failure of all`,
      { react: turns(answer(payload)) },
      { calls: [four, four] },
    ],
  ),
  [
    'reports are not read where ReportBatchItemFailures is not set',
    { settings: { reports: false }, react: turns([2]) },
    { calls: [four] },
  ],
];

describe.each([
  ['a failure', failing],
  ['a report', reported],
])('%s', (_what, cases) => {
  it.each(cases)('%s', async (_rule, scene, { calls, setAside = 0 }) => {
    const played = await play4(scene);
    expect(ids(played.calls)).toEqual(calls);
    const count = scene.puts?.length ?? 4;
    expect(played.statistics).toMatchObject({ read: count, succeeded: count - setAside, setAside, iteratorAgeMs: 0 });
  });
});

describe('age', () => {
  it('kinesis-on-failure-destination: without a limit of retries, until the maximum age; then it is given up', async () => {
    const { calls, objects } = await play4({ settings: { retries: -1, maxAgeMs: hour }, react: () => 'fail' });
    expect(calls.length).toBeGreaterThan(60);
    expect(calls.at(-1)?.at).toBeLessThan(hour);
    expect(objects.map(([, body]) => body.requestContext)).toMatchObject([{ condition: 'RecordAgeExceeded' }]);
  });

  it('kinesis-on-failure-destination: throttled calls too end at the maximum age, without ever having been made', async () => {
    const { statistics, objects } = await play4({ settings: { maxAgeMs: hour }, react: () => 'throttle' });
    expect(statistics).toMatchObject({ invocations: 0, setAside: 4 });
    const [, body] = objects[0] ?? [];
    expect(body).toMatchObject({ requestContext: { condition: 'RecordAgeExceeded', approximateInvokeCount: 0 } });
    expect(body).not.toHaveProperty('responseContext');
  });

  it('MaximumRecordAgeInSeconds: only the records that are too old are given up', async () => {
    const { calls, objects } = await play4({
      settings: { maxAgeMs: 60_000, windowMs: 50_000 },
      puts: [{ id: 1 }, { at: 30_000, id: 2 }],
      react: turns('throttle', 'throttle', 'throttle', 'throttle'),
    });
    expect(ids(calls)).toEqual([[1, 2], [1, 2], [1, 2], [1, 2], [2]]);
    expect(objects).toHaveLength(1);
  });

  it('MaximumRecordAgeInSeconds: those, wherever they stand; the others are handed on in their order', async () => {
    const { calls, objects } = await play4({
      settings: { maxAgeMs: 60_000 },
      puts: [{ id: 1 }, { id: 2, arrived: -90_000 }, { id: 3 }, { id: 4, arrived: -60_000 }],
    });
    expect(ids(calls)).toEqual([[1, 3]]);
    expect(objects.map(([, { KinesisBatchInfo: info }]) => info)).toEqual([
      expect.objectContaining({ startSequenceNumber: sequence(2), endSequenceNumber: sequence(4), batchSize: 2 }),
    ]);
  });
});

it('kinesis-on-failure-destination: what is given up goes to S3 whole, under the documented key', async () => {
  const { objects, statistics, events } = await play4({ settings: { retries: 1 }, react: () => 'fail' });
  expect(statistics).toMatchObject({ invocations: 2, retried: 4, setAside: 4, succeeded: 0 });
  const at = new Date(start + 1_000).toISOString();
  expect(objects).toEqual([
    [
      'aws/lambda/11111111-2222-5333-8444-555555555555/shardId-000000000000/2026/12/01/2026-12-01T12.00.01-00000000-0000-4000-8000-000000000001',
      {
        requestContext: {
          requestId: '00000000-0000-4000-8000-000000000002',
          functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:counter',
          condition: 'RetryAttemptsExhausted',
          approximateInvokeCount: 2,
        },
        responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
        version: '1.0',
        timestamp: at,
        KinesisBatchInfo: {
          shardId: 'shardId-000000000000',
          startSequenceNumber: sequence(1),
          endSequenceNumber: sequence(4),
          approximateArrivalOfFirstRecord: new Date(start).toISOString(),
          approximateArrivalOfLastRecord: new Date(start).toISOString(),
          batchSize: 4,
          streamArn: 'arn:aws:kinesis:us-east-1:000000000000:stream/orders',
        },
        payload: JSON.stringify(events[0]),
      },
    ],
  ]);
});

it('a batch that was reported, not failed, is kept without a function error, and under what the function said of itself', async () => {
  const said = {
    payload: `{"batchItemFailures":[{"itemIdentifier":"${sequence(1)}"}]}`,
    requestId: 'r-9',
    executedVersion: '7',
  };
  const { objects } = await play4({ settings: { retries: 0 }, react: () => said });
  expect(objects[0]?.[1]).toMatchObject({
    requestContext: { requestId: 'r-9' },
    responseContext: { executedVersion: '7', functionError: null },
  });
});

it('without a destination what is given up is gone, and counted', async () => {
  const { objects, statistics } = await play4({ without: 'destination', react: () => 'fail' });
  expect(objects).toEqual([]);
  expect(statistics.setAside).toBe(4);
});
