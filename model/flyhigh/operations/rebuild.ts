// The latest version of every booking in the lake to ledger and seat counts, through the inventory updater's own code.
import { inParallel } from '../handlers/common/lanes.ts';
import type { Accepted } from '../handlers/common/stream-record.ts';
import type { Dependencies, Sale } from '../handlers/inventory-updater/dependencies.ts';
import { looksAt, touchedBy } from '../handlers/inventory-updater/flights.ts';
import { ledgerReader, type ReadLedger, settle } from '../handlers/inventory-updater/ledger.ts';
import { grouped, type Lake, type Row } from '../handlers/reconciler/lake.ts';
import { day } from '../handlers/reconciler/lake-sql.ts';
import { saleReader } from './lake/sale-rows.ts';

export interface RebuildDependencies extends Dependencies {
  readonly lake: Lake;
}

export interface RebuildOptions {
  /** Epoch milliseconds: what arrived on their days, both included, is read. */
  readonly arrivedFrom: number;
  readonly arrivedUntil: number;
  /** False: only count what would be fed. */
  readonly write?: boolean;
  /** Raises and announces the alert levels of the flights concerned, as the inventory updater does. */
  readonly alerts?: boolean;
}

export interface RebuildResult {
  readonly bookings: number;
  /** Of them, what the ledger did not know yet. Without writing: 0. */
  readonly applied: number;
  /** Of them, what the ledger knows in this version or a later one. Without writing: 0. */
  readonly known: number;
  /** Ids of bookings of which no version could be read or fed, with the reason; sorted. */
  readonly failed: readonly { readonly bookingId: string; readonly why: string }[];
  /** Distinct events of all these bookings that break their contract, in what was sent or in what stands around it, whether or not a later one keeps it. */
  readonly malformed: number;
}

const bookingsAtOnce = 10;
const chunkBookings = 500;

/** In any order and beside live traffic: a version is applied once at most, and only in place of an older one. */
export async function rebuild(dependencies: RebuildDependencies, options: RebuildOptions): Promise<RebuildResult> {
  const { write = true, alerts = false } = options;
  const latest = latestReader();
  const counts = { bookings: 0, applied: 0, known: 0, malformed: 0 };
  const failed: { readonly bookingId: string; readonly why: string }[] = [];

  const feed = async ({ bookingId, sale }: Latest, read: ReadLedger): Promise<void> => {
    if (!sale) failed.push({ bookingId, why: 'breaks its contract' });
    else if (write) {
      try {
        const { applied, touched } = await settle(dependencies, sale, read);
        counts[applied ? 'applied' : 'known'] += 1;
        const touches = touchedBy(sale, touched, dependencies.clock.now());
        for (const { run } of looksAt(dependencies, touches, { alerts })) await run();
      } catch (error) {
        failed.push({ bookingId, why: error instanceof Error ? error.message : String(error) });
      }
    }
  };

  const rows = dependencies.lake.query(rebuildSql(options));
  for await (const chunk of chunks(grouped(rows, ([bookingId = '']) => bookingId))) {
    const bookings = chunk.map(latest);
    counts.bookings += bookings.length;
    for (const { malformed } of bookings) counts.malformed += malformed;
    // What breaks its contract may bear an id that is no key.
    const read = ledgerReader(
      dependencies,
      bookings.flatMap(({ sale }) => (sale ? [sale.event.bookingId] : [])),
    );
    await inParallel(bookings, bookingsAtOnce, (booking) => feed(booking, read));
  }
  return { ...counts, failed: failed.sort((a, b) => (a.bookingId < b.bookingId ? -1 : 1)) };
}

/**
 * Every version, the latest first: which of them keeps its contract is known only once it is read. A version that
 * arrived twice was first received when its earlier record says; of several that arrived together the text decides, so
 * that the same lake always says the same. The table is asked, not the view of events that stand once: what breaks its
 * contract may bear the id of what keeps it, and hide it there.
 */
export function rebuildSql({
  arrivedFrom,
  arrivedUntil,
}: Pick<RebuildOptions, 'arrivedFrom' | 'arrivedUntil'>): string {
  return `SELECT event.bookingid, meta.receivedat, json_format(CAST(event AS JSON)), json_format(CAST(meta AS JSON))
FROM booking
WHERE dt BETWEEN '${day(arrivedFrom)}' AND '${day(arrivedUntil)}'
  AND event.bookingid IS NOT NULL AND event.bookingversion IS NOT NULL
ORDER BY 1, event.bookingversion DESC, 2, 3, 4`;
}

interface Latest {
  readonly bookingId: string;
  readonly sale?: Accepted<Sale>;
  readonly malformed: number;
}

function latestReader(): (versions: readonly Row[]) => Latest {
  const read = saleReader();
  return (versions) => {
    const bookingId = versions[0]?.[0] ?? '';
    const malformed = new Set<string>();
    let sale: Accepted<Sale> | undefined;
    for (const [, , text = 'null', meta = 'null'] of versions) {
      const stored = read(meta, text);
      if (!stored) malformed.add(text);
      else sale ??= { ...stored, stream: 'lake', shard: '', sequenceNumber: '' };
    }
    return { bookingId, malformed: malformed.size, ...(sale ? { sale } : {}) };
  };
}

async function* chunks<T>(items: AsyncIterable<T>): AsyncGenerator<readonly T[]> {
  let chunk: T[] = [];
  for await (const item of items) {
    chunk.push(item);
    if (chunk.length < chunkBookings) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
