// What a booking held and what an event says it holds to the seats that change hands. Pure.

import { dayMs } from '../common/clock.ts';
import type { Sale } from './dependencies.ts';

export type Segment = Sale['segments'][number];

export type Cabin = Segment['cabin'];

export interface Holding {
  readonly seats: number;
  /** Epoch milliseconds. */
  readonly departsAt: number;
}

/** By `flightId#cabin`. */
export type Held = Readonly<Record<string, Holding>>;

export interface Delta {
  readonly flightId: string;
  readonly cabin: Cabin;
  /** Taken if positive, given back if negative, never 0. */
  readonly seats: number;
  /** Epoch milliseconds, as far as this booking knows. */
  readonly departsAt: number;
  /** What the event says of the flight; nothing when the booking no longer holds it. */
  readonly segment?: Segment;
}

export interface Change {
  readonly after: Held;
  readonly deltas: readonly Delta[];
}

/**
 * A record is at most six days old, and a count outlives its flight's departure by seven: what departed before this
 * moment is left alone, so no count is ever begun anew from nothing.
 */
export function departureLine(receivedAt: number, now: number): number {
  return Math.max(receivedAt, now - 6 * dayMs);
}

export function seatKey({ flightId, cabin }: { readonly flightId: string; readonly cabin: string }): string {
  return `${flightId}#${cabin}`;
}

/** @param line epoch milliseconds; what departs at or before it has departed, see {@link departureLine}. */
export function changeOf(before: Held, segments: readonly Segment[], line: number): Change {
  const said = new Map(segments.map((segment) => [seatKey(segment), segment]));
  const after: Record<string, Holding> = {};
  for (const [key, holding] of Object.entries(before)) {
    const segment = said.get(key);
    const departsAt = segment ? Date.parse(segment.departsAt) : holding.departsAt;
    if (departsAt <= line) after[key] = holding;
  }
  for (const segment of segments) {
    const departsAt = Date.parse(segment.departsAt);
    if (departsAt <= line) continue;
    const key = seatKey(segment);
    after[key] = { seats: (after[key]?.seats ?? 0) + segment.seats, departsAt };
  }
  return { after, deltas: deltasOf(before, after, said) };
}

function deltasOf(before: Held, after: Held, said: ReadonlyMap<string, Segment>): Delta[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) => {
    const [had, has] = [before[key], after[key]];
    const seats = (has?.seats ?? 0) - (had?.seats ?? 0);
    const { departsAt } = has ?? had ?? {};
    if (seats === 0 || departsAt === undefined) return [];
    const segment = said.get(key);
    return [{ ...seatOf(key), seats, departsAt, ...(segment ? { segment } : {}) }];
  });
}

/** The flight and cabin of a {@link seatKey}. */
export function seatOf(key: string): { readonly flightId: string; readonly cabin: Cabin } {
  const [flightId, cabin] = key.split('#');
  if (flightId === undefined || !isCabin(cabin)) throw new TypeError('a holding is known by flight and cabin');
  return { flightId, cabin };
}

function isCabin(value: string | undefined): value is Cabin {
  return value === 'Y' || value === 'W' || value === 'J' || value === 'F';
}
