// A rehearsal whose traffic is through, to its verdict: everything is read, nothing of it by the pipeline's own code.

import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import type { Check, Verdict } from '../../../local/rehearsal.ts';
import type { World } from '../../../local/world.ts';
import { systemClock } from '../handlers/common/clock.ts';
import { recount } from '../handlers/reconciler/recount.ts';
import { byId, dueAlerts } from './checks/alerts.ts';
import { checksOf, type Known, type Reference, referenceOf, type Stores } from './checks/all.ts';
import { checkOf, number } from './checks/check.ts';
import { readsCheck } from './checks/reads.ts';
import type { Clients } from './clients.ts';
import { type Arrival, firstArrivals } from './reference/arrivals.ts';
import { batchesOf } from './reference/batches.ts';
import type { Door } from './sending/door.ts';
import { sentRows } from './sending/rows.ts';
import type { Inbox } from './stores/alerts.ts';
import { type DownloadedLake, downloadedLake, type LakeRow } from './stores/lake.ts';
import { keysBelow, rejectedEvents } from './stores/objects.ts';
import type { Places } from './stores/places.ts';
import { readStream } from './stores/streams.ts';
import { itemsOf } from './stores/tables.ts';

export interface Rehearsed extends Omit<Known, 'records'> {
  readonly world: World;
  readonly clients: Clients;
  readonly places: Places;
  readonly inbox: Inbox;
  readonly door: Door;
}

const standIns =
  'The lake is read by DuckDB over the Parquet that was delivered, with the SQL of its own view and of the recount: no Athena, no Glue.';

const patienceMs = 90_000;
const minuteMs = 60_000;

export async function verdictOf(rehearsed: Rehearsed): Promise<Verdict> {
  const { clients, places, world } = rehearsed;
  const streams = await Promise.all(Object.values(places.streams).map((stream) => readStream(clients.kinesis, stream)));
  const known: Known = {
    ...rehearsed,
    records: streams.flat(),
    batchOf: batchesOf(world.streams.calls(), countedFrom(places)),
  };
  const reference = referenceOf(known);
  const lake = await downloadedLake(clients.s3, places.lake, world.template);
  try {
    const stores = await storesOf(rehearsed, reference, lake);
    const reads = await readsCheck({ ...rehearsed, ...reference, ...readable(rehearsed, reference) });
    // Once more, at the very end: an alert that is not due may take its time.
    const deliveries = await rehearsed.inbox.deliveries();
    const checks = [...checksOf(known, reference, { ...stores, deliveries }), reads, await nothingLeftCheck(rehearsed)];
    return { checks, standIns, sent: sentRows(rehearsed.log, rehearsed.traffic) };
  } finally {
    await lake.close();
  }
}

/** Connections by which live analytics counts, to their streams. */
const countedFrom = ({ streams }: Places): ReadonlyMap<string, string> =>
  new Map([
    ['bookingStream.feed.liveAnalytics', streams.bookingStream],
    ['searchStream.feed.liveAnalytics', streams.searchStream],
  ]);

function readable({ traffic }: Rehearsed, { seats }: Reference) {
  return { flights: traffic.flights, sold: seats.sold, now: () => Date.now() };
}

async function storesOf(rehearsed: Rehearsed, reference: Reference, lake: DownloadedLake): Promise<Stores> {
  const { clients, places, inbox } = rehearsed;
  const { tables } = places;
  const due = [...dueAlerts(reference.levels, reference.demand).values()].reduce((sum, times) => sum + times, 0);
  await until(async () => byId(await inbox.deliveries()).length >= due);
  const [seats, ledger, figures, profiles, demand, rejected] = await Promise.all([
    itemsOf(clients.db, tables.seatInventory),
    itemsOf(clients.db, tables.bookingLedger),
    itemsOf(clients.db, tables.liveFigures),
    itemsOf(clients.db, tables.travellerProfiles),
    itemsOf(clients.db, tables.routeDemand),
    rejectedEvents(clients.s3, places.failedEvents),
  ]);
  const rows = await deliveredRows(lake, reference.arrivals);
  await recountAll(rehearsed, lake, [...reference.figures.keys()]);
  return {
    ...{ seats, ledger, figures, profiles, demand, rejected, lake: rows, deliveries: await inbox.deliveries() },
    recounted: await itemsOf(clients.db, tables.liveFigures),
    bookingStream: places.streams.bookingStream,
  };
}

/** Rows of the views, once all that was accepted has been delivered or patience ends. */
async function deliveredRows(lake: DownloadedLake, arrivals: readonly Arrival[]): Promise<readonly LakeRow[]> {
  const accepted = firstArrivals(arrivals);
  let rows: readonly LakeRow[] = [];
  let objects = -1;
  await until(async () => {
    const found = await lake.refresh();
    if (found === objects) return false;
    objects = found;
    rows = await lake.rows();
    const ids = new Set(rows.map(({ eventId }) => eventId));
    return [...accepted.keys()].every((eventId) => ids.has(eventId));
  });
  return rows;
}

async function recountAll(
  { clients, places }: Rehearsed,
  lake: DownloadedLake,
  keys: readonly string[],
): Promise<void> {
  const minutes = keys.map((key) => Date.parse(`${key.slice(-16)}:00.000Z`));
  if (minutes.length === 0) return;
  const from = minutes.reduce((a, b) => Math.min(a, b));
  const until = minutes.reduce((a, b) => Math.max(a, b)) + minuteMs;
  const figuresTable = places.tables.liveFigures;
  await lake.asking((asked) =>
    recount({ clock: systemClock, db: clients.db, lake: asked, figuresTable }, { from, until }),
  );
}

async function nothingLeftCheck({ world, clients, places, log }: Rehearsed): Promise<Check> {
  const { Attributes = {} } = await clients.sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl: places.undeliveredQueue,
      AttributeNames: ['ApproximateNumberOfMessages'],
    }),
  );
  const undelivered = Number(Attributes.ApproximateNumberOfMessages ?? 0);
  const batches = await keysBelow(clients.s3, places.failedEvents, 'aws/lambda/');
  const statistics = world.streams.statistics();
  return checkOf(
    'Nothing is left behind: no batch set aside, no message undelivered, nobody waited in vain',
    [
      ...batches.map((key) => `${key} was set aside`),
      ...(undelivered > 0 ? [`${undelivered} messages are undelivered`] : []),
      ...log.overdue.map(({ flightId, cabin, sold }) => `${flightId} ${cabin} did not come to ${sold} seats in time`),
    ],
    `${number(statistics.reduce((sum, { read }) => sum + read, 0))} records read by functions, ${number(statistics.reduce((sum, { retried }) => sum + retried, 0))} handed on again`,
  );
}

async function until(done: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + patienceMs;
  while (!(await done()) && Date.now() < end) await systemClock.sleep(500);
}
