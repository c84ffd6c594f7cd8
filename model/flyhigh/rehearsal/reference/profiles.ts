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
  readonly destination: string;
  readonly cabin?: string | undefined;
  readonly weight: number;
}

const halfLifeMs = 14 * 86_400_000;

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
    const at = Math.min(Date.parse(event.eventTime), arrival.receivedAt + 60_000);
    if (erased(erasures, travellerRef, at)) continue;
    const own = signs.get(travellerRef) ?? [];
    own.push(...signsOf(event, at));
    // An event without a weight still moves the moment that scores are true at.
    own.push({ eventId: event.eventId, at, destination: '', weight: 0 });
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
  const interests = new Map<string, number>();
  const cabins = new Map<string, number>();
  for (const { at, destination, cabin, weight } of signs) {
    if (destination === '') continue;
    const left = weight * 2 ** ((at - asOf) / halfLifeMs);
    interests.set(destination, (interests.get(destination) ?? 0) + left);
    if (cabin !== undefined) cabins.set(cabin, (cabins.get(cabin) ?? 0) + left);
  }
  return { asOf, interests, cabins, counted: new Set(signs.map(({ eventId }) => eventId.replaceAll('-', ''))) };
}

/** A search weighs 1, a flight new to its booking 8, one that is gone what the sale still weighs. */
function signsOf(event: AnyEvent, at: number): readonly Sign[] {
  if (!isSale(event)) {
    return [{ eventId: event.eventId, at, destination: event.destination, cabin: event.cabin, weight: 1 }];
  }
  const holds = new Map<string, number>();
  const count = (flightId: string, seats: number) => holds.set(flightId, (holds.get(flightId) ?? 0) + seats);
  for (const { flightId, seats } of event.segments) count(flightId, seats);
  const after = new Map(holds);
  for (const { flightId, seats } of event.added) count(flightId, -seats);
  for (const { flightId, seats } of event.removed) count(flightId, seats);
  const isNew = event.added.filter(({ flightId }) => (holds.get(flightId) ?? 0) === 0);
  const isGone = event.removed.filter(({ flightId }) => (after.get(flightId) ?? 0) === 0);
  const kept = 2 ** (-Math.max(0, at - Date.parse(event.bookedAt)) / halfLifeMs);
  const sign = (weight: number) => (flight: (typeof event.added)[number]) => ({
    eventId: event.eventId,
    at,
    destination: flight.route.slice(4),
    cabin: flight.cabin,
    weight,
  });
  return [...isNew.map(sign(8)), ...isGone.map(sign(-8 * kept))];
}
