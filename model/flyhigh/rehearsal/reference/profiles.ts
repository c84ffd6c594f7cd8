// Arrivals of travellers who consent to what must be remembered of each, summed up in closed form.

import type { AnyEvent } from '../traffic/stamp.ts';
import { type Arrival, firstArrivals, isSale } from './arrivals.ts';

export interface ExpectedProfile {
  /** Epoch milliseconds of the latest event; scores are true at it. */
  readonly asOf: number;
  readonly interests: ReadonlyMap<string, number>;
  readonly cabins: ReadonlyMap<string, number>;
  /** Ids of all that was counted, without their hyphens. */
  readonly counted: ReadonlySet<string>;
}

/** When a traveller's profile was erased: nothing that happened before counts. */
export interface Erasure {
  readonly travellerRef: string;
  readonly sentAt: number;
  readonly answeredAt: number;
}

interface Sign {
  readonly eventId: string;
  readonly at: number;
  readonly of: string;
  readonly scale: 'interests' | 'cabins';
  readonly weight: number;
}

const dayMs = 86_400_000;
const halfLifeMs = 14 * dayMs;

/** By traveller. Throws on an event that happened while a profile was being erased: the traffic avoids that. */
export function expectedProfiles(
  arrivals: readonly Arrival[],
  erasures: readonly Erasure[],
): ReadonlyMap<string, ExpectedProfile> {
  const signs = new Map<string, Sign[]>();
  for (const arrival of firstArrivals(arrivals).values()) {
    const { event } = arrival;
    const travellerRef = isSale(event) ? event.travellerRef : arrival.travellerRef;
    if (travellerRef === undefined || !event.consent) continue;
    // Nothing happens after it has arrived, and nobody remembers who looked more than three days ago.
    const at = Math.min(Date.parse(event.eventTime), arrival.receivedAt);
    if (at < arrival.receivedAt - 3 * dayMs || erased(erasures, travellerRef, at)) continue;
    const own = signs.get(travellerRef) ?? [];
    const taken = isSale(event) && !erased(erasures, travellerRef, Date.parse(event.bookedAt));
    own.push(...signsOf(event, at).filter(({ weight }) => weight > 0 || taken));
    // An event without a weight still moves the moment that scores are true at.
    own.push({ eventId: event.eventId, at, of: '', scale: 'interests', weight: 0 });
    signs.set(travellerRef, own);
  }
  return new Map([...signs].map(([travellerRef, own]) => [travellerRef, profileOf(own)]));
}

function erased(erasures: readonly Erasure[], travellerRef: string, at: number): boolean {
  const own = erasures.filter((erasure) => erasure.travellerRef === travellerRef);
  if (own.some(({ sentAt, answeredAt }) => at >= sentAt && at <= answeredAt)) {
    throw new RangeError('an event happened while its profile was erased: what is due is not certain');
  }
  return own.some(({ sentAt }) => at < sentAt);
}

function profileOf(signs: readonly Sign[]): ExpectedProfile {
  const asOf = Math.max(...signs.map(({ at }) => at));
  const sums = { interests: new Map<string, number>(), cabins: new Map<string, number>() };
  for (const { at, of, scale, weight } of signs) {
    if (of === '') continue;
    const left = weight * 2 ** ((at - asOf) / halfLifeMs);
    sums[scale].set(of, (sums[scale].get(of) ?? 0) + left);
  }
  return { asOf, ...sums, counted: new Set(signs.map(({ eventId }) => eventId.replaceAll('-', ''))) };
}

/** A search weighs 1; a flight, and a cabin of it, new to its booking 8; one that is gone what the sale still weighs. */
function signsOf(event: AnyEvent, at: number): readonly Sign[] {
  const sign = (scale: Sign['scale'], of: string, weight: number): Sign => ({
    eventId: event.eventId,
    at,
    of,
    scale,
    weight,
  });
  if (!isSale(event)) {
    return [sign('interests', event.destination, 1), ...(event.cabin ? [sign('cabins', event.cabin, 1)] : [])];
  }
  const kept = 2 ** (-Math.max(0, at - Date.parse(event.bookedAt)) / halfLifeMs);
  const flights = new Map([...event.added, ...event.removed].map(({ flightId, route }) => [flightId, route]));
  const scales = [...flights].flatMap(([flightId, route]) => [
    { scale: 'interests', of: route.slice(4), is: (place: Place) => place.flightId === flightId } as const,
    ...cabinsOf(event).map((cabin) => ({
      scale: 'cabins' as const,
      of: cabin,
      is: (place: Place) => place.flightId === flightId && place.cabin === cabin,
    })),
  ]);
  return scales.flatMap(({ scale, of, is }) => {
    const seats = (places: readonly Place[]) => places.filter(is).reduce((sum, place) => sum + place.seats, 0);
    const after = seats(event.segments);
    const before = after - seats(event.added) + seats(event.removed);
    if (before === 0 && after > 0) return [sign(scale, of, 8)];
    return before > 0 && after === 0 ? [sign(scale, of, -8 * kept)] : [];
  });
}

interface Place {
  readonly flightId: string;
  readonly cabin: string;
  readonly seats: number;
}

const cabinsOf = ({ added, removed }: Extract<AnyEvent, { added: unknown }>): readonly string[] => [
  ...new Set([...added, ...removed].map(({ cabin }) => cabin)),
];
