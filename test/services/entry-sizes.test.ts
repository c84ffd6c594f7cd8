// What FlyHigh's entry carries, costs and has left, against the figures of the design.
import { describe, expect, it } from 'vitest';
import { entry, limitOf, sized } from './support/entry.ts';

const architecture = entry();

describe('event API', () => {
  it.each([
    ['average', 0, 19.43, 178.7],
    ['average', 3, 53.3, 490],
    ['hundredfold', 0, 1943, 12806],
  ])('in %s of year %i answers %f requests a second for %f USD a month', (scenario, year, rate, cost) => {
    const { inflow, monthlyUsd } = sized(architecture, 'eventApi', scenario, year);
    expect(inflow.requestsPerSecond.value / rate).toBeCloseTo(1, 2);
    expect(monthlyUsd.value / cost).toBeCloseTo(1, 2);
  });

  it.each([
    ['throttle POST /searches', 4.4],
    ['throttle POST /me/searches', 5],
    // By hand 12.5, when live figures were for guests too.
    ['throttle GET', 10],
    ['throttle POST /bookings', 104],
    ['accountThrottleRate', 20.6],
  ])('has room for %s of a sale: %f times', (limit, times) => {
    expect(limitOf(sized(architecture, 'eventApi', 'fareSale'), limit).timesAbove / times).toBeCloseTo(1, 1);
  });

  it('is first broken at the throttle of searches by guests', () => {
    const { limits } = sized(architecture, 'eventApi', 'fareSale');
    const [worst] = [...limits].sort((a, b) => b.share.value - a.share.value);
    expect(worst).toMatchObject({ id: 'throttle POST /searches', ours: true });
  });

  it('lets 3,800 requests a second through by all methods together', () => {
    const { capacity } = sized(architecture, 'eventApi');
    expect(capacity.map(({ figure }) => Math.round(figure.value))).toEqual([19, 3800]);
  });
});

describe('firewall', () => {
  it.each([
    ['average', 0, 40.6],
    ['average', 3, 94],
    ['hundredfold', 0, 3074],
  ])('in %s of year %i costs %f USD a month', (scenario, year, cost) => {
    expect(sized(architecture, 'firewall', scenario, year).monthlyUsd.value / cost).toBeCloseTo(1, 2);
  });

  it('inspects what reaches the API, with two rate rules and well below its capacity units', () => {
    const plan = sized(architecture, 'firewall', 'fareSale');
    expect(limitOf(plan, 'requestsPerSecondPerWebAcl').used).toBeCloseTo(485.7, 0);
    expect(limitOf(plan, 'rateBasedRules')).toMatchObject({ used: 2, limit: 10 });
    // 25 + 200 + 700, two paths left out, two rate rules with a path each; a match of a path takes 22.
    expect(limitOf(plan, 'wcu')).toMatchObject({ used: 25 + 200 + 700 + 2 * 22 + 2 * (2 + 22), limit: 5000 });
  });
});

describe('sign-in', () => {
  it.each([
    ['average', 0, 1047],
    ['average', 3, 2970],
    ['hundredfold', 0, 110174],
    ['fareSale', 0, 1047],
  ])('in %s of year %i costs %f USD a month', (scenario, year, cost) => {
    expect(sized(architecture, 'signIn', scenario, year).monthlyUsd.value / cost).toBeCloseTo(1, 2);
  });

  it('has six times the room for the sign-ins of a sale', () => {
    const { used, timesAbove } = limitOf(sized(architecture, 'signIn', 'fareSale'), 'userAuthenticationRps');
    expect(used).toBeCloseTo(20, 0);
    expect(timesAbove).toBeCloseTo(6, 0);
  });
});

it('costs nothing outside', () => {
  for (const id of ['mobileApp', 'webApp', 'partners', 'bookingApp']) expect(sized(architecture, id).cost).toEqual([]);
});
