// What a booking held and what an event says it holds to the seats that change hands. Pure.

import { dayMs, hourMs } from '../common/clock.ts';
import type { Sale } from './dependencies.ts';

export type Segment = Sale['segments'][number];

export type Cabin = Segment['cabin'];

export interface Holding {
  readonly seats: number;
  /** Epoch milliseconds, see {@link departureOf}. */
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

/** A day begins fourteen hours before it does in Greenwich, and is over everywhere twelve hours after. */
const dayBeginsMs = -14 * hourMs;
const dayEndsMs = dayMs + 12 * hourMs;

/**
 * Epoch milliseconds. No sooner than the day begins that the flight's own id names: one wrong moment would give up seats
 * that are still sold and given back.
 */
export function departureOf({ flightId, departsAt }: Pick<Segment, 'flightId' | 'departsAt'>): number {
  return Math.max(Date.parse(departsAt), dayOf(flightId) + dayBeginsMs);
}

/** Epoch milliseconds by which nothing is sold or given back any more, even if the departure that is said is too soon. */
export function overBy(flightId: string, departsAt: number): number {
  return Math.max(departsAt, dayOf(flightId) + dayEndsMs);
}

/** Epoch milliseconds at which the day of the flight's id begins in Greenwich. */
function dayOf(flightId: string): number {
  return Date.parse(`${flightId.split('-').slice(1, 4).join('-')}T00:00:00.000Z`);
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
    const departsAt = segment ? departureOf(segment) : holding.departsAt;
    if (departsAt <= line) after[key] = holding;
  }
  for (const segment of segments) {
    const departsAt = departureOf(segment);
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
