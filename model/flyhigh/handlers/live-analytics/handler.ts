// A batch of one shard to one update per route and minute; answers with the records to try again.

import type { PartialItemFailureResponse } from '@aws-lambda-powertools/batch/types';
import type { KinesisStreamEvent } from 'aws-lambda';
import type { Booking, Cancellation, Search } from '../../../../output/contracts/events.ts';
import bookingSchema from '../../events/booking.schema.json' with { type: 'json' };
import cancellationSchema from '../../events/cancellation.schema.json' with { type: 'json' };
import searchSchema from '../../events/search.schema.json' with { type: 'json' };
import { reportedStep, workBatch } from '../common/batch.ts';
import { contract } from '../common/contracts.ts';
import type { Deadline } from '../common/deadline.ts';
import { groupBy } from '../common/lanes.ts';
import { count } from '../common/report.ts';
import { type Accepted, decoder, idsOf, isMalformed } from '../common/stream-record.ts';
import { type AnyEvent, contributions } from './contributions.ts';
import { type Dependencies, store } from './store.ts';

const updatesAtOnce = 25;

export function createHandler(dependencies: Dependencies) {
  const decode = decoder<AnyEvent>([
    contract<Booking>(bookingSchema),
    contract<Cancellation>(cancellationSchema),
    contract<Search>(searchSchema),
  ]);
  return (batch: KinesisStreamEvent, deadline?: Deadline): Promise<PartialItemFailureResponse> => {
    const decoded = batch.Records.map(decode);
    const malformed = decoded.filter(isMalformed);
    for (const record of malformed) {
      dependencies.logger.warn('event skipped', { ...idsOf(record), reason: record.reason });
    }
    count(dependencies, 'EventsMalformed', malformed.length);
    const accepted = decoded.filter((record): record is Accepted<AnyEvent> => !isMalformed(record));
    const figures = groupBy(contributions(accepted), ({ route, minuteKey }) => `${route} ${minuteKey}`);
    const lanes = [...figures.values()].map((group) => [
      reportedStep(dependencies, 'figure failed', group, () => store(dependencies, group)),
    ]);
    return workBatch(batch, lanes, updatesAtOnce, deadline);
  };
}
