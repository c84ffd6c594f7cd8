// All that was sent and all that came of it, to one check for each promise.

import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import type { Check, Row, Verdict } from '../../../local/rehearsal.ts';
import type { World } from '../../../local/world.ts';
import { systemClock } from '../handlers/common/clock.ts';
import { recount } from '../handlers/reconciler/recount.ts';
import { alertsCheck, byId, dueAlerts, leasesCheck } from './checks/alerts.ts';
import { checkOf, number } from './checks/check.ts';
import { acceptedCheck, refusedCheck, setAsideCheck, streamsCheck } from './checks/entry.ts';
import { finalFiguresCheck, liveFiguresCheck } from './checks/figures.ts';
import { ledgerCheck, levelsCheck, seatsCheck } from './checks/inventory.ts';
import { lakeCheck } from './checks/lake.ts';
import { profilesCheck } from './checks/profiles.ts';
import { readsCheck } from './checks/reads.ts';
import type { Clients } from './clients.ts';
import { type Arrival, arrivalOf, firstArrivals } from './reference/arrivals.ts';
import { dueDemand } from './reference/demand.ts';
import { finalFigures, liveFigures } from './reference/figures.ts';
import { dueLevels } from './reference/levels.ts';
import { expectedProfiles } from './reference/profiles.ts';
import { expectedSeats } from './reference/seats.ts';
import type { Door } from './sending/door.ts';
import type { Log } from './sending/outbox.ts';
import type { Inbox } from './stores/alerts.ts';
import { type DownloadedLake, downloadedLake, type LakeRow } from './stores/lake.ts';
import { keysBelow, rejectedEvents } from './stores/objects.ts';
import type { Places } from './stores/places.ts';
import { readStream } from './stores/streams.ts';
import { itemsOf } from './stores/tables.ts';
import { seatKey } from './traffic/network.ts';
import type { Traffic } from './traffic/plan.ts';

export interface Rehearsed {
  readonly world: World;
  readonly clients: Clients;
  readonly places: Places;
  readonly inbox: Inbox;
  readonly door: Door;
  readonly log: Log;
  readonly traffic: Traffic;
  readonly travellerRefs: readonly string[];
  /** Epoch milliseconds that the seeded leases are relative to. */
  readonly seededAt: number;
}

const patienceMs = 90_000;
const minuteMs = 60_000;

export async function verdictOf(rehearsed: Rehearsed): Promise<Verdict> {
  const lake = await downloadedLake(rehearsed.clients.s3, rehearsed.places.lake, rehearsed.world.template);
  try {
    return await judge(rehearsed, lake);
  } finally {
    await lake.close();
  }
}

async function judge(rehearsed: Rehearsed, lake: DownloadedLake): Promise<Verdict> {
  const { clients, places, inbox, door, log, traffic, travellerRefs, seededAt } = rehearsed;
  const { tables, streams } = places;
  const arrivals = await arrivalsOf(rehearsed);
  const seats = expectedSeats(arrivals);
  const settled = new Set(traffic.full.map(({ flight, cabin }) => seatKey({ flightId: flight.flightId, cabin })));
  const levels = dueLevels(traffic.steps, traffic.flights, settled);
  const demand = dueDemand(arrivals, traffic.seeded, seededAt);
  const due = [...dueAlerts(levels, demand).values()].reduce((sum, times) => sum + times, 0);
  await until(async () => byId(await inbox.deliveries()).length >= due);
  const erasures = log.erased.map((erasure) => ({ ...erasure, travellerRef: travellerRefs[erasure.traveller] ?? '' }));
  const profiles = expectedProfiles(arrivals, erasures);
  const [seatItems, ledgerItems, liveItems, profileItems, rejected] = await Promise.all([
    itemsOf(clients.db, tables.seatInventory),
    itemsOf(clients.db, tables.bookingLedger),
    itemsOf(clients.db, tables.liveFigures),
    itemsOf(clients.db, tables.travellerProfiles),
    rejectedEvents(clients.s3, places.failedEvents),
  ]);
  const rows = await deliveredRows(lake, arrivals);
  const figures = finalFigures(arrivals);
  await recountAll(rehearsed, lake, [...figures.keys()]);
  const finalItems = await itemsOf(clients.db, tables.liveFigures);
  const held = new Set(traffic.seeded.flatMap(({ route, lease }) => (lease && lease.untilMs > 0 ? [route] : [])));
  const now = () => Date.now();
  const reads = await readsCheck({
    ...{ door, flights: traffic.flights, sold: seats.sold, demand, held, figures, profiles, travellerRefs, now },
  });
  const demandItems = await itemsOf(clients.db, tables.routeDemand);
  const deliveries = await inbox.deliveries();
  const checks: readonly Check[] = [
    acceptedCheck(log.sent),
    refusedCheck(log.refused),
    streamsCheck(log.sent, arrivals, travellerRefs),
    setAsideCheck(log.poisoned, rejected, streams.bookingStream),
    seatsCheck(seats, seatItems, traffic.flights),
    ledgerCheck(seats, ledgerItems),
    levelsCheck(levels, seatItems),
    alertsCheck(levels, demand, deliveries),
    leasesCheck(traffic.seeded, seededAt, demand, deliveries, demandItems),
    liveFiguresCheck(liveFigures(arrivals), liveItems),
    finalFiguresCheck(figures, finalItems),
    lakeCheck(arrivals, rows, foreignIds(log)),
    profilesCheck(profiles, profileItems, new Set(erasures.map(({ travellerRef }) => travellerRef))),
    reads,
    await nothingLeftCheck(rehearsed),
  ];
  return { checks, sent: sentRows(log, traffic) };
}

/** Everything that the streams hold, but for what was put there past the API. */
async function arrivalsOf({ clients, places, log }: Rehearsed): Promise<readonly Arrival[]> {
  const place = (shard: string, sequenceNumber: string) => `${shard} ${sequenceNumber}`;
  const poisoned = new Set(log.poisoned.map(({ shard, sequenceNumber }) => place(shard, sequenceNumber)));
  const records = await Promise.all(Object.values(places.streams).map((stream) => readStream(clients.kinesis, stream)));
  return records
    .flat()
    .filter(({ shard, sequenceNumber }) => !poisoned.has(place(shard, sequenceNumber)))
    .map(arrivalOf);
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
  const span = {
    from: minutes.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
    until: minutes.reduce((a, b) => Math.max(a, b), 0) + minuteMs,
  };
  if (minutes.length === 0) return;
  await lake.asking((asked) =>
    recount({ clock: systemClock, db: clients.db, lake: asked, figuresTable: places.tables.liveFigures }, span),
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

function foreignIds(log: Log): ReadonlySet<string> {
  return new Set(log.poisoned.flatMap(({ poison: { data } }) => /"eventId":"([^"]+)"/.exec(data)?.slice(1, 2) ?? []));
}

function sentRows({ sent, refused, poisoned }: Log, { messages, full, routes, flights }: Traffic): readonly Row[] {
  const type = (name: string) => messages.filter(({ draft }) => draft.eventType === name).length;
  const again = sent.length - new Set(sent.map(({ message }) => message.key)).size;
  const surges = routes.filter(({ story }) => story === 'surge' || story === 'surgeAgain').length;
  const fate = (...names: readonly string[]) => full.filter((cabin) => names.includes(cabin.fate)).length;
  return [
    { label: 'Flights', value: number(flights.length) },
    { label: 'Bookings and changes', value: number(type('BookingConfirmed') + type('BookingChanged')) },
    { label: 'Cancellations', value: number(type('BookingCancelled')) },
    { label: 'Searches', value: number(type('FlightSearched')) },
    { label: 'Sent again by the sender', value: number(again) },
    { label: 'Malformed or foreign requests', value: number(refused.length) },
    { label: 'Malformed records past the API', value: number(poisoned.length) },
    { label: 'Cabins sold out', value: number(fate('soldOut', 'refilled')) },
    { label: 'Cabins oversold', value: number(fate('oversold', 'relieved', 'overbooked')) },
    { label: 'Surges of demand', value: number(surges) },
  ];
}

async function until(done: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + patienceMs;
  while (!(await done()) && Date.now() < end) await systemClock.sleep(500);
}
