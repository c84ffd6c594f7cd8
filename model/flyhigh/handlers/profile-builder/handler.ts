// A batch to one fold per traveller; answers with the records to try again. A guest is counted, a traveller is remembered.

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
import { count, type RecordIds } from '../common/report.ts';
import { type Accepted, type Decoded, decoder, idsOf, isMalformed } from '../common/stream-record.ts';
import { type AnyEvent, type Sign, signOf } from './signs.ts';
import { type Dependencies, learn } from './store.ts';

const travellersAtOnce = 10;

interface Heard extends RecordIds {
  readonly travellerRef: string;
  readonly sign: Sign;
}

export function createHandler(dependencies: Dependencies) {
  const decode = decoder<AnyEvent>([
    contract<Booking>(bookingSchema),
    contract<Cancellation>(cancellationSchema),
    contract<Search>(searchSchema),
  ]);
  return (batch: KinesisStreamEvent, deadline?: Deadline): Promise<PartialItemFailureResponse> => {
    const heard = batch.Records.map(decode).flatMap((record) => heardFrom(dependencies, record));
    const travellers = groupBy(heard, ({ travellerRef }) => travellerRef);
    const lanes = [...travellers].map(([travellerRef, group]) => {
      const signs = group.map(({ sign }) => sign);
      return [reportedStep(dependencies, 'profile failed', group, () => learn(dependencies, travellerRef, signs))];
    });
    return workBatch(batch, lanes, travellersAtOnce, deadline);
  };
}

function heardFrom(dependencies: Dependencies, record: Decoded<AnyEvent>): readonly Heard[] {
  if (isMalformed(record)) {
    dependencies.logger.warn('event skipped', { ...idsOf(record), reason: record.reason });
    count(dependencies, 'EventsMalformed');
    return [];
  }
  const travellerRef = travellerOf(record);
  if (travellerRef === undefined || !record.event.consent) return [];
  return [{ ...idsOf(record), travellerRef, sign: signOf(record) }];
}

/** A search says in its body nothing of who made it: the API takes that from the token. */
function travellerOf({ meta, event }: Accepted<AnyEvent>): string | undefined {
  return event.eventType === 'FlightSearched' ? meta.travellerRef : event.travellerRef;
}
