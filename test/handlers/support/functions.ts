// Every handler as it is deployed, in a world where many have searched and sold, and what it is sent there.

import { AthenaClient } from '@aws-sdk/client-athena';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyEvent, DynamoDBStreamEvent, KinesisStreamEvent, SQSEvent } from 'aws-lambda';
import { createHandler as demandDetector } from '../../../model/flyhigh/handlers/demand-detector/handler.ts';
import { createHandler as insights } from '../../../model/flyhigh/handlers/insights/handler.ts';
import { createHandler as inventoryUpdater } from '../../../model/flyhigh/handlers/inventory-updater/handler.ts';
import { createHandler as liveAnalytics } from '../../../model/flyhigh/handlers/live-analytics/handler.ts';
import { createHandler as profileBuilder } from '../../../model/flyhigh/handlers/profile-builder/handler.ts';
import { athenaLake } from '../../../model/flyhigh/handlers/reconciler/athena.ts';
import { createHandler as reconciler } from '../../../model/flyhigh/handlers/reconciler/handler.ts';
import { createHandler as redriver } from '../../../model/flyhigh/handlers/redriver/handler.ts';
import { answering, nowhere } from '../../support/client-double.ts';
import { look, malformed, marked, marks, refund, sale, underOthersIds } from './marked.ts';
import { deployed } from './output.ts';
import { day, departure, iso, minute, noon, outbound } from './records.ts';
import { proxyRequest } from './requests.ts';
import { type World, world } from './world.ts';

const { travellerRef, visitorId } = marks;

export interface Case {
  /** Makes the world anew and gives the handler in it. */
  readonly build: (w: World) => (event: never) => Promise<unknown>;
  /** With all that can be malformed, or only with what is not. */
  readonly events: (malformedToo: boolean) => readonly unknown[];
}

const kinesis = (...Records: KinesisStreamEvent['Records']): KinesisStreamEvent => ({ Records });
const sent = (malformedToo: boolean) => [
  kinesis(marked(sale()), marked(look())),
  kinesis(marked(refund())),
  kinesis(...underOthersIds()),
  kinesis(...malformed().slice(0, malformedToo ? undefined : 4)),
];

export const cases: Readonly<Record<string, Case>> = {
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
export async function furnished(): Promise<World> {
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
