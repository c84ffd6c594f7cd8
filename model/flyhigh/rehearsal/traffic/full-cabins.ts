// Cabins that are to run full to bookings that fill, overfill and empty them in three phases, whatever the order within one.

import { type Chance, chance } from './chance.ts';
import { type Cabin, type Flight, seatKey } from './network.ts';
import type { Held, History, Version } from './sales.ts';

/** Seats sold at the end of a phase, by the sell limit, and the alert level that then stands. */
interface End {
  readonly level: 0 | 1 | 2;
  sold(limit: number): number;
}

const low: End = { level: 1, sold: (limit) => Math.max(Math.ceil((limit * 95) / 100), limit - 1) };
const full: End = { level: 1, sold: (limit) => limit };
const over: End = { level: 2, sold: (limit) => limit + 3 };
const roomy: End = { level: 0, sold: (limit) => Math.floor((limit * 80) / 100) };

export type Fate = keyof typeof fates;

/** What becomes of a cabin, phase by phase. */
export const fates = {
  soldOut: [low, full, full],
  oversold: [full, over, over],
  refilled: [full, roomy, full],
  relieved: [full, over, roomy],
  // Back within its limit, and still announced as oversold: a level clears as a whole.
  overbooked: [full, over, low],
} as const satisfies Readonly<Record<string, readonly End[]>>;

export interface FullCabin {
  readonly flight: Flight;
  readonly cabin: Cabin;
  readonly sellLimit: number;
  readonly fate: Fate;
}

/** Where in the traffic each phase is sent, and where the traffic then waits for it. */
export const phases = [
  { from: 0.02, to: 0.4, settledAt: 0.5 },
  { from: 0.5, to: 0.64, settledAt: 0.74 },
  { from: 0.74, to: 0.9, settledAt: undefined },
] as const;

/** One a flight, of flights that have not departed: mostly the smaller cabins. */
export function chooseFullCabins(
  seed: number,
  flights: readonly Flight[],
  wanted: Readonly<Record<Fate, number>>,
): readonly FullCabin[] {
  const drawn = chance(seed, 'full cabins');
  const open = flights.filter(({ departed }) => !departed);
  const chosen: Fate[] = [];
  for (const fate of ['soldOut', 'oversold', 'refilled', 'relieved', 'overbooked'] as const) {
    for (let count = 0; count < wanted[fate]; count += 1) chosen.push(fate);
  }
  return chosen.map((fate, index) => {
    const [flight] = open.splice(drawn.between(0, open.length - 1), 1);
    if (!flight) throw new RangeError('no flight left to fill');
    const smaller = flight.cabins.filter(({ cabin }) => cabin !== 'Y');
    // Every seventh fills the largest cabin: many bookings at once on one count.
    const { cabin, sellLimit } = drawn.pick(index % 7 === 6 ? flight.cabins.filter((c) => c.cabin === 'Y') : smaller);
    return { flight, cabin, sellLimit, fate };
  });
}

export function endOf(
  { fate, sellLimit }: FullCabin,
  phase: number,
): { readonly sold: number; readonly level: 0 | 1 | 2 } {
  const end = fates[fate][phase];
  if (!end) throw new RangeError('there are three phases');
  return { sold: end.sold(sellLimit), level: end.level };
}

interface Open {
  readonly history: History;
  readonly seats: number;
}

/** Bookings of one cabin alone, which add up to what each phase wants. */
export function fill(seed: number, cabin: FullCabin, index: number): readonly History[] {
  const drawn = chance(seed, `fill ${seatKey({ flightId: cabin.flight.flightId, cabin: cabin.cabin })}`);
  const open: Open[] = [];
  let sold = 0;
  for (const phase of phases.keys()) {
    const target = endOf(cabin, phase).sold;
    while (sold < target) {
      const seats = Math.min(target - sold, drawn.between(1, 9));
      const bookingId = `S${String(index).padStart(2, '0')}${String(open.length).padStart(4, '0')}`;
      open.push({ history: booked(drawn, cabin, bookingId, seats, phase), seats });
      sold += seats;
    }
    if (sold > target) giveBack(drawn, cabin, open, sold - target, phase);
    sold = target;
  }
  return open.map(({ history }) => history);
}

/** Now and then a party that grows: the count rises with either version, and never falls. */
function booked(drawn: Chance, cabin: FullCabin, bookingId: string, seats: number, phase: number): History {
  const first = moment(drawn, phase, 0, 0.5);
  const versions: readonly Version[] =
    seats > 1 && drawn.happens(0.2)
      ? [
          { type: 'BookingConfirmed', held: holding(cabin, seats - 1), at: first },
          { type: 'BookingChanged', held: holding(cabin, seats), at: moment(drawn, phase, 0.5, 1) },
        ]
      : [{ type: 'BookingConfirmed', held: holding(cabin, seats), at: first }];
  return { bookingId, consent: false, channel: 'agency', party: seats, bookedAgoMs: 10_000, versions };
}

/** Bookings cancelled from the last one back, the one that holds more than is left to give in part. */
function giveBack(drawn: Chance, cabin: FullCabin, open: Open[], excess: number, phase: number): void {
  let left = excess;
  for (let index = open.length - 1; index >= 0 && left > 0; index -= 1) {
    const entry = open[index];
    if (!entry || entry.seats === 0) continue;
    const given = Math.min(left, entry.seats);
    const seats = entry.seats - given;
    const version: Version = {
      type: 'BookingCancelled',
      held: seats === 0 ? [] : holding(cabin, seats),
      at: moment(drawn, phase, 0, 1),
    };
    open[index] = { history: { ...entry.history, versions: [...entry.history.versions, version] }, seats };
    left -= given;
  }
}

function holding({ flight, cabin }: FullCabin, seats: number): readonly Held[] {
  return [{ flight, cabin, seats }];
}

function moment(drawn: Chance, phase: number, from: number, to: number): number {
  const span = phases[phase];
  if (!span) throw new RangeError('there are three phases');
  return span.from + (span.to - span.from) * (from + drawn.next() * (to - from));
}
