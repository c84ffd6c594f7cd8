// No log line, metric or error of any handler says anything of a person, whether all goes well or anything fails.

import { readdirSync, readFileSync } from 'node:fs';
import { AthenaClient } from '@aws-sdk/client-athena';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyEvent, DynamoDBStreamEvent, KinesisStreamEvent, SQSEvent } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createHandler as demandDetector } from '../../model/flyhigh/handlers/demand-detector/handler.ts';
import { createHandler as insights } from '../../model/flyhigh/handlers/insights/handler.ts';
import { createHandler as inventoryUpdater } from '../../model/flyhigh/handlers/inventory-updater/handler.ts';
import { createHandler as liveAnalytics } from '../../model/flyhigh/handlers/live-analytics/handler.ts';
import { createHandler as profileBuilder } from '../../model/flyhigh/handlers/profile-builder/handler.ts';
import { athenaLake } from '../../model/flyhigh/handlers/reconciler/athena.ts';
import { createHandler as reconciler } from '../../model/flyhigh/handlers/reconciler/handler.ts';
import { createHandler as redriver } from '../../model/flyhigh/handlers/redriver/handler.ts';
import { answering, nowhere } from '../support/client-double.ts';
import { deployed, written } from './support/output.ts';
import {
  booking,
  cancellation,
  change,
  day,
  departure,
  iso,
  minute,
  noon,
  outbound,
  rawRecord,
  search,
  segment,
} from './support/records.ts';
import { proxyRequest } from './support/requests.ts';
import { type World, world } from './support/world.ts';

/** By the field that carries it: what the schemas mark as personal, and what leads to a person all the same. */
const marks = {
  travellerRef: 'a11ce000-0000-4000-8000-0000000000a1',
  visitorId: 'b0b00000-0000-4000-8000-0000000000b2',
  agencyId: 'AG-MARKED',
  bookingId: 'MARKED0BOOK',
  principal: 'arn:aws:iam::000000000000:user/marked-principal',
  sourceIp: '198.51.100.77',
  email: 'marked@example.com',
  amountMinor: '98765432',
  refundMinor: '87654321',
};

/** Each as itself, as bytes that somebody printed, and without its dashes, as a profile keeps ids. */
const traces = Object.values(marks).flatMap((mark) => [
  mark,
  Buffer.from(mark).toString('base64').slice(1, -3),
  mark.replaceAll('-', ''),
]);
const found = (text: string) => traces.filter((trace) => text.toLowerCase().includes(trace.toLowerCase()));

const { travellerRef, visitorId, agencyId, bookingId } = marks;
const requestId = 'api-request-1';

/** A record with all that is personal in it. */
function marked(event: object) {
  const meta = { receivedAt: noon, requestId, source: 'api', principal: marks.principal, travellerRef };
  return rawRecord(JSON.stringify({ meta, event }));
}

const sale = () =>
  booking({
    bookingId,
    travellerRef,
    agencyId,
    channel: 'agency',
    // One seat more than may be sold: it is announced as well.
    segments: [segment(9, { sellLimit: 8 })],
    added: [change(9)],
    fare: { amountMinor: Number(marks.amountMinor), currency: 'USD' },
  });
const refund = () => cancellation({ bookingId, travellerRef, refundMinor: Number(marks.refundMinor) });
const look = () => search({ visitorId });

/** Every way in which what a sender sends can be wrong, with something personal wherever it may stand. */
function malformed(): readonly ReturnType<typeof rawRecord>[] {
  const values = Object.values(marks);
  return [
    rawRecord(`{"visitorId":"${visitorId}`),
    rawRecord(visitorId),
    rawRecord(JSON.stringify(values)),
    rawRecord(JSON.stringify({ [visitorId]: values, travellerRef })),
    ...values.flatMap((value) => [
      marked({ eventType: value }),
      marked({ ...sale(), eventType: value }),
      marked({ ...sale(), [value]: value, party: value }),
      ...Object.keys(sale()).map((field) =>
        marked({ ...sale(), [field]: value === sale().bookingId ? `${value}!` : [value] }),
      ),
      ...Object.keys(look()).map((field) => marked({ ...look(), [field]: { [value]: value } })),
      marked({ ...sale(), segments: [{ ...segment(1), flightId: value, [value]: 1 }] }),
      marked({ ...look(), eventId: value }),
    ]),
  ];
}

interface Case {
  /** Makes the world anew and gives the handler in it. */
  readonly build: (w: World) => (event: never) => Promise<unknown>;
  /** With all that can be malformed, or only with what is not. */
  readonly events: (malformedToo: boolean) => readonly unknown[];
}

const kinesis = (...Records: KinesisStreamEvent['Records']): KinesisStreamEvent => ({ Records });
const sent = (malformedToo: boolean) => [
  kinesis(marked(sale()), marked(refund()), marked(look())),
  kinesis(...malformed().slice(0, malformedToo ? undefined : 4)),
];

const cases: Readonly<Record<string, Case>> = {
  'inventory-updater': {
    events: sent,
    build: (w) =>
      deployed<KinesisStreamEvent, unknown>('inventoryUpdater', (report) =>
        inventoryUpdater({
          ...report,
          clock: w.clock,
          db: w.store.client,
          ledgerTable: 'ledger',
          seatTable: 'seats',
          bus: w.bus,
          rejected: { client: w.s3, bucket: 'failed' },
        }),
      ),
  },
  'live-analytics': {
    events: sent,
    build: (w) =>
      deployed<KinesisStreamEvent, unknown>('liveAnalytics', (report) =>
        liveAnalytics({ ...report, clock: w.clock, db: w.store.client, figuresTable: 'figures' }),
      ),
  },
  'profile-builder': {
    events: sent,
    build: (w) =>
      deployed<KinesisStreamEvent, unknown>('profileBuilder', (report) =>
        profileBuilder({ ...report, clock: w.clock, db: w.store.client, profileTable: 'profiles' }),
      ),
  },
  'demand-detector': {
    events: (): readonly DynamoDBStreamEvent[] => {
      const Keys = { route: { S: 'JFK-LHR' }, minuteKey: { S: '2026-12-01T12:00#looks#1' } };
      const NewImage = { ...Keys, visitorId: { S: visitorId }, travellerRef: { S: travellerRef } };
      return [{ Records: [{ eventName: 'MODIFY', dynamodb: { Keys, NewImage, SequenceNumber: '1' } }] }];
    },
    build: (w) =>
      deployed<DynamoDBStreamEvent, unknown>('demandDetector', (report) =>
        demandDetector({
          ...report,
          clock: w.clock,
          db: w.store.client,
          figuresTable: 'figures',
          demandTable: 'demand',
          bus: w.bus,
        }),
      ),
  },
  insights: {
    events: (): readonly APIGatewayProxyEvent[] => {
      const asked = { sub: travellerRef, headers: { authorization: marks.email, 'x-visitor': visitorId } };
      const request = (method: string, resource: string, parameters?: Record<string, string>) => {
        const event = proxyRequest(method, resource, { ...asked, ...(parameters ? { parameters } : {}) });
        event.requestContext.identity.sourceIp = marks.sourceIp;
        event.requestContext.authorizer = { claims: { sub: travellerRef, email: marks.email } };
        return event;
      };
      return [
        request('GET', '/me/profile'),
        request('GET', '/me/offers'),
        request('DELETE', '/me/profile'),
        request('GET', '/routes/{route}/demand', { route: 'JFK-LHR' }),
        request('GET', '/routes/{route}/figures', { route: travellerRef }),
        request('GET', '/flights/{id}/seats', { id: outbound }),
        request('GET', '/me/nothing'),
      ];
    },
    build: (w) =>
      deployed<APIGatewayProxyEvent, unknown>('insights', (report) =>
        insights({
          ...report,
          clock: w.clock,
          db: w.store.client,
          figuresTable: 'figures',
          demandTable: 'demand',
          seatTable: 'seats',
          profileTable: 'profiles',
        }),
      ),
  },
  redriver: {
    events: (): readonly SQSEvent[] =>
      ['aws/lambda/whole', 'aws/lambda/broken', 'aws/lambda/gone'].map((key) => {
        const body = JSON.stringify({ Records: [{ s3: { bucket: { name: 'failed' }, object: { key } } }] });
        return { Records: [{ messageId: 'm-1', body } as SQSEvent['Records'][number]] };
      }),
    build: (w) => {
      const payload = JSON.stringify(kinesis(marked(sale())));
      const requestContext = { functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:inventory' };
      w.objects.set('aws/lambda/whole', JSON.stringify({ requestContext, payload }));
      w.objects.set('aws/lambda/broken', `${travellerRef} ${payload}`);
      const answers = [
        { Payload: Buffer.from('{"batchItemFailures":[]}') },
        { Payload: Buffer.from('{"batchItemFailures":[{"itemIdentifier":"1"}]}') },
        { FunctionError: 'Unhandled', Payload: Buffer.from(JSON.stringify({ errorMessage: travellerRef })) },
        { Payload: Buffer.from(`${visitorId} is no JSON`) },
      ];
      let asked = 0;
      const handle = deployed<SQSEvent, unknown>('redriver', (report) =>
        redriver({
          ...report,
          store: w.s3,
          functions: answering(new LambdaClient(nowhere), () => answers[asked++ % answers.length]),
          bucket: 'failed',
          redriven: ['inventory'],
        }),
      );
      return async (event: SQSEvent) => {
        for (const _answer of answers) await handle(event);
      };
    },
  },
  reconciler: {
    events: () => [{}],
    build: (w) =>
      deployed<unknown, unknown>('reconciler', (report) =>
        reconciler({
          ...report,
          clock: w.clock,
          db: w.store.client,
          lake: athenaLake({
            athena: answering(new AthenaClient(nowhere), () => {
              throw new Error(`cannot cast ${visitorId}`);
            }),
            clock: w.clock,
            workgroup: 'ad-hoc',
            database: 'events',
          }),
          ledgerTable: 'ledger',
          seatTable: 'seats',
          figuresTable: 'figures',
        }),
      ),
  },
};

/** Tables as they are when many have searched and sold: profiles, a surge, a ledger that does not add up. */
async function furnished(): Promise<World> {
  const w = world(noon + 30 * minute);
  const put = (TableName: string, Item: Record<string, unknown>) =>
    w.store.client.send(new PutCommand({ TableName, Item }));
  await put('profiles', { travellerRef, interests: { LHR: 3 }, cabins: {}, asOf: noon - day, v: 1 });
  await put('ledger', {
    bookingId: 'OTHER0',
    version: 1,
    held: { [`${outbound}#J`]: { seats: 3, departsAt: departure } },
  });
  const hours = Object.fromEntries(Array.from({ length: 168 }, (_, slot) => [slot, { m: 12, v: 12, n: 5 }]));
  const foldedHour = Math.floor(w.clock.at / 3_600_000) - 2;
  await put('demand', { route: 'JFK-LHR', item: 'baseline', hours, foldedHour });
  await put('figures', { route: 'JFK-LHR', minuteKey: `${iso(w.clock.at).slice(0, 16)}#looks#1`, searches: 99 });
  return w;
}

beforeEach(() => {
  vi.stubEnv('POWERTOOLS_METRICS_NAMESPACE', 'flyhigh');
});
afterEach(() => {
  vi.unstubAllEnvs();
});

/** As AWS does, an error quotes what it refused: here, everything. */
const telling = (name: string) => Object.assign(new Error(`refused ${Object.values(marks).join(' ')}`), { name });
const errorNames = ['Error', 'ValidationException', 'ConditionalCheckFailedException', 'ThrottlingException'];

interface Schema {
  readonly 'x-class'?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
}

function personalIn({ properties = {}, items }: Schema): readonly string[] {
  const own = Object.entries(properties).flatMap(([name, part]) => ('x-class' in part ? [name] : personalIn(part)));
  return items ? [...own, ...personalIn(items)] : own;
}

it('every field that a schema marks as personal has a mark', () => {
  const files = readdirSync('model/flyhigh/events').map((file) => `model/flyhigh/events/${file}`);
  const personal = [...files, 'model/flyhigh/handlers/common/envelope.schema.json'].flatMap((file) =>
    personalIn(JSON.parse(readFileSync(file, 'utf8'))),
  );
  expect(new Set(personal)).toEqual(new Set(['travellerRef', 'visitorId']));
  for (const name of personal) expect(Object.keys(marks)).toContain(name);
});

it('what is looked for would be found', async () => {
  const handle = deployed<object, void>('probe', ({ logger, metrics }) => async () => {
    logger.error('failed', { who: { travellerRef } });
    metrics.addMetric(visitorId, 'Count', 1);
    throw telling('Error');
  });
  const text = await written(() => handle({}));
  expect(found(text)).toContain(travellerRef);
  expect(found(text)).toContain(visitorId);
  expect(found(Buffer.from(`x ${agencyId} y`).toString('base64') + travellerRef.replaceAll('-', ''))).toHaveLength(1);
});

it('what is searched holds log lines and metrics', async () => {
  const given = cases['inventory-updater'];
  if (!given) throw new Error('no such case');
  const { text } = await run(given);
  for (const said of ['event settled', 'event rejected', '"EventsApplied":', '"OversoldAnnounced":1']) {
    expect(text).toContain(said);
  }
});

async function run({ build, events }: Case, prepare: (w: World) => void = () => {}, malformedToo = true) {
  const w = await furnished();
  prepare(w);
  const handle = build(w);
  const before = w.store.commands.length;
  const text = await written(async () => {
    for (const event of events(malformedToo)) await handle(event as never);
  });
  return { text, commands: w.store.commands.length - before };
}

describe.each(Object.entries(cases))('%s says nobody', (_name, given) => {
  it('when all goes well', async () => {
    expect(found((await run(given)).text)).toEqual([]);
  }, 60_000);

  it.each(['before', 'after'] as const)(
    'when requests fail from any one on, %s they take effect',
    async (when) => {
      const { commands } = await run(given, undefined, false);
      for (let failing = 0; failing <= commands; failing += 1) {
        const error = telling(errorNames[failing % errorNames.length] ?? 'Error');
        const failingFrom = (w: World) => {
          let asked = 0;
          w.store.hooks[when] = () => {
            asked += 1;
            if (asked > failing) throw error;
          };
        };
        expect(found((await run(given, failingFrom, false)).text)).toEqual([]);
      }
    },
    60_000,
  );

  it('when bus and bucket fail', async () => {
    const down = (w: World) => Object.assign(w.outage, { bus: telling('Error'), s3: telling('AccessDenied') });
    expect(found((await run(given, down)).text)).toEqual([]);
  }, 60_000);
});

it.each(['inventory-updater', 'live-analytics', 'profile-builder'])(
  '%s names the event and the request of what fails, and of what is malformed',
  async (name) => {
    const given = cases[name];
    if (!given) throw new Error('no such case');
    const down = (w: World) => {
      w.store.hooks.before = () => {
        throw telling('Error');
      };
    };
    const lines = (await run(given, down)).text
      .split('\n')
      .filter((line) => line.includes('"level":"'))
      .map((line): Record<string, unknown> => JSON.parse(line));
    const failed = lines.filter(({ level }) => level === 'ERROR');
    expect(failed.length).toBeGreaterThan(0);
    for (const line of failed) {
      expect(line).toMatchObject({ eventId: expect.stringMatching(/^[0-9a-f-]{36}$/), requestId, cause: 'Error' });
    }
    const aside = lines.filter(({ reason }) => typeof reason === 'string' && reason.startsWith('/event/'));
    expect(aside.length).toBeGreaterThan(20);
    for (const line of aside) expect(line.requestId).toBe(requestId);
    expect(aside.filter(({ eventId }) => eventId !== undefined).length).toBeGreaterThan(20);
  },
  60_000,
);
