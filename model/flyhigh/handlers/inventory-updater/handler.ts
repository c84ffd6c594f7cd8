// A batch of the booking stream to ledger and seat counts; answers with the records to try again.

import type { PartialItemFailureResponse } from '@aws-lambda-powertools/batch/types';
import type { KinesisStreamEvent } from 'aws-lambda';
import type { Booking, Cancellation } from '../../../../output/contracts/events.ts';
import bookingSchema from '../../events/booking.schema.json' with { type: 'json' };
import cancellationSchema from '../../events/cancellation.schema.json' with { type: 'json' };
import { contract } from '../common/contracts.ts';
import { errorName } from '../common/dynamo.ts';
import { groupBy, processGroups } from '../common/groups.ts';
import { count } from '../common/report.ts';
import { type Decoded, decoder, isMalformed } from '../common/stream-record.ts';
import type { Dependencies, Sale } from './dependencies.ts';
import { settle } from './ledger.ts';
import { watchLevels } from './levels.ts';
import { setAside } from './reject.ts';

const bookingsAtOnce = 10;

export function createHandler(dependencies: Dependencies) {
  const decode = decoder<Sale>([contract<Booking>(bookingSchema), contract<Cancellation>(cancellationSchema)]);
  return ({ Records }: KinesisStreamEvent): Promise<PartialItemFailureResponse> =>
    processGroups(groupBy(Records.map(decode), groupKey), bookingsAtOnce, (group) => firstFailure(dependencies, group));
}

function groupKey(record: Decoded<Sale>): string {
  return isMalformed(record) ? `malformed ${record.shard} ${record.sequenceNumber}` : record.event.bookingId;
}

/** In sequence order, up to the first that fails: Lambda sends again all that follows it anyway. */
async function firstFailure(dependencies: Dependencies, group: readonly Decoded<Sale>[]): Promise<string | undefined> {
  for (const record of group) {
    try {
      await processRecord(dependencies, record);
    } catch (error) {
      dependencies.logger.error('event failed', {
        eventId: isMalformed(record) ? undefined : record.event.eventId,
        sequenceNumber: record.sequenceNumber,
        cause: errorName(error),
      });
      return record.sequenceNumber;
    }
  }
  return undefined;
}

async function processRecord(dependencies: Dependencies, record: Decoded<Sale>): Promise<void> {
  if (isMalformed(record)) {
    await setAside(dependencies.rejected, record);
    dependencies.logger.warn('event rejected', { sequenceNumber: record.sequenceNumber, reason: record.reason });
    count(dependencies, 'EventsRejected');
    return;
  }
  const outcome = await settle(dependencies, record);
  count(dependencies, outcome.applied ? 'EventsApplied' : 'StaleEvents');
  dependencies.logger.info('event settled', { eventId: record.event.eventId, applied: outcome.applied });
  // Levels are a matter of state: looking again after a duplicate heals what a crash left unannounced.
  await watchLevels(dependencies, record, outcome.deltas);
}
