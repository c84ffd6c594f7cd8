// What has come out so far, to the rows of the live view.

import type { S3Client } from '@aws-sdk/client-s3';
import type { Row } from '../../../local/rehearsal.ts';
import type { World } from '../../../local/world.ts';
import { byId } from './checks/alerts.ts';
import { number } from './checks/check.ts';
import type { Clients } from './clients.ts';
import type { Log } from './sending/outbox.ts';
import type { Inbox } from './stores/alerts.ts';
import { keysBelow } from './stores/objects.ts';
import type { Places } from './stores/places.ts';
import { itemsOf, itemsWith } from './stores/tables.ts';

export interface Looked {
  readonly world: World;
  readonly clients: Clients;
  readonly places: Places;
  readonly inbox: Inbox;
  readonly log: Log;
  /** That will have been answered in the end. */
  readonly requests: number;
}

/** A few requests to small parts of the stores: cheap enough to be asked every second. */
export function looker(looked: Looked): () => Promise<readonly Row[]> {
  const objects = objectCounter(looked.clients.s3, looked.places.lake);
  return () => look(looked, objects);
}

async function look(
  { world, clients, places, inbox, log, requests }: Looked,
  objectsStored: () => Promise<number>,
): Promise<readonly Row[]> {
  const { tables, failedEvents } = places;
  const [seats, figures, delivered, objects, rejected] = await Promise.all([
    itemsOf(clients.db, tables.seatInventory),
    itemsWith(clients.db, tables.liveFigures, 'route', 'ALL'),
    inbox.deliveries(),
    objectsStored(),
    keysBelow(clients.s3, failedEvents, 'rejected/'),
  ]);
  const statistics = world.streams.statistics();
  const sum = (items: readonly Readonly<Record<string, unknown>>[], name: string) =>
    items.reduce((total, item) => total + Number(item[name] ?? 0), 0);
  const counted = figures.filter(({ minuteKey }) => !String(minuteKey).endsWith('#final'));
  const alerts = byId(delivered);
  const kind = (type: string) => alerts.filter((alert) => alert.type === type).length;
  const done = log.sent.length + log.refused.length;
  const setAside = statistics.reduce((total, mapping) => total + mapping.setAside, 0);
  const lagMs = Math.max(0, ...statistics.map(({ iteratorAgeMs }) => iteratorAgeMs));
  return [
    { label: 'Events in', value: `${number(done)} of ${number(requests)}, ${number(log.refused.length)} refused` },
    { label: 'Seats sold', value: `${number(sum(seats, 'sold'))} in ${number(seats.length)} cabins` },
    {
      label: 'Figures so far',
      value: `${number(sum(counted, 'searches'))} searches, ${number(sum(counted, 'bookings'))} bookings, ${number(sum(counted, 'cancelled'))} seats cancelled`,
    },
    {
      label: 'Alerts',
      value: `${kind('HighDemand')} high demand, ${kind('Oversold')} oversold, ${kind('SeatsLow')} low on seats`,
    },
    { label: 'Objects stored', value: number(objects) },
    { label: 'Lag', value: `${(lagMs / 1_000).toFixed(1)} s since the oldest event came that is not through` },
    { label: 'Set aside', value: `${number(rejected.length)} events, ${number(setAside)} records of failed batches` },
  ];
}

/** Names of delivered objects rise with time: only what came since is listed. */
function objectCounter(s3: S3Client, bucket: string): () => Promise<number> {
  const last = new Map<string, string>();
  let count = 0;
  return async () => {
    for (const prefix of ['events/booking/', 'events/search/']) {
      const keys = await keysBelow(s3, bucket, prefix, last.get(prefix));
      const newest = keys.at(-1);
      if (newest !== undefined) last.set(prefix, newest);
      count += keys.length;
    }
    return count;
  };
}
