// A domain event to an entry on the bus, and a refused entry to an error.

import type { PutEventsCommand, PutEventsCommandOutput } from '@aws-sdk/client-eventbridge';
import type { HighDemand, Oversold, SeatsLow } from '../../../../output/contracts/events.ts';
import type { Sender } from './sender.ts';

export type DomainEvent = HighDemand | Oversold | SeatsLow;

export interface Bus {
  readonly client: Sender<PutEventsCommand, PutEventsCommandOutput>;
  readonly name: string;
  /** `flyhigh.` and the component that announces. */
  readonly source: string;
}

/** Repeating it is harmless: whoever listens knows an event by its `id`. */
export async function announce({ client, name, source }: Bus, event: DomainEvent): Promise<void> {
  // Few events come to an announcement: see lazily().
  const { PutEventsCommand } = await import('@aws-sdk/client-eventbridge');
  const { FailedEntryCount, Entries } = await client.send(
    new PutEventsCommand({
      Entries: [{ EventBusName: name, Source: source, DetailType: event.eventType, Detail: JSON.stringify(event) }],
    }),
  );
  if (FailedEntryCount !== 0) throw new Error(`the bus refused ${event.id}: ${Entries?.[0]?.ErrorCode ?? 'no code'}`);
}
