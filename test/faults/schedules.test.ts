import { describe, expect, it } from 'vitest';
import { tables } from '../handlers/support/world.ts';
import { dynamoDBDouble } from '../support/dynamodb-double.ts';
import { evidenceOf, expectEvidence } from './evidence.ts';
import { mutants } from './mutants.ts';
import { type Mutation, type Played, play, simulatedClock } from './schedule.ts';
import { begin } from './traffic.ts';
import { problems } from './verdict.ts';

interface Judged {
  readonly played: Played;
  readonly problems: readonly string[];
}

async function judge(seed: number, mutation?: Mutation): Promise<Judged> {
  const double = dynamoDBDouble(tables);
  const played = await play(seed, { store: double.direct as never, clock: simulatedClock(begin) }, mutation);
  return { played, problems: await problems(played, double) };
}

/** One seed, or from one to another: 201-900. */
const asked = process.env.PLUMBLINE_SEED;
const [first = 1, last = first] = (asked ?? '1-200').split('-').map(Number);
const seeds = Array.from({ length: last - first + 1 }, (_, n) => first + n);
const struck = new Map<string, number>();

describe('nothing is lost, nothing is counted twice', () => {
  it.each(seeds)(
    'schedule %d',
    async (seed) => {
      const { played, problems: found } = await judge(seed);
      expect(found, `again by: PLUMBLINE_SEED=${seed} npx vitest run test/faults`).toEqual([]);
      expect(played.kept).toHaveLength(300);
      for (const [fault, times] of played.struck) struck.set(fault, (struck.get(fault) ?? 0) + times);
    },
    60_000,
  );

  it.runIf(asked === undefined)('in spite of everything that can go wrong', () => {
    expect([...struck.keys()].sort()).toEqual([
      'call throttled',
      'call unheard',
      'failed after its work',
      'failed before its work',
      ...['done', 'later', 'none'].map((effect) => `hung, its request ${effect}`),
      ...['done', 'later', 'none'].map((effect) => `killed, its request ${effect}`),
      'parked',
      'poison',
      ...['conflict', 'refused', 'slow', 'throttled', 'unheard'].map((fault) => `request ${fault}`),
      'resharding',
      'set aside: RecordAgeExceeded',
      'set aside: RetryAttemptsExhausted',
      'timeout',
    ]);
    expect([...struck].filter(([, times]) => times < 20)).toEqual([]);
  });

  it.runIf(asked === undefined)('as the documents tell', () => {
    expectEvidence(evidenceOf(seeds.length, struck));
  });
});

it('the same seed plays the same schedule', async () => {
  const [one, other] = [await judge(7), await judge(7)];
  expect(other.played.calls).toEqual(one.played.calls);
  expect(other.played.objects).toEqual(one.played.objects);
}, 60_000);

describe('schedules notice when', () => {
  it.each(Object.entries(mutants))(
    '%s',
    async (_what, mutation) => {
      let caught = false;
      for (let seed = 1; seed <= 60 && !caught; seed += 1) {
        caught = await judge(seed, mutation).then(
          (judged) => judged.problems.length > 0,
          () => true,
        );
      }
      expect(caught).toBe(true);
    },
    60_000,
  );
});
