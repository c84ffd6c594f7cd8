// Good messages to requests that must be refused, and records that must be set aside: each kind of fault in turn.

import { chance } from './chance.ts';
import type { Malformed, Message, Path, Poison } from './message.ts';

type Fields = Readonly<Record<string, unknown>>;

interface Fault {
  readonly kind: string;
  readonly answer: number;
  readonly contentType?: string;
  readonly credentials?: Malformed['credentials'];
  /** The body to send in place of a good event's. */
  body(good: Fields): string;
}

const spoilt = (kind: string, change: (good: Fields) => Fields): Fault => ({
  kind,
  answer: 400,
  body: (good) => JSON.stringify(change(good)),
});
const good = (event: Fields) => JSON.stringify(event);

const faults: readonly Fault[] = [
  spoilt('a word for a number', (event) => ({ ...event, schemaVersion: 'one' })),
  spoilt('a field is missing', ({ consent: _left, ...event }) => event),
  spoilt('an id of another pattern', (event) => ({ ...event, eventId: 'not-an-id' })),
  spoilt('a time of another pattern', (event) => ({ ...event, eventTime: 'yesterday' })),
  spoilt('a field that nobody knows', (event) => ({ ...event, note: 'call back' })),
  spoilt('another event type', (event) => ({ ...event, eventType: 'SomethingElse' })),
  spoilt('an empty object', () => ({})),
  { kind: 'a list for an object', answer: 400, body: (event) => JSON.stringify([event]) },
  { kind: 'not JSON', answer: 400, body: (event) => JSON.stringify(event).slice(0, -2) },
  { kind: 'no body', answer: 400, body: () => '' },
  { kind: 'another content type', answer: 415, contentType: 'text/plain', body: good },
];

/** Good events from somebody who may not send them. */
const strangers: readonly Fault[] = [
  { kind: 'no credentials', answer: 403, credentials: 'none', body: good },
  { kind: 'forged credentials', answer: 403, credentials: 'forged', body: good },
];

const paths: readonly Path[] = ['/bookings', '/searches', '/cancellations', '/me/searches'];

/** @param event the body of a good message. */
export function malformedRequests(
  seed: number,
  messages: readonly Message[],
  count: number,
  event: (message: Message) => Fields,
): readonly Malformed[] {
  const drawn = chance(seed, 'malformed');
  const samples = new Map(
    paths.map((path) => [path, messages.filter((message) => message.path === path).slice(0, 50)]),
  );
  const request = (fault: Fault, path: Path): Malformed => {
    const message = drawn.pick(samples.get(path) ?? []);
    return {
      kind: fault.kind,
      method: 'POST',
      path,
      body: fault.body(event(message)),
      contentType: fault.contentType ?? 'application/json',
      credentials: fault.credentials ?? 'right',
      ...(message.traveller === undefined ? {} : { traveller: message.traveller }),
      answer: fault.credentials && path === '/me/searches' ? 401 : fault.answer,
      at: drawn.next(),
    };
  };
  const everyFault = Array.from({ length: count }, (_, index) =>
    request(atIndex(faults, index), atIndex(paths, Math.floor(index / faults.length))),
  );
  return [...everyFault, ...strangers.flatMap((fault) => paths.map((path) => request(fault, path)))];
}

/** Records put on a stream past the API, which would have let none of them through. */
export function poison(seed: number, start: number, booking: Fields, search: Fields): readonly Poison[] {
  const drawn = chance(seed, 'poison');
  const meta = { receivedAt: start, requestId: 'past-the-api', source: 'nobody', principal: 'nobody' };
  const record = (event: Fields) => JSON.stringify({ meta, event });
  const put = (stream: Poison['stream'], kind: string, blames: string, data: string): Poison => ({
    stream,
    kind,
    blames,
    data,
    key: drawn.hex(8),
    at: drawn.next() * 0.8,
  });
  return [
    put('bookingStream', 'not JSON', 'not JSON', 'not an event at all'),
    put('bookingStream', 'no envelope', "'meta'", JSON.stringify(booking)),
    put('bookingStream', 'a type of no contract', '/event/eventType', record({ ...booking, eventType: 'SeatPainted' })),
    put('bookingStream', 'a party of none', '/event/party', record({ ...booking, party: 0 })),
    put('bookingStream', 'a field is missing', "'bookingVersion'", record({ ...booking, bookingVersion: undefined })),
    put('searchStream', 'not JSON', 'not JSON', '{"meta":'),
    put('searchStream', 'no envelope', "'meta'", JSON.stringify(search)),
    put('searchStream', 'an airport of two letters', '/event/origin', record({ ...search, origin: 'XX' })),
  ];
}

function atIndex<T>(list: readonly T[], index: number): T {
  return pickAt(list, index % list.length);
}

function pickAt<T>(list: readonly T[], index: number): T {
  const item = list[index];
  if (item === undefined) throw new RangeError('nothing there');
  return item;
}
