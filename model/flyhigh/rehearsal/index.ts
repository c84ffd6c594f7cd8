// FlyHigh's rehearsal: its traffic through the front door of a running stand-in, and a verdict on what came of it.

import { PutRecordCommand } from '@aws-sdk/client-kinesis';
import { BatchGetCommand } from '@aws-sdk/lib-dynamodb';
import { resourcesOf } from '../../../deployment/template.ts';
import type { Rehearsal, RehearsalOptions, Run } from '../../../local/rehearsal.ts';
import type { World } from '../../../local/world.ts';
import { byHand } from './by-hand.ts';
import { type Clients, clientsOf } from './clients.ts';
import { looker } from './look.ts';
import { scenarios, sizes } from './scenarios.ts';
import { doorOf } from './sending/door.ts';
import { http } from './sending/http.ts';
import { emptyLog, type Outbox, type Poisoned, sendAll } from './sending/outbox.ts';
import { signIn } from './sending/sign-in.ts';
import { openInbox } from './stores/alerts.ts';
import { type Places, placesOf } from './stores/places.ts';
import { seedDemand } from './stores/tables.ts';
import type { Poison, Settled, Step } from './traffic/message.ts';
import { traffic } from './traffic/plan.ts';
import { stamper } from './traffic/stamp.ts';
import { verdictOf } from './verdict.ts';

export const rehearsal: Rehearsal = { scenarios, start };

const connections = 32;
const settlingMs = 60_000;
const quietMs = 4_000;

const now = () => Date.now();
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function start(world: World, { scenario, seed, rate, signal }: RehearsalOptions): Promise<Run> {
  const size = sizes[scenario];
  if (!size) throw new RangeError(`there is no scenario "${scenario}"`);
  const { frontDoor } = world;
  if (frontDoor === undefined) throw new Error('the stage has no API to send traffic to');
  const clients = clientsOf(world);
  const places = placesOf(world);
  const connected = http(connections);
  const planned = traffic(seed, now(), size);
  const inbox = await openInbox(clients.sqs, clients.sns, places.alertsTopic);
  const travellers = await signIn(clients.cognito, connected, poolOf(world, places), size.travellers);
  const travellerRefs = travellers.map(({ travellerRef }) => travellerRef);
  const door = doorOf(frontDoor, world.client.region, connected, travellers);
  const log = emptyLog();
  let seededAt = now();
  const outbox: Outbox = {
    door,
    now,
    sleep,
    signal,
    stamp: stamper(travellerRefs, now),
    deploy: () => world.deployAgain(),
    poison: (record) => put(clients, places, record),
    unsettled: (seats) => unsettled(clients, places, seats),
    ...(rate === undefined ? {} : { rate }),
  };
  return {
    async send() {
      seededAt = now();
      await seedDemand(clients.db, places.tables.routeDemand, planned.seeded, seededAt);
      await sendAll(outbox, planned.steps, log);
    },
    async settled(idle) {
      await idle();
      await resting(async () => (await inbox.deliveries()).length);
      await idle();
    },
    look: looker({ world, clients, places, inbox, log, requests: requestsIn(planned.steps) }),
    byHand: () => byHand({ frontDoor, region: world.client.region, traffic: planned, traveller: travellers[0] }),
    verdict: () => verdictOf({ world, clients, places, inbox, door, log, traffic: planned, travellerRefs, seededAt }),
  };
}

function poolOf({ client, template }: World, { userPool, userPoolClient }: Places) {
  const [[, resource] = []] = resourcesOf(template, 'AWS::Cognito::UserPoolClient');
  const callbacks = resource?.Properties?.CallbackURLs;
  const callback: unknown = Array.isArray(callbacks) ? callbacks.at(-1) : undefined;
  if (typeof callback !== 'string') throw new Error('the pool lets nobody sign in');
  return { id: userPool, clientId: userPoolClient, pages: client.endpoint, callback };
}

/** What is put past the API, waited for and deployed is no request. */
const requestsIn = (steps: readonly Step[]): number =>
  steps.filter(({ do: what }) => what === 'send' || what === 'break').length;

async function put({ kinesis }: Clients, { streams }: Places, poison: Poison): Promise<Poisoned> {
  const { ShardId: shard = '', SequenceNumber: sequenceNumber = '' } = await kinesis.send(
    new PutRecordCommand({
      StreamName: streams[poison.stream],
      PartitionKey: poison.key,
      Data: Buffer.from(poison.data),
    }),
  );
  return { poison, shard, sequenceNumber };
}

/** Alerts come by ways that the streams' mappings know nothing of: over when they have not grown for a while. */
async function resting(count: () => Promise<number>): Promise<void> {
  let before = await count();
  for (let end = now() + quietMs; now() < end; ) {
    await sleep(500);
    const found = await count();
    if (found !== before) end = now() + quietMs;
    before = found;
  }
}

/** Waits as a sender would who looks at the counts before selling on; gives what has not come to it when patience ends. */
async function unsettled({ db }: Clients, { tables }: Places, wanted: readonly Settled[]): Promise<readonly Settled[]> {
  const table = tables.seatInventory;
  let left = wanted;
  for (const end = now() + settlingMs; left.length > 0 && now() < end; ) {
    const Keys = left.map(({ flightId, cabin }) => ({ flightId, cabin }));
    const { Responses = {} } = await db.send(
      new BatchGetCommand({ RequestItems: { [table]: { Keys, ConsistentRead: true } } }),
    );
    const found = new Map((Responses[table] ?? []).map((item) => [`${item.flightId}#${item.cabin}`, item]));
    left = left.filter(({ flightId, cabin, sold, level }) => {
      const item = found.get(`${flightId}#${cabin}`);
      if (item?.sold !== sold || (item.alertLevel ?? 0) !== level) return true;
      return level > 0 && item.announced !== true;
    });
    if (left.length > 0) await sleep(500);
  }
  return left;
}
