// The services FlyHigh's handlers work with, in memory: tables, bus, bucket, clock, and what was said.

import { EventBridgeClient, type PutEventsCommandInput } from '@aws-sdk/client-eventbridge';
import { type PutObjectCommandInput, S3Client } from '@aws-sdk/client-s3';
import type { Clock } from '../../../model/flyhigh/handlers/common/clock.ts';
import type { Bus, DomainEvent } from '../../../model/flyhigh/handlers/common/domain-events.ts';
import type { Report } from '../../../model/flyhigh/handlers/common/report.ts';
import { answering, nowhere, type Respond } from '../../support/client-double.ts';
import { type DynamoDBDouble, dynamoDBDouble } from '../../support/dynamodb-double.ts';

export const tables = {
  ledger: { key: { partition: 'bookingId' } },
  seats: { key: { partition: 'flightId', sort: 'cabin' } },
  figures: { key: { partition: 'route', sort: 'minuteKey' } },
  demand: {
    key: { partition: 'route', sort: 'item' },
    indexes: { hot: { partition: 'hotKey', sort: 'highUntil' } },
  },
  profiles: { key: { partition: 'travellerRef' } },
};

export interface Said extends Report {
  /** Sum of each metric. */
  readonly counts: Map<string, number>;
  /** Each log line, as text. */
  readonly lines: string[];
}

export interface World {
  readonly store: DynamoDBDouble;
  /** What the bus took, oldest first. */
  readonly announced: DomainEvent[];
  readonly bus: Bus;
  /** Text of each object by key. */
  readonly objects: Map<string, string>;
  readonly s3: S3Client;
  readonly said: Said;
  /** May be set at any time. Time passes only by sleeping, or as a test wills. */
  readonly clock: Clock & { at: number };
  /** Thrown once by the service named, or once the code by which the bus refuses an entry; then forgotten. */
  readonly outage: { bus?: Error; s3?: Error; refusal?: string };
}

export function world(at: number): World {
  const announced: DomainEvent[] = [];
  const objects = new Map<string, string>();
  const outage: World['outage'] = {};
  const respondBus: Respond = (_command, input) => {
    if (outage.bus) {
      const error = outage.bus;
      delete outage.bus;
      throw error;
    }
    if (outage.refusal) {
      const ErrorCode = outage.refusal;
      delete outage.refusal;
      return { FailedEntryCount: 1, Entries: [{ ErrorCode }] };
    }
    for (const entry of (input as PutEventsCommandInput).Entries ?? []) {
      const event: DomainEvent = JSON.parse(entry.Detail ?? '');
      if (entry.DetailType !== event.eventType) throw new Error('the detail type is not the event type');
      announced.push(event);
    }
    return { FailedEntryCount: 0, Entries: [] };
  };
  const respondS3: Respond = (command, input) => {
    if (outage.s3) {
      const error = outage.s3;
      delete outage.s3;
      throw error;
    }
    const { Key = '', Body } = input as PutObjectCommandInput;
    if (command === 'PutObject') objects.set(Key, String(Body));
    const text = objects.get(Key);
    if (text === undefined) throw new Error(`no object ${Key}`);
    return command === 'GetObject' ? { Body: { transformToString: async () => text } } : {};
  };
  const clock = {
    at,
    now: () => clock.at,
    sleep: async (ms: number) => {
      clock.at += ms;
    },
    random: () => 0.5,
  };
  return {
    // Pages so small that whoever forgets to turn them is found out.
    store: dynamoDBDouble(tables, { pageItems: 20 }),
    announced,
    bus: { client: answering(new EventBridgeClient(nowhere), respondBus), name: 'domain-events', source: 'test' },
    objects,
    s3: answering(new S3Client(nowhere), respondS3),
    said: report(),
    clock,
    outage,
  };
}

function report(): Said {
  const counts = new Map<string, number>();
  const lines: string[] = [];
  const say = (...input: readonly unknown[]) => {
    lines.push(JSON.stringify(input));
  };
  return {
    counts,
    lines,
    logger: { info: say, warn: say, error: say },
    metrics: {
      addMetric: (name: string, _unit: string, value: number) => {
        counts.set(name, (counts.get(name) ?? 0) + value);
      },
    },
  };
}
