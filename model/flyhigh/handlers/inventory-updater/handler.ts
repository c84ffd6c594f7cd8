// A batch of the booking stream to ledger and seat counts; answers with the records to try again.

import type { PartialItemFailureResponse } from '@aws-lambda-powertools/batch/types';
import type { KinesisStreamEvent } from 'aws-lambda';
import type { Booking, Cancellation } from '../../../../output/contracts/events.ts';
import bookingSchema from '../../events/booking.schema.json' with { type: 'json' };
import cancellationSchema from '../../events/cancellation.schema.json' with { type: 'json' };
import { reportedStep, workBatch } from '../common/batch.ts';
import { contract } from '../common/contracts.ts';
import type { Deadline } from '../common/deadline.ts';
import { groupBy } from '../common/lanes.ts';
import { count } from '../common/report.ts';
import { type Decoded, decoder, idsOf, isMalformed } from '../common/stream-record.ts';
import type { Dependencies, Sale } from './dependencies.ts';
import { watchFlights } from './flights.ts';
import { settle } from './ledger.ts';
import { setAside } from './reject.ts';

const bookingsAtOnce = 10;

export function createHandler(dependencies: Dependencies) {
  const decode = decoder<Sale>([contract<Booking>(bookingSchema), contract<Cancellation>(cancellationSchema)]);
  return (batch: KinesisStreamEvent, deadline?: Deadline): Promise<PartialItemFailureResponse> => {
    // What a booking goes through, one event after the other; bookings beside each other.
    const lanes = [...groupBy(batch.Records.map(decode), laneOf).values()].map((group) =>
      group.map((record) =>
        reportedStep(dependencies, 'event failed', [idsOf(record)], () => processRecord(dependencies, record)),
      ),
    );
    return workBatch(batch, lanes, bookingsAtOnce, deadline);
  };
}

function laneOf(record: Decoded<Sale>): string {
  return isMalformed(record) ? `malformed ${record.shard} ${record.sequenceNumber}` : record.event.bookingId;
}

async function processRecord(dependencies: Dependencies, record: Decoded<Sale>): Promise<void> {
  if (isMalformed(record)) {
    await setAside(dependencies.rejected, record);
    dependencies.logger.warn('event rejected', { ...idsOf(record), reason: record.reason });
    count(dependencies, 'EventsRejected');
    return;
  }
  const outcome = await settle(dependencies, record);
  count(dependencies, outcome.applied ? 'EventsApplied' : 'StaleEvents');
  dependencies.logger.info('event settled', { ...idsOf(record), applied: outcome.applied });
  // Levels are a matter of state: looking again after a duplicate heals what a crash left unannounced.
  await watchFlights(dependencies, record, outcome.deltas);
}
