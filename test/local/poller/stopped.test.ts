// A poller that is stopped beside what it calls: what fails then is waited for, and nothing is told or tried again.
import { expect, it } from 'vitest';
import { openPoller, type PollerOptions } from '../../../local/poller/poller.ts';
import { memoryStream } from './support/memory-stream.ts';
import { simulatedClock } from './support/simulated-clock.ts';
import { mapping, putInto, start } from './support/simulation.ts';

type Port = 'listShards' | 'read' | 'invoke' | 'put';

async function stoppedDuring(port: Port, functionFails = false) {
  const clock = simulatedClock(start);
  const told: string[] = [];
  const goes =
    <Input extends readonly unknown[], T>(name: Port, well: (...input: Input) => Promise<T>) =>
    async (...input: Input): Promise<T> => {
      if (name !== port) return well(...input);
      await clock.sleep(5_000);
      if (functionFails) return well(...input);
      throw new Error('gone');
    };
  const memory = memoryStream(clock, 1);
  putInto(memory, { id: 1 });
  const fails: PollerOptions['invoke'] = async () => ({ payload: '{}', functionError: 'Unhandled' });
  const poller = openPoller({
    mappings: [{ ...mapping, retries: 0 }],
    streamOf: () => ({ listShards: goes('listShards', memory.listShards), read: goes('read', memory.read) }),
    invoke: goes('invoke', fails),
    destination: { put: goes('put', async () => {}) },
    clock,
    log: (line) => told.push(line),
    onFailure: ({ functionName }) => told.push(functionName),
  });
  await clock.run(clock.sleep(1_000));
  const before = told.splice(0);
  await clock.run(poller.stop());
  return { before, told, tookMs: clock.now() - start };
}

it.each<readonly [Port, readonly string[]]>([
  ['listShards', []],
  ['read', []],
  ['invoke', []],
  ['put', ['counter']],
])('%s', async (port, before) => {
  expect(await stoppedDuring(port)).toEqual({ before, told: [], tookMs: 5_000 });
});

it('a function that failed while the poller was stopped is not told either', async () => {
  expect(await stoppedDuring('invoke', true)).toEqual({ before: [], told: [], tookMs: 5_000 });
});
