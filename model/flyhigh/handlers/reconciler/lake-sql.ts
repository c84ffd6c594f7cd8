// Parts of queries over the lake. They are written so that Athena and DuckDB take the same text: no lambdas, no UNNEST of
// rows, no division that leaves a fraction in one of them, and nothing whose meaning differs between the two.

import bookingSchema from '../../events/booking.schema.json' with { type: 'json' };
import cancellationSchema from '../../events/cancellation.schema.json' with { type: 'json' };
import searchSchema from '../../events/search.schema.json' with { type: 'json' };
import { dayMs, minuteMs } from '../common/clock.ts';
import envelopeSchema from '../common/envelope.schema.json' with { type: 'json' };
import { keepsOneOf } from './contract-sql.ts';

const {
  required,
  properties: { receivedAt, requestId },
} = envelopeSchema.properties.meta;
// The columns that both tables have.
const soundMeta = keepsOneOf('meta', { required, properties: { receivedAt, requestId } });
export const soundSearch = `${soundMeta} AND ${keepsOneOf('event', searchSchema)}`;
export const soundSale = `${soundMeta} AND ${keepsOneOf('event', bookingSchema, cancellationSchema)}`;

export const searchedRoute = "event.origin || '-' || event.destination";

const happened =
  "date_diff('millisecond', TIMESTAMP '1970-01-01 00:00:00', try_cast(replace(replace(event.eventtime, 'T', ' '), 'Z', '') AS timestamp))";
const counted = `least(greatest(${happened}, meta.receivedat - ${15 * minuteMs}), meta.receivedat + ${minuteMs})`;

/** Minutes since 1970, by the same clamp as when it was counted live: arrival less 15 minutes to arrival plus one. */
export const countedMinute = wholePart(counted, minuteMs);

/** 1 for the first arrival of an event among all that is read, on whichever side of midnight. */
export const copyNumber = 'row_number() OVER (PARTITION BY event.eventid ORDER BY meta.receivedat)';

/**
 * A day more on either side of a span: an event and its repetition are to be seen together, and what happened in the
 * span's last minutes may arrive after midnight.
 *
 * @param from epoch milliseconds.
 * @param until epoch milliseconds, not included.
 */
export function arrivedAround(from: number, until: number): string {
  return `dt BETWEEN '${day(from - dayMs)}' AND '${day(until - 1 + dayMs)}'`;
}

/** Quotient of whole numbers, rounded down: `/` alone leaves a fraction in some engines. Positive numbers only. */
export function wholePart(dividend: string, divisor: number): string {
  return `CAST((${dividend} - ${dividend} % ${divisor}) / ${divisor} AS bigint)`;
}

/** Epoch milliseconds to the day as it stands in the partitions. */
export function day(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

/** One row for each place that a sale's list of flights may have. */
export const places = Array.from(
  { length: Math.max(bookingSchema.properties.added.maxItems, cancellationSchema.properties.removed.maxItems) },
  (_, index) => `(${index + 1})`,
).join(', ');
