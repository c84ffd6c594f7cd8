// What the schedules struck and found, as the documents tell it: the same seeds give the same figures, on any machine.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { type Evidence, type EvidenceCheck, evidenceFolder } from '../../compiler/evidence.ts';
import { root } from '../support/cli.ts';
import type { Kind, Verdict } from './verdict.ts';

const file = join(root, 'model/flyhigh', evidenceFolder, 'faults.json');

/** A schedule as it was judged. */
export interface Judged extends Verdict {
  readonly records: number;
  /** How often each fault came. */
  readonly struck: ReadonlyMap<string, number>;
}

/** What was asked for, and what came of it; absent where a test did not come to its end. */
export interface Outcomes {
  readonly seeds: readonly number[];
  readonly judged: ReadonlyMap<number, Judged>;
  readonly rules: readonly string[];
  /** Rules that were broken, to whether a schedule found it. */
  readonly found: ReadonlyMap<string, boolean>;
}

const number = (value: number): string => String(value).replace(/\B(?=(\d{3})+$)/g, ',');
const sum = (values: readonly number[]): number => values.reduce((one, other) => one + other, 0);

export function struckIn({ judged }: Pick<Outcomes, 'judged'>): ReadonlyMap<string, number> {
  const struck = new Map<string, number>();
  for (const one of judged.values())
    for (const [fault, times] of one.struck) struck.set(fault, (struck.get(fault) ?? 0) + times);
  return struck;
}

export function evidenceOf(outcomes: Outcomes): Evidence {
  const { seeds, rules, found } = outcomes;
  const judged = seeds.flatMap((seed) => outcomes.judged.get(seed) ?? []);
  const struck = [...struckIn(outcomes)];
  const times = (...kinds: readonly string[]): string =>
    number(sum(struck.map(([fault, count]) => (kinds.some((kind) => fault.startsWith(kind)) ? count : 0))));
  const records = number(sum(judged.map((one) => one.records)));
  const check = (kind: Kind, claim: string, more = ''): EvidenceCheck => {
    const right = judged.filter(({ problems }) => problems[kind].length === 0).length;
    const detail = `${number(right)} of ${number(seeds.length)} schedules, ${records} records${more}`;
    return { claim, holds: right === seeds.length, detail };
  };
  const exact = sum(judged.map(({ figures }) => figures.exact));
  const bounded = sum(judged.map(({ figures }) => figures.bounded));
  const noticed = rules.filter((rule) => found.get(rule) === true).length;
  return {
    title: 'Schedules of faults on simulated time',
    how: [
      'Real: the code of the inventory updater, of live analytics, of the profile builder and of the redriver, under the settings of the shipped template.',
      'Simulated: time, the streams, the event source mappings (by what AWS documents of them) and the tables (by a double that is held against the emulated DynamoDB, one table of operations for both).',
      'Each schedule is drawn from its seed: batches, windows, retries, repetitions and reorder by the sender, and the faults below.',
    ].join(' '),
    again: 'npx vitest run test/faults',
    sent: [
      { label: 'Records', value: records },
      { label: 'Calls killed or hung in the middle', value: times('killed', 'hung') },
      { label: 'Calls that failed, before or after their work', value: times('failed') },
      { label: 'Calls throttled, timed out, or answered with the answer lost', value: times('call', 'timeout') },
      {
        label: 'Requests to tables refused, throttled, late, in conflict, unheard or answered in part',
        value: times('request'),
      },
      { label: 'Calls with a record that the function cannot bear', value: times('poison') },
      { label: 'Splits and merges of shards', value: times('resharding') },
      { label: 'Batches set aside, some of them parked for an operator', value: times('set aside', 'parked') },
    ],
    checks: [
      check('seats', 'Seats are exact for every flight and cabin, and every level stands and is announced'),
      check(
        'figures',
        'Figures equal the records of the streams; one that holds a record set aside, or a repetition not always in one batch with its original, lies between the least and the most that may be counted',
        `; ${number(exact)} figures exact, ${number(bounded)} within such bounds`,
      ),
      check('profiles', 'Profiles equal the sum of what travellers did, to a billionth'),
      check(
        'accounts',
        'Every record was filtered out, acknowledged or set aside: one of the three, and once; what breaks its contract was put under rejected/, and nothing else was',
      ),
      {
        claim: 'The schedules notice a broken rule',
        holds: noticed === rules.length,
        detail: `${noticed} of ${rules.length} rules, broken one at a time, each by what it breaks`,
      },
    ],
  };
}

/** Under UPDATE it is written, if all of it holds. */
export function expectEvidence(evidence: Evidence): void {
  expect(evidence.checks.filter(({ holds }) => !holds)).toEqual([]);
  const text = `${JSON.stringify(evidence, null, 2)}\n`;
  if (process.env.UPDATE) writeFileSync(file, text);
  expect(readFileSync(file, 'utf8')).toBe(text);
}
