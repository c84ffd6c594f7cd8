// A handler that is told to stop says what it did not do, from the lowest sequence number on, and that is all that is left.
import type { DynamoDBRecord, DynamoDBStreamEvent, KinesisStreamEvent } from 'aws-lambda';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Deadline, deadlineOf, earlier, noDeadline } from '../../model/flyhigh/handlers/common/deadline.ts';
import { createHandler as demandDetector } from '../../model/flyhigh/handlers/demand-detector/handler.ts';
import { createHandler as liveAnalytics } from '../../model/flyhigh/handlers/live-analytics/handler.ts';
import { createHandler as profileBuilder } from '../../model/flyhigh/handlers/profile-builder/handler.ts';
import { createHandler as redriver } from '../../model/flyhigh/handlers/redriver/handler.ts';
import { inventoryUpdater } from './support/inventory.ts';
import {
  batch,
  booking,
  cancellation,
  failures,
  noon,
  rawRecord,
  record,
  search,
  second,
  sequence,
  uuid7,
} from './support/records.ts';
import { type World, world } from './support/world.ts';

let w: World;
beforeEach(() => {
  w = world(noon);
});

interface Case {
  /** Records 1 to 4; 1 and 3 belong together, so do 2 and 4. */
  readonly event: () => KinesisStreamEvent | DynamoDBStreamEvent;
  readonly handler: () => (
    event: never,
    deadline?: Deadline,
  ) => Promise<{ readonly batchItemFailures: readonly { readonly itemIdentifier: string }[] }>;
  /** The request by which the handler does the work of a record. */
  readonly write: string;
  /** What says, in that request, that it is for records 2 and 4. */
  readonly second: string;
  /** Lines the stores hold when all is done. */
  readonly done: () => Promise<unknown>;
  readonly allDone: unknown;
}

const at = (n: number) => ({ sequenceNumber: sequence(n) });
const traveller = (n: number) => `00000000-0000-4000-8000-00000000000${n}`;

const cases: Readonly<Record<string, Case>> = {
  'inventory-updater': {
    event: () =>
      batch(
        record(booking({ bookingId: 'FIRST0' }), at(1)),
        record(booking({ bookingId: 'SECOND' }), at(2)),
        record(cancellation({ bookingId: 'FIRST0', removed: [] }), at(3)),
        record(cancellation({ bookingId: 'SECOND', removed: [] }), at(4)),
      ),
    handler: () => inventoryUpdater(w),
    write: 'TransactWriteItems',
    second: 'SECOND',
    done: async () => (await w.store.items('ledger')).map(({ bookingId, version }) => [bookingId, version]),
    allDone: [
      ['FIRST0', 2],
      ['SECOND', 2],
    ],
  },
  'live-analytics': {
    event: () => batch(...[1, 2, 3, 4].map((n) => record(search({ destination: n % 2 ? 'LHR' : 'CDG' }), at(n)))),
    handler: () => liveAnalytics({ ...w.said, clock: w.clock, db: w.store.client, figuresTable: 'figures' }),
    write: 'UpdateItem',
    second: 'JFK-CDG',
    done: async () => (await w.store.items('figures')).map(({ route, searches }) => [route, searches]),
    allDone: [
      ['ALL', 4],
      ['JFK-CDG', 2],
      ['JFK-LHR', 2],
    ],
  },
  'profile-builder': {
    event: () =>
      batch(
        ...[1, 2, 3, 4].map((n) => {
          const event = search({ eventId: uuid7(noon, n) });
          return record(event, { ...at(n), travellerRef: traveller(2 - (n % 2)) });
        }),
      ),
    handler: () => profileBuilder({ ...w.said, clock: w.clock, db: w.store.client, profileTable: 'profiles' }),
    write: 'PutItem',
    second: traveller(2),
    done: async () => (await w.store.items('profiles')).map(({ travellerRef, interests }) => [travellerRef, interests]),
    allDone: [
      [traveller(1), { LHR: 2 }],
      [traveller(2), { LHR: 2 }],
    ],
  },
  'demand-detector': {
    event: () => ({ Records: [1, 2, 3, 4].map((n) => changed(n % 2 ? 'JFK-LHR' : 'JFK-CDG', sequence(n))) }),
    handler: () =>
      demandDetector({
        ...w.said,
        clock: w.clock,
        db: w.store.client,
        figuresTable: 'figures',
        demandTable: 'demand',
        bus: w.bus,
      }),
    write: 'UpdateItem',
    second: 'JFK-CDG',
    done: async () => (await w.store.items('demand')).map(({ route, item }) => [route, item]),
    allDone: [
      ['JFK-CDG', 'baseline'],
      ['JFK-LHR', 'baseline'],
    ],
  },
};

function changed(route: string, SequenceNumber: string): DynamoDBRecord {
  const minuteKey = { S: '2026-12-01T12:00#looks#shard-1' };
  return { eventName: 'MODIFY', dynamodb: { Keys: { route: { S: route }, minuteKey }, SequenceNumber } };
}

describe.each(Object.entries(cases))('%s', (name, { event, handler, write, second: mark, done, allDone }) => {
  const handle = (given: KinesisStreamEvent | DynamoDBStreamEvent, deadline?: Deadline) =>
    handler()(given as never, deadline);
  /** The batch that Lambda would send next. */
  const rest = (given: ReturnType<typeof event>, answer: Awaited<ReturnType<typeof handle>>) => {
    const from = given.Records.findIndex((each) => JSON.stringify(each).includes(lowest(answer)));
    return { Records: given.Records.slice(from) } as typeof given;
  };
  const lowest = (answer: Awaited<ReturnType<typeof handle>>) => answer.batchItemFailures[0]?.itemIdentifier ?? '';

  it('does nothing any more when the time is up, and says so of every record, in order', async () => {
    expect(await handle(event(), { leftMs: () => 0 })).toEqual(
      failures(sequence(1), sequence(2), sequence(3), sequence(4)),
    );
    expect(w.store.commands).toEqual([]);
    await handle(event(), { leftMs: () => 1_000 });
    expect(await done()).toEqual(allDone);
  });

  it('stops between two steps, and the rest is all that is left to do', async () => {
    for (let requests = 1; requests < 12; requests += 1) {
      w = world(noon);
      const given = event();
      const answer = await handle(given, { leftMs: () => (w.store.commands.length < requests ? 1_000 : 0) });
      const named = answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
      expect(named).toEqual([...named].sort());
      if (named.length > 0) await handle(rest(given, answer));
      expect(await done()).toEqual(allDone);
    }
  });

  it('gives up on a request that is never answered, in time to say which records wait for it', async () => {
    w.store.hooks.before = (command, input) => {
      if (command === write && JSON.stringify(input).includes(mark)) return new Promise(() => {});
      return undefined;
    };
    const given = event();
    const until = performance.now() + 150;
    const answer = await handle(given, { leftMs: () => until - performance.now() });
    expect(performance.now()).toBeLessThan(until + 2 * second);
    expect(answer).toEqual(failures(sequence(2), sequence(4)));
    delete w.store.hooks.before;
    await handle(rest(given, answer));
    expect(await done()).toEqual(allDone);
  });

  it('takes all the time it needs where nobody set a deadline', async () => {
    expect(await handle(event())).toEqual(failures());
    expect(await done(), name).toEqual(allDone);
  });
});

it('a malformed event that there was no time to set aside is kept', async () => {
  const bad = batch(rawRecord('{', at(1)), record(booking(), at(2)));
  expect(await inventoryUpdater(w)(bad, { leftMs: () => 0 })).toEqual(failures(sequence(1), sequence(2)));
  expect(w.objects.size).toBe(0);
});

it('the redriver hands over no batch that its function might not finish in time', async () => {
  const arn = 'arn:aws:lambda:us-east-1:000000000000:function:inventory';
  const key = 'aws/lambda/1';
  w.objects.set(key, JSON.stringify({ requestContext: { functionArn: arn }, payload: '{}' }));
  let handed = 0;
  let left = 31 * second;
  const handle = redriver({
    ...w.said,
    store: w.s3,
    functions: {
      send: async () => {
        handed += 1;
        left -= 20 * second;
        return { $metadata: {} };
      },
    },
    bucket: 'failed',
    redriven: ['inventory'],
  });
  const notice = JSON.stringify({ Records: [{ s3: { bucket: { name: 'failed' }, object: { key } } }] });
  const message = (messageId: string) => ({ messageId, body: notice }) as never;
  const answer = await handle({ Records: [message('m-1'), message('m-2')] }, { leftMs: () => left });
  expect(answer).toEqual(failures('m-2'));
  expect(handed).toBe(1);
});

it('keeps time for what comes after, but never more than a quarter', () => {
  const left = (ms: number) => earlier({ leftMs: () => ms }, 5 * second).leftMs();
  expect([28, 20, 4, 0].map((seconds) => left(seconds * second) / second)).toEqual([23, 15, 3, 0]);
  expect(left(-1)).toBe(-1);
  expect(earlier(noDeadline, 5 * second).leftMs()).toBe(Number.POSITIVE_INFINITY);
});

it('keeps two seconds of what Lambda leaves, to answer in', () => {
  const remaining = (ms: number) => deadlineOf({ getRemainingTimeInMillis: () => ms }).leftMs();
  expect(remaining(30 * second)).toBe(28 * second);
  expect(remaining(2 * second)).toBe(0);
});
