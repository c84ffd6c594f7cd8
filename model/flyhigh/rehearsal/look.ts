// What has come out so far, to the rows of the live view.

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
  /** Steps in all. */
  readonly steps: number;
}

/** A few requests to small parts of the stores: cheap enough to be asked every second. */
export async function look({ world, clients, places, inbox, log, steps }: Looked): Promise<readonly Row[]> {
  const { tables, lake, failedEvents } = places;
  const [seats, figures, delivered, objects, rejected] = await Promise.all([
    itemsOf(clients.db, tables.seatInventory),
    itemsWith(clients.db, tables.liveFigures, 'route', 'ALL'),
    inbox.deliveries(),
    keysBelow(clients.s3, lake, 'events/'),
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
    { label: 'Events in', value: `${number(done)} of ${number(steps)}, ${number(log.refused.length)} refused` },
    { label: 'Seats sold', value: `${number(sum(seats, 'sold'))} in ${number(seats.length)} cabins` },
    {
      label: 'Figures',
      value: `${number(sum(counted, 'searches'))} searches, ${number(sum(counted, 'bookings'))} bookings, ${number(sum(counted, 'cancelled'))} seats cancelled`,
    },
    {
      label: 'Alerts',
      value: `${kind('HighDemand')} high demand, ${kind('Oversold')} oversold, ${kind('SeatsLow')} low on seats`,
    },
    { label: 'Objects stored', value: number(objects.length) },
    { label: 'Lag', value: `${(lagMs / 1_000).toFixed(1)} s` },
    { label: 'Set aside', value: `${number(rejected.length)} events, ${number(setAside)} records of failed batches` },
  ];
}
