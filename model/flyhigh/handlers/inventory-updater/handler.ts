// A batch of the booking stream to ledger and seat counts; answers with the records to try again.

import type { PartialItemFailureResponse } from '@aws-lambda-powertools/batch/types';
import type { KinesisStreamEvent } from 'aws-lambda';
import type { Booking, Cancellation } from '../../../../output/contracts/events.ts';
import bookingSchema from '../../events/booking.schema.json' with { type: 'json' };
import cancellationSchema from '../../events/cancellation.schema.json' with { type: 'json' };
import { answerTo, reportedStep } from '../common/batch.ts';
import { contract } from '../common/contracts.ts';
import { type Deadline, earlier, noDeadline } from '../common/deadline.ts';
import { groupBy, workLanes } from '../common/lanes.ts';
import { count } from '../common/report.ts';
import { type Decoded, decoder, idsOf, isMalformed } from '../common/stream-record.ts';
import type { Dependencies, Sale } from './dependencies.ts';
import { looksAt, type Touch, touchedBy } from './flights.ts';
import { ledgerReader, type ReadLedger, settle } from './ledger.ts';
import { setAside } from './reject.ts';

const bookingsAtOnce = 10;
const flightsAtOnce = 10;
/** Kept for looking at flights: a booking that cannot be settled in time shall not cost the others of its batch their end. */
const looksMs = 5_000;

export function createHandler(dependencies: Dependencies) {
  const decode = decoder<Sale>([contract<Booking>(bookingSchema), contract<Cancellation>(cancellationSchema)]);
  return async (batch: KinesisStreamEvent, deadline: Deadline = noDeadline): Promise<PartialItemFailureResponse> => {
    const records = batch.Records.map(decode);
    const touches: Touch[] = [];
    const read = ledgerReader(dependencies, bookingsOf(records));
    // What a booking goes through, one event after the other; bookings beside each other.
    const bookings = [...groupBy(records, laneOf).values()].map((group) =>
      group.map((record) =>
        reportedStep(dependencies, 'event failed', [idsOf(record)], async () => {
          touches.push(...(await processRecord(dependencies, record, read)));
        }),
      ),
    );
    const unsettled = await workLanes(bookings, bookingsAtOnce, earlier(deadline, looksMs));
    // Levels are a matter of state: once for all that happened to a flight, and again after a duplicate, which heals what a
    // crash left unannounced. A record is done only when all its flights have been looked at.
    const flights = looksAt(dependencies, touches).map(({ sales, run }) => [
      reportedStep(dependencies, 'look at a flight failed', sales.map(idsOf), run),
    ]);
    const unseen = await workLanes(flights, flightsAtOnce, deadline);
    return answerTo(batch, new Set([...unsettled, ...unseen]));
  };
}

function laneOf(record: Decoded<Sale>): string {
  return isMalformed(record) ? `malformed ${record.shard} ${record.sequenceNumber}` : record.event.bookingId;
}

const bookingsOf = (records: readonly Decoded<Sale>[]): readonly string[] =>
  records.flatMap((record) => (isMalformed(record) ? [] : [record.event.bookingId]));

/** @returns the flights and cabins to look at. */
async function processRecord(
  dependencies: Dependencies,
  record: Decoded<Sale>,
  read: ReadLedger,
): Promise<readonly Touch[]> {
  if (isMalformed(record)) {
    await setAside(dependencies.rejected, record);
    dependencies.logger.warn('event rejected', { ...idsOf(record), reason: record.reason });
    count(dependencies, 'EventsRejected');
    return [];
  }
  const { applied, touched } = await settle(dependencies, record, read);
  count(dependencies, applied ? 'EventsApplied' : 'StaleEvents');
  dependencies.logger.info('event settled', { ...idsOf(record), applied });
  return touchedBy(record, touched, dependencies.clock.now());
}
