// `local` on FlyHigh: thousands of events through the front door of the local AWS, with functions deployed anew beside them,
// and every store counted against the reference. Runs alone, as it is timed.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Evidence } from '../../compiler/evidence.ts';
import { evidenceFile } from '../../local/evidence.ts';
import type { Verdict } from '../../local/rehearsal.ts';
import { plumbline, root } from '../support/cli.ts';
import { whyNoLocalAws } from '../support/local-aws.ts';

const reason = await whyNoLocalAws();
const longestMs = 4 * 60_000;

/** Whether a share of the whole lies that near to what is wanted. */
function expectShare(part: number, whole: number, wanted: number): void {
  expect(part / whole).toBeGreaterThan(wanted * 0.8);
  expect(part / whole).toBeLessThan(wanted * 1.2);
}

describe.skipIf(reason !== undefined)(`the proof${reason ? ` (skipped: ${reason})` : ''}`, () => {
  it(
    'holds, in at most four minutes',
    async () => {
      const ran = await plumbline(['local', '--scenario', 'proof', '--seed', '1', '--json']);
      expect(ran.stderr).toContain('Left out, because the local AWS cannot serve it:');
      const { sent, checks }: Verdict = JSON.parse(ran.stdout);
      expect(checks.filter(({ holds }) => !holds)).toEqual([]);
      expect(checks.length).toBeGreaterThan(10);
      expect(ran.code).toBe(0);
      const count = (label: string): number =>
        Number(sent.find((row) => row.label === label)?.value.replaceAll(',', '') ?? Number.NaN);
      expect(count('Bookings and changes')).toBeGreaterThanOrEqual(6_000);
      expect(count('Cancellations')).toBeGreaterThanOrEqual(2_000);
      expect(count('Searches')).toBeGreaterThanOrEqual(12_000);
      const sales = count('Bookings and changes') + count('Cancellations');
      const events = sales + count('Searches');
      expectShare(count('Sent again by the sender'), events, 0.05);
      expectShare(count('Sales that overtook an earlier version of their booking'), sales, 0.05);
      expectShare(count('Malformed or foreign requests'), events, 0.01);
      expect(count('Malformed records past the API')).toBeGreaterThan(0);
      expect(count('Cabins sold out')).toBeGreaterThanOrEqual(3);
      expect(count('Cabins oversold')).toBeGreaterThanOrEqual(3);
      expect(count('Flights')).toBe(50);
      expect(count('Surges of demand')).toBeGreaterThanOrEqual(3);
      expect(count('Functions deployed again beside the traffic')).toBe(2);
      // What the documents tell is what such a run shows.
      const told: Evidence = JSON.parse(readFileSync(join(root, 'model/flyhigh', evidenceFile), 'utf8'));
      expect(told.checks.filter(({ holds }) => !holds)).toEqual([]);
      expect(told.checks.map(({ claim }) => claim)).toEqual(checks.map(({ claim }) => claim));
      expect(told.sent.map(({ label }) => label)).toEqual(sent.map(({ label }) => label));
      console.log(`the proof took ${(ran.milliseconds / 1000).toFixed(0)} s`);
      expect(ran.milliseconds).toBeLessThan(longestMs);
    },
    longestMs + 60_000,
  );
});
