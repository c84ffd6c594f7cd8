// A booking's history to the messages that the booking application sends of it.

import type { Booking, Cancellation } from '../../../../output/contracts/events.ts';
import type { Chance } from './chance.ts';
import type { Message } from './message.ts';
import type { Segment } from './network.ts';
import { gained, type Held, type History, type Version } from './sales.ts';

type Flights = Booking['added'];

/** How long a booking takes from one version to the next. */
const versionMs = 1_000;

export function saleMessages(drawn: Chance, history: History): readonly Message[] {
  return history.versions.flatMap((version, index) => {
    const key = drawn.hex(18);
    const { at } = version;
    if (at === undefined) return [];
    const before = history.versions[index - 1]?.held ?? [];
    return [{ ...message(history, version, before, index), key, at }];
  });
}

function message(
  { bookingId, traveller, consent, channel, party, bookedAgoMs }: History,
  { type, held }: Version,
  before: readonly Held[],
  index: number,
): Omit<Message, 'key' | 'at'> {
  const sale = {
    schemaVersion: 1,
    bookingId,
    bookingVersion: index + 1,
    consent,
    segments: held.map(segment),
    added: flights(gained(before, held)),
    removed: flights(gained(held, before)),
  };
  const common = {
    chain: bookingId,
    bookedAgoMs,
    // Always in the past of the moment that the versions share, and in their order.
    agoMs: index === 0 ? bookedAgoMs : 10_000 - versionMs * index,
    ...(traveller === undefined ? {} : { traveller }),
  };
  if (type === 'BookingCancelled') {
    const draft: Omit<Cancellation, 'eventId' | 'eventTime' | 'bookedAt'> = {
      ...sale,
      eventType: type,
      reason: index % 2 === 0 ? 'schedule' : 'traveller',
    };
    return { ...common, path: '/cancellations', draft };
  }
  const seats = held.reduce((sum, each) => sum + each.seats, 0);
  const draft: Omit<Booking, 'eventId' | 'eventTime' | 'bookedAt'> = {
    ...sale,
    eventType: type,
    channel,
    ...(channel === 'agency' ? { agencyId: 'agency-1' } : {}),
    party,
    fare: { amountMinor: 12_900 * seats, currency: 'USD' },
  };
  return { ...common, path: '/bookings', draft };
}

function segment({ flight, cabin, seats }: Held): Segment {
  const { flightId, route, departsAt } = flight;
  const of = flight.cabins.find((each) => each.cabin === cabin);
  if (!of) throw new RangeError('a flight has only its own cabins');
  return { flightId, route, cabin, seats, departsAt, capacity: of.capacity, sellLimit: of.sellLimit };
}

function flights(held: readonly Held[]): Flights {
  return held.map(({ flight: { flightId, route }, cabin, seats }) => ({ flightId, route, cabin, seats }));
}
