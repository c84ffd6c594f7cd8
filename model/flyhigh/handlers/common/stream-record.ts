// A record of a Kinesis stream to the event it holds, with what the API said of it, or to the reason why it holds none.

import type { KinesisStreamRecord } from 'aws-lambda';
import { isItem } from './attributes.ts';
import { type Contract, checkOf, reasonOf } from './contracts.ts';
import envelopeSchema from './envelope.schema.json' with { type: 'json' };
import type { RecordIds } from './report.ts';

/** What the API, not the sender, says of an event. */
export interface Meta {
  /** Epoch milliseconds. */
  readonly receivedAt: number;
  readonly requestId: string;
  /** The token's `sub`, where the sender is signed in. */
  readonly travellerRef?: string;
}

/** Where a record stands in its stream. */
export interface Position {
  readonly stream: string;
  readonly shard: string;
  readonly sequenceNumber: string;
}

export interface Accepted<Event> extends Position {
  readonly meta: Meta;
  readonly event: Event;
}

export interface Malformed extends Position {
  readonly reason: string;
  /** Where the record can be read so far, for the log. */
  readonly eventId?: string;
  readonly requestId?: string;
  /** Base64, as it came. */
  readonly data: string;
}

export type Decoded<Event> = Accepted<Event> | Malformed;

export interface Envelope {
  readonly meta: Meta;
  readonly event: { readonly eventType: string };
}

/** Nothing throws here: what cannot be read today cannot be read tomorrow either. */
export function decoder<Event>(contracts: readonly Contract<Event>[]): (record: KinesisStreamRecord) => Decoded<Event> {
  const envelope = checkOf<Envelope>(envelopeSchema);
  return (record) => {
    const position = positionOf(record);
    const { data } = record.kinesis;
    const value = parsed(data);
    if (value === undefined) return { ...position, data, reason: 'not JSON' };
    const known = { ...position, data, ...idsIn(value) };
    if (!envelope(value)) return { ...known, reason: reasonOf(envelope) };
    const { meta, event } = value;
    const matching = contracts.find(({ eventTypes }) => eventTypes.includes(event.eventType));
    if (!matching) return { ...known, reason: '/event/eventType is of no contract' };
    const { check } = matching;
    if (!check(event)) return { ...known, reason: `/event${reasonOf(check)}` };
    return { ...position, meta, event };
  };
}

/** A UUIDv7 is an event's or a search's; any other text may be about somebody, whatever field it stands in. */
const eventIdPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
/** As the API's ids look today. AWS promises nothing of them, so that no event's fate hangs on it, only what is logged. */
const requestIdPattern = /^[A-Za-z0-9+/=_-]{1,64}$/;

function idsIn(value: unknown): Pick<Malformed, 'eventId' | 'requestId'> {
  const { meta, event } = isItem(value) ? value : {};
  const requestId = isItem(meta) ? loggable(meta.requestId) : undefined;
  const eventId = isItem(event) ? event.eventId : undefined;
  return {
    // The API's, whatever else is wrong.
    ...(requestId === undefined ? {} : { requestId }),
    ...(typeof eventId === 'string' && eventIdPattern.test(eventId) ? { eventId } : {}),
  };
}

/** Whoever may put past the API may put anything in the place of its id. */
function loggable(requestId: unknown): string | undefined {
  return typeof requestId === 'string' && requestIdPattern.test(requestId) ? requestId : undefined;
}

/** How a log line names it. */
export function idsOf<Event extends { readonly eventId: string }>(record: Decoded<Event>): RecordIds {
  const { sequenceNumber } = record;
  if (isMalformed(record)) return { eventId: record.eventId, requestId: record.requestId, sequenceNumber };
  return { eventId: record.event.eventId, requestId: loggable(record.meta.requestId), sequenceNumber };
}

export function isMalformed<Event>(decoded: Decoded<Event>): decoded is Malformed {
  return 'reason' in decoded;
}

function positionOf({ eventID, eventSourceARN, kinesis }: KinesisStreamRecord): Position {
  return {
    // arn:…:stream/NAME, and for a consumer of its own arn:…:stream/NAME/consumer/…
    stream: eventSourceARN.split('/')[1] ?? '',
    shard: eventID.split(':')[0] ?? '',
    sequenceNumber: kinesis.sequenceNumber,
  };
}

function parsed(data: string): unknown {
  try {
    return JSON.parse(Buffer.from(data, 'base64').toString('utf8'));
  } catch {
    return undefined;
  }
}
