// A log to what was sent, as the documents tell it: events are counted as they went out, whatever was planned.

import type { Row } from '../../../../local/rehearsal.ts';
import { number } from '../checks/check.ts';
import type { Traffic } from '../traffic/plan.ts';
import type { Log, Sent } from './outbox.ts';

/** Flights, fates of cabins and surges are the plan's: what came of them the checks tell. */
export function sentRows(
  { sent, refused, poisoned, deployed }: Log,
  { full, routes, flights }: Pick<Traffic, 'full' | 'routes' | 'flights'>,
): readonly Row[] {
  const once = firsts(sent);
  const type = (name: string) => once.filter(({ event }) => event.eventType === name).length;
  const surges = routes.filter(({ story }) => story === 'surge' || story === 'surgeAgain').length;
  const fate = (...names: readonly string[]) => full.filter((cabin) => names.includes(cabin.fate)).length;
  return [
    { label: 'Flights', value: number(flights.length) },
    { label: 'Bookings and changes', value: number(type('BookingConfirmed') + type('BookingChanged')) },
    { label: 'Cancellations', value: number(type('BookingCancelled')) },
    { label: 'Searches', value: number(type('FlightSearched')) },
    { label: 'Sent again by the sender', value: number(sent.length - once.length) },
    { label: 'Sales that overtook an earlier version of their booking', value: number(overtaking(once)) },
    { label: 'Malformed or foreign requests', value: number(refused.length) },
    { label: 'Malformed records past the API', value: number(poisoned.length) },
    { label: 'Cabins sold out', value: number(fate('soldOut', 'refilled')) },
    { label: 'Cabins oversold', value: number(fate('oversold', 'relieved', 'overbooked')) },
    { label: 'Surges of demand', value: number(surges) },
    { label: 'Functions deployed again beside the traffic', value: number(deployed.length) },
  ];
}

/** Each event where it was answered first. */
function firsts(sent: readonly Sent[]): readonly Sent[] {
  const seen = new Set<string>();
  return sent.filter(({ event: { eventId } }) => !seen.has(eventId) && seen.add(eventId));
}

/** How many sales were answered before an earlier version of the same booking. */
function overtaking(once: readonly Sent[]): number {
  const earliestAfter = new Map<string, number>();
  return [...once].reverse().filter(({ event }) => {
    if (event.eventType === 'FlightSearched') return false;
    const { bookingId, bookingVersion } = event;
    const later = earliestAfter.get(bookingId) ?? Number.POSITIVE_INFINITY;
    earliestAfter.set(bookingId, Math.min(later, bookingVersion));
    return later < bookingVersion;
  }).length;
}
