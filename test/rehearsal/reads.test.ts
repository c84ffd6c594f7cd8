// What readers are told, by the handlers themselves, however slow the run was and however long after it they ask.
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { referenceOf } from '../../model/flyhigh/rehearsal/checks/all.ts';
import { type Readable, readsCheck } from '../../model/flyhigh/rehearsal/checks/reads.ts';
import { type Played, play } from './support/played.ts';
import { small, start } from './support/sizes.ts';

const minuteMs = 60_000;

async function readable(played: Played): Promise<Readable> {
  const { known, stores, world, door } = played;
  for (const Item of stores.recounted) await world.store.direct.send(new PutCommand({ TableName: 'figures', Item }));
  const { seats, ...reference } = referenceOf(known);
  const { flights } = known.traffic;
  return {
    ...reference,
    travellerRefs: known.travellerRefs,
    flights,
    sold: seats.sold,
    door,
    now: world.clock.now,
  };
}

/** Says of each route that it is high, or that it is not. */
const saying = (high: boolean, { read, ...door }: Readable['door']): Readable['door'] => ({
  ...door,
  read: async (path, traveller) => {
    const answer = await read(path, traveller);
    if (!path.endsWith('/demand')) return answer;
    return { ...answer, text: JSON.stringify({ ...JSON.parse(answer.text), high }) };
  },
});

describe('readers are told what is true', () => {
  it.each([
    ['a run of two minutes', 60, 0],
    ['a run of two minutes, twenty minutes later', 60, 20 * minuteMs],
    ['a run of half an hour', 1_190, 0],
    ['a run of half an hour, half an hour later', 1_190, 25 * minuteMs],
  ])(
    'after %s',
    async (_what, stepMs, laterMs) => {
      const played = await play(7, start, small, stepMs);
      played.world.clock.at += laterMs;
      const { holds, detail } = await readsCheck(await readable(played));
      expect([holds, detail]).toEqual([true, detail]);
    },
    60_000,
  );

  it('and it is noticed when they are not', async () => {
    const of = await readable(await play(7, start, small));
    const told = async (high: boolean) => (await readsCheck({ ...of, door: saying(high, of.door) })).detail;
    expect(await told(false)).toMatch(/^demand for [A-Z]{3}-[A-Z]{3}: false, true due; .* and \d+ more$/);
    expect(await told(true)).toMatch(/^demand for [A-Z]{3}-[A-Z]{3}: true, false due; .* and \d+ more$/);
  }, 60_000);
});
