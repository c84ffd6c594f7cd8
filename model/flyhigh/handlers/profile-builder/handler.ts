// A batch to one fold per traveller; answers with the records to try again. A guest is counted, a traveller is remembered.

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
import { type Accepted, type Decoded, decoder, isMalformed } from '../common/stream-record.ts';
import { type AnyEvent, type Sign, signOf } from './signs.ts';
import { type Dependencies, learn } from './store.ts';

const travellersAtOnce = 10;

interface Heard {
  readonly travellerRef: string;
  readonly sequenceNumber: string;
  readonly sign: Sign;
}

export function createHandler(dependencies: Dependencies) {
  const decode = decoder<AnyEvent>([
    contract<Booking>(bookingSchema),
    contract<Cancellation>(cancellationSchema),
    contract<Search>(searchSchema),
  ]);
  return async ({ Records }: KinesisStreamEvent): Promise<PartialItemFailureResponse> => {
    const heard = Records.map(decode).flatMap((record) => heardFrom(dependencies, record));
    const groups = groupBy(heard, ({ travellerRef }) => travellerRef);
    return processGroups(groups, travellersAtOnce, async (group) => {
      const first = group[0];
      if (!first) return undefined;
      try {
        await learn(
          dependencies,
          first.travellerRef,
          group.map(({ sign }) => sign),
        );
        return undefined;
      } catch (error) {
        dependencies.logger.error('profile failed', {
          eventId: first.sign.eventId,
          sequenceNumber: first.sequenceNumber,
          cause: errorName(error),
        });
        return first.sequenceNumber;
      }
    });
  };
}

function heardFrom(dependencies: Dependencies, record: Decoded<AnyEvent>): readonly Heard[] {
  if (isMalformed(record)) {
    dependencies.logger.warn('event skipped', { sequenceNumber: record.sequenceNumber, reason: record.reason });
    count(dependencies, 'EventsMalformed');
    return [];
  }
  const travellerRef = travellerOf(record);
  if (travellerRef === undefined || !record.event.consent) return [];
  return [{ travellerRef, sequenceNumber: record.sequenceNumber, sign: signOf(record) }];
}

/** A search says in its body nothing of who made it: the API takes that from the token. */
function travellerOf({ meta, event }: Accepted<AnyEvent>): string | undefined {
  return event.eventType === 'FlightSearched' ? meta.travellerRef : event.travellerRef;
}
