// Traffic of every kind, small enough to be played in memory.

import type { Sizes } from '../../../model/flyhigh/rehearsal/scenarios.ts';

export const small: Sizes = {
  flights: 50,
  bookings: 260,
  cancellations: 80,
  searches: 1_000,
  surges: 4,
  surgeSearches: 60,
  travellers: 12,
  deployments: 1,
  full: { soldOut: 1, oversold: 1, refilled: 1, relieved: 1, overbooked: 1 },
};

export const start = Date.parse('2026-07-01T12:03:20.000Z');
