// Figures computed again under another assumption: the same as reevaluate(), and as the whole plan made anew.
import { describe, expect, it } from 'vitest';
import { type Figure, formula, reevaluate } from '../../compiler/figures.ts';
import { recomputer } from '../../generators/documents/parts/recompute.ts';
import { sensitivities } from '../../generators/documents/parts/sensitivity.ts';
import { targetsOf } from '../../generators/documents/parts/targets.ts';
import { busy, rendered } from './support/models.ts';

const assumed = (id: string, value: number): Figure => ({ value, unit: '', origin: { kind: 'assumption', id } });

describe('recomputer', () => {
  const a = assumed('a', 2);
  const b = assumed('b', 3);
  const c: Figure = {
    value: 6,
    unit: '',
    origin: { kind: 'assumption', id: 'c', computed: { text: 'a * b', inputs: { a, b } } },
  };
  const total = formula('', 'c + a', { c, a });
  const again = recomputer([total, b, c]);

  it('follows an assumption through others', () => {
    expect(again.at('a', 10)).toEqual([40, 3, 30]);
    expect(again.at('b', 1)).toEqual([4, 1, 2]);
  });

  it('takes a computed assumption out of its formula', () => {
    expect(again.at('c', 100)).toEqual([102, 3, 100]);
  });

  it('forgets the last value', () => {
    again.at('a', 99);
    expect(again.at('x', 1)).toEqual([8, 3, 6]);
  });

  it('knows what rests on what', () => {
    expect(again.restingOn('b')).toEqual([0, 1, 2]);
    expect(again.restingOn('c')).toEqual([0, 2]);
    expect(again.restingOn('x')).toEqual([]);
  });
});

describe('sensitivity', () => {
  it('computes what reevaluate() computes', async () => {
    const { artefacts } = await rendered(busy);
    const targets = targetsOf(artefacts);
    const again = recomputer(targets.map(({ figure }) => figure));
    for (const { id, high } of artefacts.plan.architecture.assumptions.values()) {
      if (high === undefined) continue;
      const expected = targets.map(({ figure }) => reevaluate(figure, new Map([[id, high.value]])));
      expect(again.at(id, high.value)).toEqual(expected);
    }
  });

  it('is what a model with the bound as its value comes to', async () => {
    const [{ artefacts }, anew] = [
      await rendered(busy),
      await rendered(busy.replace('value: 10 parcels / s,', 'value: 30 parcels / s,')),
    ];
    const rate = sensitivities(artefacts).find(({ assumption }) => assumption.id === 'rate');
    const cost = rate?.moves.find(({ target }) => target.kind === 'cost');
    const there = anew.artefacts.plan.at({ stage: 'live', scenario: 'usual', year: 0 }).monthlyUsd.value;
    expect(cost?.high).toBeCloseTo(there, 9);
    expect(
      rate?.breaks.map(({ bound, target }) => [bound, target.kind === 'limit' ? target.label : target.kind]),
    ).toContainEqual(['high', 'Throttle of POST /parcels']);
  });
});
