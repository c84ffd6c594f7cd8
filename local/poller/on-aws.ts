// A deployed template's mappings to a poller that drives them through AWS's API.
import { KinesisClient } from '@aws-sdk/client-kinesis';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import type { Template } from '../../deployment/template.ts';
import type { FunctionFailure } from '../failures.ts';
import type { ClientSettings, MappingCall } from '../world.ts';
import { bucketDestination, kinesisStream, lambdaInvoke, systemClock } from './aws.ts';
import { mappingsOf, type Resolve } from './mapping.ts';
import { openPoller, type Poller } from './poller.ts';
import type { Pace } from './work.ts';

export interface PollerOnAwsOptions {
  /** Whole: with the mappings and consumers that the local AWS left out. */
  readonly template: Template;
  readonly resolve: Resolve;
  readonly client: ClientSettings;
  readonly pace?: Partial<Pace>;
  readonly log?: (message: string) => void;
  /** Told of every call that a function failed at. */
  readonly onFailure?: (failure: FunctionFailure) => void;
  /** Told of every call before it is made. */
  readonly onCall?: (call: MappingCall) => void;
}

/** Begins at once. Stopping it closes its connections. */
export function openPollerOnAws(options: PollerOnAwsOptions): Poller {
  const { template, resolve, client, pace, log, onCall, onFailure } = options;
  const mappings = mappingsOf(template, resolve);
  const kinesis = new KinesisClient(client);
  // The poller itself calls again, and counts how often.
  const lambda = new LambdaClient({ ...client, maxAttempts: 1 });
  // Buckets have no host names of their own on a loopback address.
  const s3 = new S3Client({ ...client, forcePathStyle: true });
  const poller = openPoller({
    mappings,
    streamOf: ({ streamArn }) => kinesisStream(kinesis, streamArn),
    invoke: lambdaInvoke(lambda),
    destination: bucketDestination(s3),
    clock: systemClock,
    ...(pace === undefined ? {} : { pace }),
    ...(log === undefined ? {} : { log }),
    ...(onCall === undefined ? {} : { onCall }),
    ...(onFailure === undefined ? {} : { onFailure }),
  });
  return {
    ...poller,
    stop: async () => {
      await poller.stop();
      for (const each of [kinesis, lambda, s3]) each.destroy();
    },
  };
}
