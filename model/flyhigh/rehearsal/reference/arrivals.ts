// Records read back from the streams to the events that were accepted, with what the API said of each arrival.

import type { AnyEvent } from '../traffic/stamp.ts';

export interface RawRecord {
  /** Physical name of the stream. */
  readonly stream: string;
  readonly shard: string;
  readonly sequenceNumber: string;
  /** UTF-8. */
  readonly text: string;
}

export interface Arrival {
  readonly stream: string;
  readonly shard: string;
  readonly sequenceNumber: string;
  /** Epoch milliseconds. */
  readonly receivedAt: number;
  /** From the token of a signed-in sender. */
  readonly travellerRef?: string;
  readonly event: AnyEvent;
}

interface Envelope {
  readonly meta: { readonly receivedAt: number; readonly travellerRef?: string };
  readonly event: AnyEvent;
}

/** What stands in a stream that the API filled; a record that is not of its making must be left out before. */
export function arrivalOf({ stream, shard, sequenceNumber, text }: RawRecord): Arrival {
  const { meta, event }: Envelope = JSON.parse(text);
  return { stream, shard, sequenceNumber, receivedAt: meta.receivedAt, event, ...known(meta.travellerRef) };
}

function known(travellerRef: string | undefined): Pick<Arrival, 'travellerRef'> {
  return travellerRef === undefined ? {} : { travellerRef };
}

export function isSale(event: AnyEvent): event is Exclude<AnyEvent, { readonly eventType: 'FlightSearched' }> {
  return event.eventType !== 'FlightSearched';
}

/** The first arrival of each event, by its id. */
export function firstArrivals(arrivals: readonly Arrival[]): ReadonlyMap<string, Arrival> {
  const first = new Map<string, Arrival>();
  for (const arrival of arrivals) {
    const { eventId } = arrival.event;
    const known = first.get(eventId);
    if (!known || arrival.receivedAt < known.receivedAt) first.set(eventId, arrival);
  }
  return first;
}
