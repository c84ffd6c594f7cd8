// Traffic played through FlyHigh's own handlers in memory, to what a run knows and what its stores then hold.

import type { KinesisStreamRecord } from 'aws-lambda';
import { createHandler as detector } from '../../../model/flyhigh/handlers/demand-detector/handler.ts';
import { createHandler as insights } from '../../../model/flyhigh/handlers/insights/handler.ts';
import { createHandler as inventory } from '../../../model/flyhigh/handlers/inventory-updater/handler.ts';
import { createHandler as analytics } from '../../../model/flyhigh/handlers/live-analytics/handler.ts';
import { createHandler as profiles } from '../../../model/flyhigh/handlers/profile-builder/handler.ts';
import type { Known, Stores } from '../../../model/flyhigh/rehearsal/checks/all.ts';
import { arrivalOf, firstArrivals, type RawRecord } from '../../../model/flyhigh/rehearsal/reference/arrivals.ts';
import type { BatchOf } from '../../../model/flyhigh/rehearsal/reference/figures.ts';
import { finalFigures, none } from '../../../model/flyhigh/rehearsal/reference/figures.ts';
import type { Sizes } from '../../../model/flyhigh/rehearsal/scenarios.ts';
import type { Door } from '../../../model/flyhigh/rehearsal/sending/door.ts';
import type { Answer } from '../../../model/flyhigh/rehearsal/sending/http.ts';
import { emptyLog, type Log } from '../../../model/flyhigh/rehearsal/sending/outbox.ts';
import { seedDemand } from '../../../model/flyhigh/rehearsal/stores/tables.ts';
import type { Message, Step } from '../../../model/flyhigh/rehearsal/traffic/message.ts';
import { traffic } from '../../../model/flyhigh/rehearsal/traffic/plan.ts';
import { stamper } from '../../../model/flyhigh/rehearsal/traffic/stamp.ts';
import { rawRecord, sequence } from '../../handlers/support/records.ts';
import { proxyRequest } from '../../handlers/support/requests.ts';
import { type World, world } from '../../handlers/support/world.ts';

const streams = { bookingStream: 'sales', searchStream: 'looks' } as const;
/** A batch is full or waits no longer. */
const batchSize = 90;
const windowMs = 15_000;

export interface Played {
  readonly known: Known;
  readonly stores: Stores;
  /** As it stands in the end; its clock stands there too. */
  readonly world: World;
  /** Reads what then stands, and deletes a profile. */
  readonly door: Pick<Door, 'read' | 'erase'>;
}

interface Waiting {
  readonly record: RawRecord;
  readonly lambda: KinesisStreamRecord;
}

/** @param stepMs how long each step takes: how slow the whole run is. */
export async function play(seed: number, start: number, sizes: Sizes, stepMs = 60): Promise<Played> {
  const planned = traffic(seed, start, sizes);
  const of = world(start);
  const travellerRefs = Array.from(
    { length: sizes.travellers },
    (_, n) => `6f2c1f0e-5d2b-4c1a-9a53-${String(n).padStart(12, '0')}`,
  );
  const log = emptyLog();
  const records: RawRecord[] = [];
  const batches = new Map<string, string>();
  const waiting: Waiting[] = [];
  const searched: string[] = [];
  const handlers = handlersOf(of);
  const stamp = stamper(travellerRefs, of.clock.now);
  await seedDemand(of.store.client, 'demand', planned.seeded, start);

  const put = (stream: keyof typeof streams, shard: string, text: string) => {
    const sequenceNumber = sequence(records.length + 1);
    const record = { stream: streams[stream], shard, sequenceNumber, text };
    records.push(record);
    waiting.push({ record, lambda: rawRecord(text, { sequenceNumber, shard, stream: streams[stream] }) });
    return record;
  };
  const flush = async () => {
    for (const [name, group] of grouped(waiting.splice(0))) {
      const batch = `${name} ${batches.size}`;
      for (const { record } of group) batches.set(`${record.shard} ${record.sequenceNumber}`, batch);
      await handlers.take(
        name.startsWith(streams.bookingStream),
        group.map(({ lambda }) => lambda),
      );
    }
    await handlers.detect([...new Set(searched.splice(0))]);
  };

  for (const step of planned.steps) {
    of.clock.at += stepMs;
    if (step.do === 'send' && step.message.draft.eventType === 'FlightSearched') {
      searched.push(`${step.message.draft.origin}-${step.message.draft.destination}`);
    }
    await perform(step, { of, log, put, stamp, travellerRefs, ask: handlers.ask });
    if (waiting.length >= Math.min(batchSize, windowMs / stepMs) || step.do === 'await') await flush();
  }
  await flush();

  const batchOf: BatchOf = ({ shard, sequenceNumber }) => batches.get(`${shard} ${sequenceNumber}`);
  const known: Known = { traffic: planned, log, records, travellerRefs, seededAt: start, batchOf };
  const door: Played['door'] = {
    read: (path, traveller) => handlers.ask('GET', path, travellerRefs[traveller ?? -1]),
    erase: (traveller) => handlers.ask('DELETE', '/me/profile', travellerRefs[traveller]),
  };
  return { known, stores: await storesOf(of, known), world: of, door };
}

interface Performing {
  readonly of: World;
  readonly log: Log;
  readonly travellerRefs: readonly string[];
  readonly stamp: ReturnType<typeof stamper>;
  put(stream: keyof typeof streams, shard: string, text: string): RawRecord;
  ask(method: string, path: string, sub?: string): Promise<Answer>;
}

async function perform(step: Step, { of, log, put, stamp, travellerRefs, ask }: Performing): Promise<void> {
  const now = of.clock.at;
  if (step.do === 'send') {
    const { message } = step;
    const event = stamp(message);
    const sale = event.eventType !== 'FlightSearched';
    const travellerRef = message.path === '/me/searches' ? travellerRefs[message.traveller ?? -1] : undefined;
    const meta = {
      receivedAt: now,
      requestId: 'r',
      source: message.path,
      principal: 'p',
      ...(travellerRef ? { travellerRef } : {}),
    };
    put(sale ? 'bookingStream' : 'searchStream', shardOf(message), JSON.stringify({ meta, event }));
    log.sent.push({ message, event, status: 202, tries: 1 });
  }
  if (step.do === 'break') {
    const { answer: status } = step.malformed;
    log.refused.push({
      malformed: step.malformed,
      answer: { status, text: status === 400 ? '{"reason":"[it breaks its schema]"}' : '{}', headers: {} },
    });
  }
  if (step.do === 'poison') {
    const { shard, sequenceNumber } = put(step.poison.stream, 'shardId-000000000000', step.poison.data);
    log.poisoned.push({ poison: step.poison, shard, sequenceNumber });
  }
  if (step.do === 'erase') {
    of.clock.at += 10;
    const { status } = await ask('DELETE', '/me/profile', travellerRefs[step.traveller]);
    log.erased.push({ traveller: step.traveller, status, sentAt: now + 5, answeredAt: now + 15 });
    of.clock.at += 10;
  }
}

/** Versions of one booking share a shard. */
function shardOf({ chain }: Message): string {
  const last = chain.charCodeAt(chain.length - 1) % 2;
  return `shardId-00000000000${last}`;
}

function grouped(waiting: readonly Waiting[]): ReadonlyMap<string, readonly Waiting[]> {
  const groups = new Map<string, Waiting[]>();
  for (const each of waiting) {
    const name = `${each.record.stream} ${each.record.shard}`;
    groups.set(name, [...(groups.get(name) ?? []), each]);
  }
  return groups;
}

function handlersOf(of: World) {
  const common = { ...of.said, clock: of.clock, db: of.store.direct };
  const seats = inventory({
    ...common,
    ledgerTable: 'ledger',
    seatTable: 'seats',
    bus: of.bus,
    rejected: { client: of.s3, bucket: 'failed' },
  });
  const counts = analytics({ ...common, figuresTable: 'figures' });
  const remembers = profiles({ ...common, profileTable: 'profiles' });
  const decides = detector({ ...common, figuresTable: 'figures', demandTable: 'demand', bus: of.bus });
  const answers = insights({
    ...common,
    ...{ figuresTable: 'figures', demandTable: 'demand', seatTable: 'seats', profileTable: 'profiles' },
  });
  return {
    async take(sales: boolean, Records: readonly KinesisStreamRecord[]) {
      const batch = { Records: [...Records] };
      const results = [...(sales ? [await seats(batch)] : []), await counts(batch), await remembers(batch)];
      if (results.some(({ batchItemFailures }) => batchItemFailures.length > 0)) throw new Error('a batch failed');
    },
    async detect(routes: readonly string[]) {
      if (routes.length === 0) return;
      await decides({
        Records: routes.map((route, index) => ({
          eventName: 'MODIFY' as const,
          dynamodb: {
            Keys: { route: { S: route }, minuteKey: { S: '2026-07-01T12:00#looks#0' } },
            SequenceNumber: `${index}`,
          },
        })),
      });
    },
    async ask(method: string, path: string, sub?: string): Promise<Answer> {
      const [, of, value = ''] = /^\/(routes|flights)\/([^/]+)\//.exec(path) ?? [];
      const name = of === 'routes' ? 'route' : 'id';
      const resource = of === undefined ? path : path.replace(value, `{${name}}`);
      const asked = { parameters: { [name]: value }, ...(sub === undefined ? {} : { sub }) };
      const { statusCode, body } = await answers(proxyRequest(method, resource, asked));
      return { status: statusCode, text: body, headers: {} };
    },
  };
}

/** As the stores of a deployed pipeline: the lake holds what was delivered, and final figures are what a recount makes. */
async function storesOf(of: World, { records, log }: Known): Promise<Stores> {
  const poisoned = new Set(log.poisoned.map(({ sequenceNumber }) => sequenceNumber));
  const arrivals = records.filter(({ sequenceNumber }) => !poisoned.has(sequenceNumber)).map(arrivalOf);
  const figures = await of.store.items('figures');
  const distinct = finalFigures(arrivals);
  // A recount sets to nothing what only a repetition was counted in.
  const shown = figures.map(({ route, minuteKey }) => `${String(route)} ${String(minuteKey).split('#')[0]}`);
  const finals = [...new Set([...distinct.keys(), ...shown])].map((key) => {
    const [route = '', minute = ''] = key.split(' ');
    return { route, minuteKey: `${minute}#final`, ...(distinct.get(key) ?? none) };
  });
  return {
    seats: await of.store.items('seats'),
    ledger: await of.store.items('ledger'),
    demand: await of.store.items('demand'),
    profiles: await of.store.items('profiles'),
    figures,
    recounted: [...figures, ...finals],
    deliveries: of.announced.map((event) => ({
      id: event.id,
      type: event.eventType,
      about: event.eventType === 'HighDemand' ? event.route : `${event.flightId}#${event.cabin}`,
      detail: { ...event },
    })),
    rejected: [...of.objects].map(([key, text]) => ({ key, ...JSON.parse(text) })),
    lake: [...firstArrivals(arrivals).values()].map(({ event, stream }) => ({
      table: stream === streams.bookingStream ? 'booking' : 'search',
      eventId: event.eventId,
      event: JSON.parse(JSON.stringify(event).replace(/"(\w+)":/g, (_, name: string) => `"${name.toLowerCase()}":`)),
    })),
    bookingStream: streams.bookingStream,
  };
}
