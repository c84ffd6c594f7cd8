// A feeding arrow to its event source mapping, and to the statements without which Lambda refuses to create it.
import type { aws_iam as iam, aws_lambda as lambda } from 'aws-cdk-lib';
import type { Connection } from '../../compiler/architecture.ts';
import type { WireContext } from '../kit/build.ts';
import { cdk } from '../kit/cdk.ts';
import { keyUse } from '../kit/keys.ts';
import { pollingOf } from './polling.ts';
import type { Settings } from './settings.ts';

type Context = WireContext<Settings>;

/** Lambda looks for DescribeStream when a mapping is created, though reading needs the summary only. */
export const describing = ['kinesis:DescribeStream', 'kinesis:DescribeStreamSummary', 'kinesis:ListShards'];
export const reading = [...describing, 'kinesis:GetRecords', 'kinesis:GetShardIterator'];
export const subscribing = ['kinesis:DescribeStreamConsumer', 'kinesis:SubscribeToShard'];
export const readingChanges = [
  'dynamodb:DescribeStream',
  'dynamodb:GetRecords',
  'dynamodb:GetShardIterator',
  'dynamodb:ListStreams',
];
export const receiving = ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'];

export function wireFeed(context: Context): void {
  const { of, from, component, grant } = context;
  const { streamArn } = of(from.id, 'stream');
  const policy = grant(of(component.id, 'function').role, [{ actions: reading, resources: [streamArn] }]);
  streamMapping(context, streamArn, policy);
}

export function wirePush(context: Context): void {
  const { of, from, component, scope, prefix, grant } = context;
  const stream = of(from.id, 'stream');
  const consumer = new (cdk().aws_kinesis.StreamConsumer)(scope, 'Consumer', {
    stream,
    streamConsumerName: `${prefix}-${component.id}`,
  });
  const policy = grant(of(component.id, 'function').role, [
    { actions: describing, resources: [stream.streamArn] },
    { actions: subscribing, resources: [consumer.streamConsumerArn] },
  ]);
  streamMapping(context, consumer.streamConsumerArn, policy);
}

export function wireChanges(context: Context): void {
  const { of, from, component, grant, key } = context;
  const { streamArn } = of(from.id, 'changes');
  const policy = grant(of(component.id, 'function').role, [
    { actions: readingChanges, resources: [streamArn] },
    ...keyUse(key(), 'dynamodb', 'read', regionOf(context)),
  ]);
  streamMapping(context, streamArn, policy);
}

export function wireQueue(context: Context): void {
  const { of, from, component, connection, grant, key } = context;
  const { queueArn } = of(from.id, 'queue');
  const policy = grant(of(component.id, 'function').role, [
    { actions: receiving, resources: [queueArn] },
    ...keyUse(key(), 'sqs', 'read', regionOf(context)),
  ]);
  const { maxConcurrency } = pollingOf(connection);
  mapping(context, queueArn, policy, {
    ...(maxConcurrency === undefined ? {} : { scalingConfig: { maximumConcurrency: maxConcurrency.value } }),
  });
}

export const regionOf = ({ scope }: Pick<Context, 'scope'>): string => cdk().Stack.of(scope).region;

function streamMapping(context: Context, source: string, policy: iam.Policy): void {
  const { maxAge, retries, parallel, bisect } = pollingOf(context.connection);
  const destination = setAsideBucket(context);
  mapping(context, source, policy, {
    // LATEST would lose what arrives while the mapping is created.
    startingPosition: 'TRIM_HORIZON',
    bisectBatchOnFunctionError: bisect ?? true,
    maximumRetryAttempts: retries?.value ?? 10,
    parallelizationFactor: parallel?.value ?? 1,
    ...(maxAge === undefined ? {} : { maximumRecordAgeInSeconds: maxAge.value }),
    ...(destination === undefined ? {} : { destinationConfig: { onFailure: { destination } } }),
  });
}

function mapping(
  context: Context,
  eventSourceArn: string,
  policy: iam.Policy,
  more: Partial<lambda.CfnEventSourceMappingProps>,
): void {
  const { of, component, connection, scope } = context;
  const { fn, ready } = of(component.id, 'function');
  const { batch, window } = pollingOf(connection);
  const filters = filtersOf(connection);
  const made = new (cdk().aws_lambda.CfnEventSourceMapping)(scope, 'Mapping', {
    functionName: fn.functionName,
    eventSourceArn,
    batchSize: batch.value,
    maximumBatchingWindowInSeconds: window.value,
    functionResponseTypes: ['ReportBatchItemFailures'],
    ...(filters.length === 0 ? {} : { filterCriteria: { filters: filters.map((pattern) => ({ pattern })) } }),
    ...more,
  });
  // Lambda tries the role's rights while it creates the mapping.
  made.node.addDependency(policy, ready);
}

/** Patterns of which one must fit, one for each event. Events that share a pattern need it once. */
export function filtersOf({ only }: Connection): readonly string[] {
  return [...new Set(Object.values(only?.filters ?? {}).map((pattern) => JSON.stringify(pattern)))];
}

/** ARN of the bucket to which the function's own arrow sets aside what it cannot do. */
function setAsideBucket({ outOf, component, of }: Context): string | undefined {
  const arrow = outOf(component.id).find(({ does }) => does.includes('set-aside'));
  return arrow && of(arrow.to, 'bucket').bucketArn;
}
