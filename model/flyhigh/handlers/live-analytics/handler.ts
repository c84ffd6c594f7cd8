// A batch of one shard to one update per route and minute; answers with the records to try again.

import type { PartialItemFailureResponse } from '@aws-lambda-powertools/batch/types';
import type { KinesisStreamEvent } from 'aws-lambda';
import type { Booking, Cancellation, Search } from '../../../../output/contracts/events.ts';
import bookingSchema from '../../events/booking.schema.json' with { type: 'json' };
import cancellationSchema from '../../events/cancellation.schema.json' with { type: 'json' };
import searchSchema from '../../events/search.schema.json' with { type: 'json' };
import { contract } from '../common/contracts.ts';
import { errorName } from '../common/dynamo.ts';
import { groupBy, processGroups } from '../common/groups.ts';
import { count } from '../common/report.ts';
import { type Accepted, decoder, isMalformed } from '../common/stream-record.ts';
import { type AnyEvent, contributions } from './contributions.ts';
import { type Dependencies, store } from './store.ts';

const updatesAtOnce = 25;

export function createHandler(dependencies: Dependencies) {
  const decode = decoder<AnyEvent>([
    contract<Booking>(bookingSchema),
    contract<Cancellation>(cancellationSchema),
    contract<Search>(searchSchema),
  ]);
  return async ({ Records }: KinesisStreamEvent): Promise<PartialItemFailureResponse> => {
    const decoded = Records.map(decode);
    const malformed = decoded.filter(isMalformed);
    for (const { sequenceNumber, reason } of malformed) {
      dependencies.logger.warn('event skipped', { sequenceNumber, reason });
    }
    count(dependencies, 'EventsMalformed', malformed.length);
    const accepted = decoded.filter((record): record is Accepted<AnyEvent> => !isMalformed(record));
    const groups = groupBy(contributions(accepted), ({ route, minuteKey }) => `${route} ${minuteKey}`);
    return processGroups(groups, updatesAtOnce, async (group) => {
      try {
        await store(dependencies, group);
        return undefined;
      } catch (error) {
        const first = group[0];
        dependencies.logger.error('figure failed', {
          eventId: first?.eventId,
          sequenceNumber: first?.sequenceNumber,
          cause: errorName(error),
        });
        return first?.sequenceNumber;
      }
    });
  };
}
