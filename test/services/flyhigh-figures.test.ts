// The shipped model through the real catalogue: figures of what keeps, tells and watches, and alarms as foretold.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compile } from '../../compiler/compile.ts';
import { type Plan, planOf } from '../../compiler/plan/index.ts';
import { buildApp } from '../../generators/infrastructure/app.ts';
import { catalogue } from '../../services/index.ts';
import { stubCode } from './support/stack.ts';

const folder = mkdtempSync(join(tmpdir(), 'plumbline-figures-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let plan: Plan;
beforeAll(() => {
  const { architecture, findings } = compile('model/flyhigh/architecture.yaml', catalogue);
  if (architecture === undefined) throw new Error(findings.map(({ message }) => message).join('\n'));
  plan = planOf(architecture, catalogue);
});

const at = (scenario: string, year: number, stage = 'prod') => plan.at({ stage, scenario, year }).components;
const usd = (scenario: string, year: number, ids: readonly string[]): number =>
  ids.reduce((total, id) => total + (at(scenario, year).get(id)?.monthlyUsd.value ?? Number.NaN), 0);

describe('figures of the shipped model', () => {
  it.each([
    ['average', 0, 10],
    ['average', 3, 27.5],
    ['hundredfold', 0, 1002],
  ])('both deliveries, %s, year %d: %d USD', (scenario, year, expected) => {
    expect(Math.abs(usd(scenario, year, ['bookingDelivery', 'searchDelivery']) / expected - 1)).toBeLessThan(0.01);
  });

  // What is paid in any case, alarms and metrics, grows with the model: 53 alarms here, 36 by hand. What follows the load
  // is what was designed.
  it.each([
    ['average', 0, 30.7],
    ['average', 3, 51],
    ['hundredfold', 0, 1190],
  ])('what is watched, %s, year %d: about %d USD', (scenario, year, expected) => {
    expect(Math.abs(usd(scenario, year, ['operations']) / expected - 1)).toBeLessThan(0.05);
  });

  it('queries 5 USD today, as much more as there is to read', () => {
    expect(usd('average', 0, ['adHocQueries'])).toBeCloseTo(5, 6);
    expect(usd('average', 3, ['adHocQueries'])).toBeCloseTo(5 * 1.4 ** 3, 6);
  });

  it('tells for cents', () => {
    expect(usd('average', 0, ['domainEvents', 'demandAlerts', 'alarmTopic'])).toBeLessThan(0.1);
  });

  it('keeps a sale in the lake within a quarter of an hour and a little', () => {
    const latency = plan.objectives.get('lakeFreshness')?.latency;
    const buffer = latency?.hops.find(({ at: where }) => where === 'bookingDelivery');
    expect([buffer?.p50.value, buffer?.p99.value]).toEqual([450, 900]);
  });

  it.each(['prod', 'dev'])('foretells the number of alarms that %s has', (stage) => {
    const built = buildApp(plan, catalogue, stage, { handlerCode: stubCode, outdir: join(folder, stage) });
    const made = built.app
      .synth()
      .stacks.flatMap(({ template }) => Object.values<{ Type: string }>(template.Resources))
      .filter(({ Type }) => Type === 'AWS::CloudWatch::Alarm').length;
    const capacity = at('average', 0, stage).get('operations')?.capacity;
    expect(capacity?.find(({ label }) => label === 'Alarms')?.figure.value).toBe(made);
  });
});
