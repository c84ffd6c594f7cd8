// A message and the moment of its sending to the event that is sent.

import type { Booking, Cancellation, Search } from '../../../../output/contracts/events.ts';
import type { Message } from './message.ts';

export type AnyEvent = Booking | Cancellation | Search;

/**
 * @param moment epoch milliseconds at which the first message of the chain is sent.
 * @param travellerRefs pseudonyms of the travellers, by their index.
 */
export function eventOf(message: Message, moment: number, travellerRefs: readonly string[]): AnyEvent {
  const { key, draft, agoMs, bookedAgoMs = 0, traveller } = message;
  const happened = moment - agoMs;
  const common = { eventId: uuidV7(happened, key), eventTime: new Date(happened).toISOString() };
  // A search tells nothing of who made it: the API takes that from the token.
  if (draft.eventType === 'FlightSearched') return { ...draft, ...common, searchId: common.eventId };
  const travellerRef = traveller === undefined ? undefined : travellerRefs[traveller];
  return {
    ...draft,
    ...common,
    bookedAt: new Date(moment - bookedAgoMs).toISOString(),
    ...(travellerRef === undefined ? {} : { travellerRef }),
  };
}

/** RFC 9562: the time in milliseconds, then the version and the variant among what is random. */
export function uuidV7(ms: number, random: string): string {
  const time = ms.toString(16).padStart(12, '0');
  const [a, b, c] = [random.slice(0, 3), random.slice(3, 6), random.slice(6, 18)];
  return `${time.slice(0, 8)}-${time.slice(8)}-7${a}-a${b}-${c}`;
}

/** Remembers what was sent, so that a repetition repeats it. */
export function stamper(travellerRefs: readonly string[], now: () => number): (message: Message) => AnyEvent {
  const moments = new Map<string, number>();
  const events = new Map<string, AnyEvent>();
  return (message) => {
    const sent = events.get(message.key);
    if (sent) return sent;
    const moment = moments.get(message.chain) ?? now();
    moments.set(message.chain, moment);
    const event = eventOf(message, moment, travellerRefs);
    events.set(message.key, event);
    return event;
  };
}
