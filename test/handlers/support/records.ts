// Events of made-up travellers, and the stream records that carry them.

import type { KinesisStreamEvent, KinesisStreamRecord } from 'aws-lambda';
import type { Booking, Cancellation, Search } from '../../../output/contracts/events.ts';

export const noon = Date.parse('2026-12-01T12:00:00.000Z');
export const second = 1_000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

export const traveller = '6f2c1f0e-5d2b-4c1a-9a53-0c7a4f1e2d3c';

export const iso = (ms: number): string => new Date(ms).toISOString();

/** A UUIDv7 made at that moment; the same for the same number. */
export function uuid7(at: number, n: number): string {
  const time = at.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${n.toString(16).padStart(12, '0')}`;
}

type Segment = Booking['segments'][number];
type Change = Booking['added'][number];

export const departure = Date.parse('2026-12-24T18:00:00.000Z');
export const outbound = 'FH123-2026-12-24-JFK';
export const homebound = 'FH124-2026-12-31-LHR';

export function segment(seats: number, more: Partial<Segment> = {}): Segment {
  return {
    flightId: outbound,
    route: 'JFK-LHR',
    cabin: 'Y',
    seats,
    departsAt: iso(departure),
    capacity: 100,
    sellLimit: 100,
    ...more,
  };
}

export function change(seats: number, more: Partial<Change> = {}): Change {
  return { flightId: outbound, route: 'JFK-LHR', cabin: 'Y', seats, ...more };
}

let serial = 0;

export function booking(more: Partial<Booking> = {}): Booking {
  serial += 1;
  return {
    eventId: uuid7(noon, serial),
    eventType: 'BookingConfirmed',
    schemaVersion: 1,
    eventTime: iso(noon),
    bookingId: 'ABC123',
    bookingVersion: 1,
    consent: true,
    channel: 'web',
    bookedAt: iso(noon),
    party: 2,
    segments: [segment(2)],
    added: [change(2)],
    removed: [],
    fare: { amountMinor: 120_000, currency: 'USD' },
    ...more,
  };
}

export function cancellation(more: Partial<Cancellation> = {}): Cancellation {
  serial += 1;
  return {
    eventId: uuid7(noon, serial),
    eventType: 'BookingCancelled',
    schemaVersion: 1,
    eventTime: iso(noon),
    bookingId: 'ABC123',
    bookingVersion: 2,
    consent: true,
    bookedAt: iso(noon),
    reason: 'traveller',
    segments: [],
    added: [],
    removed: [change(2)],
    ...more,
  };
}

export function search(more: Partial<Search> = {}): Search {
  serial += 1;
  const eventId = uuid7(noon, serial);
  return {
    eventId,
    searchId: eventId,
    eventType: 'FlightSearched',
    schemaVersion: 1,
    eventTime: iso(noon),
    visitorId: '0b9f6a52-9e3a-4f4b-8a44-2f1f0f1b7c11',
    origin: 'JFK',
    destination: 'LHR',
    departOn: '2026-12-24',
    party: 2,
    device: 'mobile',
    consent: true,
    ...more,
  };
}

export interface Place {
  readonly sequenceNumber?: string;
  readonly shard?: string;
  readonly stream?: string;
  readonly receivedAt?: number;
  readonly travellerRef?: string;
}

/** A Kinesis sequence number: 56 digits, rising with n. */
export const sequence = (n: number): string => `4966${String(n).padStart(52, '0')}`;

export function record(event: object, place: Place = {}): KinesisStreamRecord {
  const { receivedAt = noon, travellerRef } = place;
  const meta = {
    receivedAt,
    requestId: 'r-1',
    source: 'api',
    principal: 'p',
    ...(travellerRef === undefined ? {} : { travellerRef }),
  };
  return rawRecord(JSON.stringify({ meta, event }), place);
}

export function rawRecord(text: string, place: Place = {}): KinesisStreamRecord {
  serial += 1;
  const { sequenceNumber = sequence(serial), shard = 'shardId-000000000000', stream = 'sales' } = place;
  return {
    eventID: `${shard}:${sequenceNumber}`,
    eventSource: 'aws:kinesis',
    eventVersion: '1.0',
    eventName: 'aws:kinesis:record',
    invokeIdentityArn: 'arn:aws:iam::000000000000:role/test',
    awsRegion: 'us-east-1',
    eventSourceARN: `arn:aws:kinesis:us-east-1:000000000000:stream/${stream}`,
    kinesis: {
      kinesisSchemaVersion: '1.0',
      partitionKey: 'key',
      sequenceNumber,
      approximateArrivalTimestamp: noon / 1000,
      data: Buffer.from(text).toString('base64'),
    },
  };
}

export function batch(...records: readonly KinesisStreamRecord[]): KinesisStreamEvent {
  return { Records: [...records] };
}

export const failures = (...sequenceNumbers: readonly string[]) => ({
  batchItemFailures: sequenceNumbers.map((itemIdentifier) => ({ itemIdentifier })),
});
