// What traffic is made of: events that only lack the moment of their sending, and the steps that send them.

import type { Booking, Cancellation, Search } from '../../../../output/contracts/events.ts';
import type { Slot } from './routes.ts';

/** What is known of an event only when it is sent. */
type AtSending = 'eventId' | 'eventTime' | 'bookedAt' | 'travellerRef' | 'searchId';

export type Draft = Omit<Booking, AtSending> | Omit<Cancellation, AtSending> | Omit<Search, AtSending>;

export type Path = '/bookings' | '/cancellations' | '/searches' | '/me/searches';

export interface Message {
  /** 18 hexadecimal digits, the random part of the event's id; a repetition of a message is the same message. */
  readonly key: string;
  readonly path: Path;
  /** Index of the signed-in traveller whose event it is. */
  readonly traveller?: number;
  /** Messages that share a moment, which is when the first of them is sent: a booking's versions. */
  readonly chain: string;
  /** How long before that moment it happened; negative by a clock that runs ahead. */
  readonly agoMs: number;
  /** How long before that moment the booking was made. */
  readonly bookedAgoMs?: number;
  readonly draft: Draft;
  /** Between 0 and 1: where in the traffic it is to be sent. */
  readonly at: number;
}

export interface Malformed {
  readonly kind: string;
  readonly method: 'POST';
  readonly path: Path;
  readonly body: string;
  readonly contentType: string;
  readonly credentials: 'right' | 'none' | 'forged';
  /** The traveller whose token is shown, on the travellers' own routes. */
  readonly traveller?: number;
  /** The status that must answer. */
  readonly answer: number;
  readonly at: number;
}

/** A record that no API would have put on the stream. */
export interface Poison {
  readonly kind: string;
  /** What the reason names for which it is set aside. */
  readonly blames: string;
  readonly stream: 'bookingStream' | 'searchStream';
  readonly key: string;
  readonly data: string;
  readonly at: number;
}

/** Seats that must be sold, and the alert level that must be announced, before traffic goes on. */
export interface Settled {
  readonly flightId: string;
  readonly cabin: string;
  readonly sold: number;
  readonly level: 0 | 1 | 2;
}

export type Step =
  | { readonly do: 'send'; readonly message: Message }
  | { readonly do: 'break'; readonly malformed: Malformed }
  | { readonly do: 'poison'; readonly poison: Poison }
  | { readonly do: 'await'; readonly seats: readonly Settled[] }
  | { readonly do: 'erase'; readonly traveller: number }
  /** Functions deployed anew, while what follows is sent. */
  | { readonly do: 'deploy' };

/** What must stand in the table of demand before the traffic begins. */
export interface SeededRoute {
  readonly route: string;
  /** Absent: nothing is known of the route. The same slot for each hour of the week. */
  readonly slot?: Slot;
  readonly lease?: SeededLease;
}

export interface SeededLease {
  /** Relative to the start of the traffic. */
  readonly sinceMs: number;
  readonly untilMs: number;
  readonly announced: boolean;
}
