// A row of the lake, whose names are all in small letters, to the sale it was stored from, checked as the handlers check it.
import type { Booking, Cancellation } from '../../../../output/contracts/events.ts';
import bookingSchema from '../../events/booking.schema.json' with { type: 'json' };
import cancellationSchema from '../../events/cancellation.schema.json' with { type: 'json' };
import { isItem } from '../../handlers/common/attributes.ts';
import { checkOf, contract } from '../../handlers/common/contracts.ts';
import envelopeSchema from '../../handlers/common/envelope.schema.json' with { type: 'json' };
import type { Accepted, Envelope } from '../../handlers/common/stream-record.ts';
import type { Sale } from '../../handlers/inventory-updater/dependencies.ts';

interface Shape {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly items?: Shape;
}

/** @returns a reader of the columns `meta` and `event` as JSON: the sale, or nothing where it breaks every contract. */
export function saleReader(): (meta: string, event: string) => Pick<Accepted<Sale>, 'meta' | 'event'> | undefined {
  const envelope = checkOf<Envelope>(envelopeSchema);
  const kinds = [
    { schema: bookingSchema, ...contract<Booking>(bookingSchema) },
    { schema: cancellationSchema, ...contract<Cancellation>(cancellationSchema) },
  ];
  return (meta, text) => {
    const stored: unknown = JSON.parse(text);
    const kind = kinds.find(({ eventTypes }) => isItem(stored) && eventTypes.some((type) => type === stored.eventtype));
    if (!kind) return undefined;
    const event = named(stored, kind.schema);
    const record: unknown = { meta: named(JSON.parse(meta), envelopeSchema.properties.meta), event };
    const { check } = kind;
    return envelope(record) && check(event) ? { meta: record.meta, event } : undefined;
  };
}

/** With the schema's names in place of the lake's; what the row does not hold, or the schema does not name, is left out. */
function named(value: unknown, shape: Shape): unknown {
  if (Array.isArray(value)) return value.map((entry) => (shape.items ? named(entry, shape.items) : entry));
  if (!isItem(value) || !shape.properties) return value;
  return Object.fromEntries(
    Object.entries(shape.properties).flatMap(([name, field]) => {
      const held = value[name.toLowerCase()];
      return held === null || held === undefined ? [] : [[name, named(held, field)]];
    }),
  );
}
