import { expect, it } from 'vitest';
import { openPoller } from '../../../local/poller/poller.ts';
import type { Stream } from '../../../local/poller/ports.ts';
import { memoryStream } from './support/memory-stream.ts';
import { simulatedClock } from './support/simulated-clock.ts';
import { mapping, putInto, start } from './support/simulation.ts';

/** Resolves after so many turns, in no time. */
async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await undefined;
}

/** Records that are done when the poller says that it is idle; its looks for shards and for records take so many turns. */
async function doneWhenIdle(listing: number, reading: number): Promise<number> {
  const clock = simulatedClock(start);
  const memory = memoryStream(clock, 1);
  const stream: Stream = {
    listShards: () => turns(listing).then(() => memory.listShards()),
    read: (...input) => turns(reading).then(() => memory.read(...input)),
  };
  const poller = openPoller({
    mappings: [mapping],
    streamOf: () => stream,
    invoke: () => clock.sleep(100).then(() => ({ payload: '' })),
    destination: { put: async () => {} },
    clock,
  });
  await clock.run(clock.sleep(50));
  putInto(memory, { id: 1 });
  await clock.run(poller.idle());
  const done = poller.statistics().reduce((sum, { succeeded }) => sum + succeeded, 0);
  await clock.run(poller.stop());
  return done;
}

it('is idle with nothing in hand, whichever of its looks comes when', async () => {
  const early: string[] = [];
  for (let listing = 0; listing < 25; listing += 1)
    for (let reading = 0; reading < 25; reading += 1) {
      const done = await doneWhenIdle(listing, reading);
      if (done !== 1) early.push(`listing in ${listing} turns, reading in ${reading}`);
    }
  expect(early).toEqual([]);
});
