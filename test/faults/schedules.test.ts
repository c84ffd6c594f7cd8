import { describe, expect, it } from 'vitest';
import { tables } from '../handlers/support/world.ts';
import { dynamoDBDouble } from '../support/dynamodb-double.ts';
import { evidenceOf, expectEvidence, type Judged, struckIn } from './evidence.ts';
import { mutants } from './mutants.ts';
import { type Mutation, type Played, play, simulatedClock } from './schedule.ts';
import { again, asked, between } from './seeds.ts';
import { begin } from './traffic.ts';
import { type Verdict, verdictOf } from './verdict.ts';

interface Tried {
  readonly played: Played;
  readonly verdict: Verdict;
}

async function judge(seed: number, mutation?: Mutation): Promise<Tried> {
  const double = dynamoDBDouble(tables);
  const played = await play(seed, { store: double.direct as never, clock: simulatedClock(begin) }, mutation);
  return { played, verdict: await verdictOf(played, double) };
}

const seeds = asked ?? between('1-200');
const judged = new Map<number, Judged>();
const found = new Map<string, boolean>();
/** Of the schedules only: what the mutants take is not theirs. */
const taken = { wallMs: 0, cpuMs: 0 };
const mostMs = 60_000;

describe('nothing is lost, nothing is counted twice', () => {
  it.each(seeds)(
    'schedule %d',
    async (seed) => {
      const [start, before] = [performance.now(), process.cpuUsage()];
      const { played, verdict } = await judge(seed);
      const { user, system } = process.cpuUsage(before);
      taken.wallMs += performance.now() - start;
      taken.cpuMs += (user + system) / 1_000;
      judged.set(seed, { ...verdict, records: played.kept.length, struck: played.struck });
      expect(Object.values(verdict.problems).flat(), again(seed, 'schedules.test.ts')).toEqual([]);
      expect(played.kept).toHaveLength(300);
    },
    60_000,
  );

  it.runIf(asked === undefined)('in spite of everything that can go wrong', () => {
    const struck = struckIn({ judged });
    expect([...struck.keys()].sort()).toEqual([
      'call throttled',
      'call unheard',
      'failed after its work',
      'failed before its work',
      ...['done', 'later', 'none'].map((effect) => `hung, its request ${effect}`),
      ...['done', 'later', 'none'].map((effect) => `killed, its request ${effect}`),
      'parked',
      'poison',
      ...['conflict', 'leftOut', 'refused', 'slow', 'throttled', 'unheard'].map((fault) => `request ${fault}`),
      'resharding',
      'set aside: RecordAgeExceeded',
      'set aside: RetryAttemptsExhausted',
      'timeout',
    ]);
    expect([...struck].filter(([, times]) => times < 20)).toEqual([]);
  });

  // Where others take both cores it is what the process itself computed that counts.
  it.runIf(asked === undefined)('in a minute', () => {
    expect(judged.size).toBe(seeds.length);
    expect(Math.min(taken.wallMs, taken.cpuMs)).toBeLessThan(mostMs);
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
    async (what, mutant) => {
      let caught = false;
      for (let seed = 1; seed <= 60 && !caught; seed += 1) {
        const { verdict } = await judge(seed, mutant);
        caught = verdict.problems[mutant.breaks].length > 0;
      }
      found.set(what, caught);
      expect(caught, `no problem with ${mutant.breaks} in 60 schedules`).toBe(true);
    },
    60_000,
  );
});

// Last, as it tells what came of all the others.
it.runIf(asked === undefined)('all of it is as the documents tell', () => {
  expectEvidence(evidenceOf({ seeds, judged, rules: Object.keys(mutants), found }));
});
