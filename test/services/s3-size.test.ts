// What piles up in a bucket, by age and class, and what it costs.
import { describe, expect, it } from 'vitest';
import type { Connection, Scenario } from '../../compiler/architecture.ts';
import { s3 } from '../../services/s3/index.ts';
import type { Sizing } from '../../services/service.ts';
import { component, connection, figure, load } from './support/model.ts';
import { lineUsd, type SizingCase, shareOf, sized, sizingContext } from './support/sizing.ts';

const day = 86400;
const year = 365 * day;
const lake = {
  keepVersions: figure(7 * day),
  replica: false,
  prefixes: {
    'events/order/': { coolAfter: figure(90 * day), freezeAfter: figure(365 * day), expireAfter: figure(2555 * day) },
    'events/visit/': { coolAfter: figure(90 * day), freezeAfter: figure(365 * day), expireAfter: figure(400 * day) },
    'errors/': { expireAfter: figure(90 * day) },
  },
};
const plain = { keepVersions: figure(7 * day), replica: false };

/** A thousand bytes a second, one object in ten seconds. */
const arrow = (prefix?: string, more: Partial<Connection> = {}) => ({
  connection: connection('delivery', 'self', 'deliver', prefix === undefined ? {} : { prefix }, more),
  load: { ...load([{ event: 'order', rate: 1, size: 1000 }]), requestsPerSecond: figure(0.1, 'requests/s') },
  other: component('delivery', 'delivery'),
});
const kept = (sizing: Sizing) =>
  sizing.capacity.find(({ label }) => label === 'Kept by the end of the year')?.figure.value ?? 0;
const keptOf = (of: SizingCase) => kept(sized(s3, of));

describe('what is kept', () => {
  it.each([
    ['events/order/', 0, 1],
    ['events/order/', 1, 1 + 1 / 1.4],
    ['events/order/', 2, 1 + 1 / 1.4 + 1 / 1.96],
    ['events/visit/', 2, 1 + 35 / 365 / 1.4],
    ['errors/', 2, 90 / 365],
    ['errors/deep/', 0, 90 / 365],
    ['unknown/', 1, 1 + 1 / 1.4],
  ])('below %s by the end of year %d is %d years of this one', (prefix, at, years) => {
    expect(keptOf({ settings: lake, incoming: [arrow(prefix)], year: at })).toBeCloseTo(years * year * 1000, -3);
  });
  it('from an arrow that may write anywhere follows the rule that keeps longest', () => {
    const anywhere = keptOf({ settings: lake, incoming: [arrow()], year: 2 });
    expect(anywhere).toBe(keptOf({ settings: lake, incoming: [arrow('events/order/')], year: 2 }));
  });
  it('of a copy follows the prefix under which the original lies', () => {
    const copied = { ...arrow(), connection: connection('lake', 'self', 'replicate', {}) };
    const origins = [
      connection('orders', 'lake', 'deliver', { prefix: 'events/order/' }),
      connection('visits', 'lake', 'deliver', { prefix: 'events/visit/' }),
    ];
    const from = (id: string) => ({ [id]: load([{ event: 'order', rate: 1, size: 1000 }]) });
    const copy = (loads: SizingCase['loads'] & object) =>
      keptOf({ settings: lake, incoming: [copied], year: 2, connections: origins, loads });
    const below = (prefix: string) => keptOf({ settings: lake, incoming: [arrow(prefix)], year: 2 });
    expect(copy(from('orders'))).toBe(below('events/order/'));
    expect(copy(from('visits'))).toBe(below('events/visit/'));
    expect(copy({ ...from('orders'), ...from('visits') })).toBe(below('events/order/'));
  });
  it('grows without end where nothing expires, and not beyond the age where it does', () => {
    const never = (at: number) => keptOf({ settings: plain, incoming: [arrow()], year: at });
    const month = (at: number) =>
      keptOf({ settings: { ...plain, expireAfter: figure(30 * day) }, incoming: [arrow()], year: at });
    expect(never(3)).toBeGreaterThan(never(2));
    expect(month(3)).toBe(month(0));
    expect(month(0)).toBeCloseTo(30 * day * 1000, -3);
  });
  it('does not count what is only read', () => {
    expect(
      keptOf({ settings: plain, incoming: [{ ...arrow(), connection: connection('reader', 'self', 'read') }] }),
    ).toBe(0);
  });

  const inScenario = (of: SizingCase, hold: boolean): Sizing => {
    const context = sizingContext(s3, { ...of, scenario: 'sale' });
    const scenario: Scenario = {
      id: 'sale',
      label: 'Sale',
      whatIf: false,
      factor: figure(25),
      factors: new Map([['order', figure(2)]]),
      ...(hold ? { hold: figure(7200) } : {}),
    };
    const workload = { ...context.architecture.workload, scenarios: new Map([['sale', scenario]]) };
    const sizing = s3.size?.({ ...context, architecture: { ...context.architecture, workload } });
    if (sizing === undefined) throw new Error('no size');
    return sizing;
  };
  it('follows a load that lasts, and not a peak that passes', () => {
    const of = { settings: plain, incoming: [arrow()] };
    expect(kept(inScenario(of, false))).toBeCloseTo(year * 1000, -3);
    expect(kept(inScenario(of, true))).toBeCloseTo((year * 1000) / 50, -3);
  });
  it('holds what was set aside for as long as the fault lasted', () => {
    const of = { settings: plain, incoming: [arrow('aws/lambda/', { onFailure: true })] };
    expect(kept(inScenario(of, true))).toBeCloseTo(7200 * 1000, -3);
  });
});

describe('cost', () => {
  const sizing = sized(s3, { settings: lake, incoming: [arrow('events/order/')], year: 1 });
  const gigabytes = (seconds: number) => (seconds * 1000) / 1e9;
  it.each([
    ['Storage, Standard', gigabytes(90 * day) * 0.023],
    ['Storage, Standard-Infrequent Access', gigabytes(275 * day) * 0.0125],
    ['Storage, Glacier Instant Retrieval', (gigabytes(365 * day) / 1.4) * 0.004],
    ['Puts', 0.1 * 730 * 3600 * 5e-6],
    ['Moves to a colder class', 0.1 * 730 * 3600 * 1e-5],
  ])('%s', (label, usd) => {
    expect(lineUsd(sizing, label)).toBeCloseTo(usd, 9);
  });
  it('of storage does not follow a peak', () => {
    expect(sizing.cost.filter((line) => line.usage).map((line) => line.label)).toEqual([
      'Puts',
      'Moves to a colder class',
    ]);
  });
  it('of replication is the transfer and its time control', () => {
    const out = { ...arrow(), connection: connection('self', 'copy', 'replicate', { within: figure(900) }) };
    const both = sized(s3, { settings: plain, incoming: [arrow()], outgoing: [out] });
    expect(lineUsd(both, 'Replication')).toBeCloseTo(gigabytes(730 * 3600) * 0.035, 9);
  });
});

it('a prefix takes 3,500 puts a second', () => {
  expect(shareOf(sized(s3, { settings: plain, incoming: [arrow(), arrow()] }), 'putsPerPrefix')).toBeCloseTo(
    0.1 / 3500,
    12,
  );
});
