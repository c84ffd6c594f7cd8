// The scenarios of FlyHigh's rehearsal: how much of what.

import type { Scenario } from '../../../local/rehearsal.ts';
import type { Fate } from './traffic/full-cabins.ts';

export interface Sizes {
  readonly flights: number;
  /** Bookings and changes. */
  readonly bookings: number;
  readonly cancellations: number;
  readonly searches: number;
  readonly surges: number;
  readonly surgeSearches: number;
  readonly travellers: number;
  /** How often all functions are deployed anew in the middle of it. */
  readonly deployments: number;
  readonly full: Readonly<Record<Fate, number>>;
}

/** Shares that hold in every scenario. */
export const disorder = { repeated: 0.05, early: 0.05 } as const;
export const malformedShare = 0.01;

export const sizes: Readonly<Record<string, Sizes>> = {
  ordinaryDay: {
    flights: 50,
    bookings: 900,
    cancellations: 250,
    searches: 3_000,
    surges: 3,
    surgeSearches: 100,
    travellers: 20,
    deployments: 0,
    full: { soldOut: 2, oversold: 1, refilled: 1, relieved: 0, overbooked: 0 },
  },
  fareSale: {
    flights: 50,
    bookings: 2_000,
    cancellations: 300,
    searches: 7_000,
    surges: 9,
    surgeSearches: 220,
    travellers: 30,
    deployments: 0,
    full: { soldOut: 9, oversold: 5, refilled: 1, relieved: 1, overbooked: 1 },
  },
  proof: {
    flights: 50,
    bookings: 6_050,
    cancellations: 2_030,
    searches: 12_100,
    surges: 4,
    surgeSearches: 200,
    travellers: 40,
    deployments: 2,
    full: { soldOut: 6, oversold: 4, refilled: 2, relieved: 1, overbooked: 1 },
  },
};

/** For so long, whatever the seed, no lease ends in the middle of what a route's searches are to show. */
const longestSeconds = 1_800;

function leastRate(id: string): number {
  const { bookings = 0, cancellations = 0, searches = 0 } = sizes[id] ?? {};
  const events = (bookings + cancellations + searches) * (1 + disorder.repeated);
  return Math.ceil((events * (1 + malformedShare)) / longestSeconds);
}

const described: readonly Scenario[] = [
  {
    id: 'ordinaryDay',
    description: 'An ordinary day in a minute: sales, cancellations, searches, three routes in demand.',
  },
  { id: 'fareSale', description: 'A fare sale: many searches, nine routes in demand, flights sold out and oversold.' },
  {
    id: 'proof',
    description:
      'The proof of the tests: 6,000 bookings and changes, 2,000 cancellations, 12,000 searches, two deployments.',
  },
];

export const scenarios: readonly Scenario[] = described.map((scenario) => ({
  ...scenario,
  leastRate: leastRate(scenario.id),
}));
