import { expect, it } from 'vitest';
import { openPoller } from '../../../local/poller/poller.ts';
import type { MappingCall } from '../../../local/world.ts';
import { memoryStream } from './support/memory-stream.ts';
import { simulatedClock } from './support/simulated-clock.ts';
import { mapping, putInto, start } from './support/simulation.ts';

it('tells of every call which records it was given together, halves and retries too', async () => {
  const clock = simulatedClock(start);
  const stream = memoryStream(clock, 1);
  for (const id of [1, 2, 3, 4]) putInto(stream, { id });
  const told: MappingCall[] = [];
  const given: (readonly string[])[] = [];
  const poller = openPoller({
    mappings: [{ ...mapping, bisect: true, retries: 1, batchSize: 4 }],
    streamOf: () => stream,
    invoke: async (_name, payload) => {
      const { Records }: { readonly Records: { readonly kinesis: { readonly sequenceNumber: string } }[] } =
        JSON.parse(payload);
      given.push(Records.map(({ kinesis }) => kinesis.sequenceNumber));
      return given.length < 3 ? { payload: '{}', functionError: 'Unhandled' } : { payload: '{}' };
    },
    destination: { put: async () => {} },
    clock,
    onCall: (call) => told.push(call),
  });
  await clock.run(poller.idle());
  await clock.run(poller.stop());
  expect(given.map((records) => records.length)).toEqual([4, 2, 1, 1, 2]);
  expect(told.map(({ sequenceNumbers }) => sequenceNumbers)).toEqual(given);
  expect(told[0]).toMatchObject({ connection: mapping.connection, shard: expect.stringContaining('shardId-') });
});
