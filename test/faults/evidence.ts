// What the schedules struck and found, as the documents tell it: the same seeds give the same figures, on any machine.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { type Evidence, evidenceFolder } from '../../compiler/evidence.ts';
import { root } from '../support/cli.ts';
import { mutants } from './mutants.ts';

const file = join(root, 'model/flyhigh', evidenceFolder, 'faults.json');
const recordsEach = 300;

const number = (value: number): string => String(value).replace(/\B(?=(\d{3})+$)/g, ',');

/** @param struck how often each fault came, over all schedules; every schedule has been found right before. */
export function evidenceOf(schedules: number, struck: ReadonlyMap<string, number>): Evidence {
  const times = (...kinds: readonly string[]): string =>
    number(
      [...struck].reduce((sum, [fault, count]) => sum + (kinds.some((kind) => fault.startsWith(kind)) ? count : 0), 0),
    );
  const judged = `${number(schedules)} schedules of ${recordsEach} records each`;
  return {
    title: 'Schedules of faults on simulated time',
    how: [
      'Real: the code of the inventory updater, of live analytics, of the profile builder and of the redriver, under the settings of the shipped template.',
      'Simulated: time, the streams, the event source mappings (by what AWS documents of them) and the tables (by a double that is held against the emulated DynamoDB, one table of operations for both).',
      'Each schedule is drawn from its seed: batches, windows, retries, repetitions and reorder by the sender, and the faults below.',
    ].join(' '),
    again: 'npx vitest run test/faults',
    sent: [
      { label: 'Records', value: number(schedules * recordsEach) },
      { label: 'Calls killed or hung in the middle', value: times('killed', 'hung') },
      { label: 'Calls that failed, before or after their work', value: times('failed') },
      { label: 'Calls throttled, timed out, or answered with the answer lost', value: times('call', 'timeout') },
      { label: 'Requests to tables refused, throttled, late, in conflict or unheard', value: times('request') },
      { label: 'Poison records', value: times('poison') },
      { label: 'Splits and merges of shards', value: times('resharding') },
      { label: 'Batches set aside, some of them parked for an operator', value: times('set aside', 'parked') },
    ],
    checks: [
      {
        claim: 'Seats are exact for every flight and cabin, and every level stands and is announced',
        holds: true,
        detail: judged,
      },
      { claim: 'Figures equal the records of the streams', holds: true, detail: judged },
      { claim: 'Profiles equal the sum of what travellers did, to a billionth', holds: true, detail: judged },
      {
        claim: 'What was given up stands whole in the failure destination, and nothing else does',
        holds: true,
        detail: judged,
      },
      {
        claim: 'The schedules notice a broken rule',
        holds: true,
        detail: `${Object.keys(mutants).length} rules broken one at a time, each found`,
      },
    ],
  };
}

/** Under UPDATE it is written. */
export function expectEvidence(evidence: Evidence): void {
  const text = `${JSON.stringify(evidence, null, 2)}\n`;
  if (process.env.UPDATE) writeFileSync(file, text);
  expect(readFileSync(file, 'utf8')).toBe(text);
}
