// Event source mappings of a template to what the poller does for each; the defaults are CloudFormation's.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-eventsourcemapping.html
import { createHash } from 'node:crypto';
import { ownerOf, type Properties, type Resource, resourcesOf, type Template } from '../../deployment/template.ts';

export interface Mapping {
  /** Id of the connection in the model that the mapping comes from. */
  readonly connection: string;
  /** The mapping's own, as it stands in the keys of what is set aside. The same for the same connection. */
  readonly uuid: string;
  readonly functionName: string;
  readonly functionArn: string;
  readonly streamArn: string;
  /** The stream's, or that of its consumer. */
  readonly eventSourceArn: string;
  readonly region: string;
  readonly invokeIdentityArn: string;
  readonly batchSize: number;
  readonly windowMs: number;
  readonly parallel: number;
  /** -1: until the record expires. */
  readonly retries: number;
  readonly bisect: boolean;
  /** Whether the function reports on single records. */
  readonly reports: boolean;
  /** The oldest that a record may be handed on: its maximum age, or the stream's retention where that is less. */
  readonly maxAgeMs: number;
  readonly start: 'TRIM_HORIZON' | 'LATEST';
  /** JSON texts of which one must fit; none: every record passes. */
  readonly filters: readonly string[];
  /** Bucket that keeps what is given up. */
  readonly destination?: string;
}

/** A value of a template, intrinsic functions and all, to the text it has once deployed. */
export type Resolve = (value: unknown) => string;

const hourMs = 3_600_000;

/** Every mapping on a Kinesis stream or on a consumer of one. Throws on a setting that is not simulated. */
export function mappingsOf(template: Template, resolve: Resolve): readonly Mapping[] {
  return resourcesOf(template, 'AWS::Lambda::EventSourceMapping').flatMap(([id, resource]) => {
    const source = sourceOf(template, resource.Properties ?? {});
    return source ? [mappingOf(id, resource, source, resolve)] : [];
  });
}

interface Source {
  readonly stream: Resource;
  /** As the template writes it. */
  readonly streamArn: unknown;
  /** Name of the consumer. */
  readonly consumer?: unknown;
}

function sourceOf(template: Template, { EventSourceArn: arn }: Properties): Source | undefined {
  const resource = template.Resources[attributeOf(arn) ?? ''];
  if (resource?.Type === 'AWS::Kinesis::Stream') return { stream: resource, streamArn: arn };
  if (resource?.Type !== 'AWS::Kinesis::StreamConsumer') return undefined;
  const { StreamARN: streamArn, ConsumerName: consumer } = resource.Properties ?? {};
  const stream = template.Resources[attributeOf(streamArn) ?? ''];
  return stream ? { stream, streamArn, consumer } : undefined;
}

/** Logical id that an Fn::GetAtt asks. */
function attributeOf(value: unknown): string | undefined {
  const got = fieldsIn(value)['Fn::GetAtt'];
  const [id] = Array.isArray(got) ? got : [];
  return typeof id === 'string' ? id : undefined;
}

function mappingOf(id: string, resource: Resource, source: Source, resolve: Resolve): Mapping {
  const properties = resource.Properties ?? {};
  const connection = ownerOf(resource) ?? id;
  const streamArn = resolve(source.streamArn);
  const [, partition = 'aws', , region = '', account = ''] = streamArn.split(':');
  const named = resolve(properties.FunctionName);
  const functionName = named.startsWith('arn:') ? named.split(':').slice(6).join(':') : named;
  const [settings, stream] = [settingsIn(properties, connection), source.stream.Properties ?? {}];
  const retentionMs = numberIn(stream, 'RetentionPeriodHours', 24) * hourMs;
  const age = numberIn(properties, 'MaximumRecordAgeInSeconds', -1);
  const destination = fieldsIn(fieldsIn(properties.DestinationConfig).OnFailure).Destination;
  return {
    ...settings,
    connection,
    uuid: uuidOf(connection),
    functionName,
    functionArn: named.startsWith('arn:') ? named : `arn:${partition}:lambda:${region}:${account}:function:${named}`,
    streamArn,
    // A consumer's ARN ends with the second it was made in, which nobody knows before.
    eventSourceArn: source.consumer === undefined ? streamArn : `${streamArn}/consumer/${resolve(source.consumer)}:0`,
    region,
    invokeIdentityArn: `arn:${partition}:iam::${account}:role/${functionName}`,
    maxAgeMs: age === -1 ? retentionMs : Math.min(age * 1000, retentionMs),
    ...(destination === undefined ? {} : { destination: bucketOf(resolve(destination), connection) }),
  };
}

function settingsIn(properties: Properties, connection: string) {
  const unknown = ['StartingPositionTimestamp', 'TumblingWindowInSeconds'].find((name) => name in properties);
  const { StartingPosition: start } = properties;
  if (unknown !== undefined || !isStart(start)) {
    throw new Error(`${connection}: the poller does not simulate ${unknown ?? `the position ${String(start)}`}`);
  }
  const types = properties.FunctionResponseTypes;
  return {
    batchSize: numberIn(properties, 'BatchSize', 100),
    windowMs: numberIn(properties, 'MaximumBatchingWindowInSeconds', 0) * 1000,
    parallel: numberIn(properties, 'ParallelizationFactor', 1),
    retries: numberIn(properties, 'MaximumRetryAttempts', -1),
    bisect: properties.BisectBatchOnFunctionError === true,
    reports: Array.isArray(types) && types.includes('ReportBatchItemFailures'),
    start,
    filters: patternsIn(properties.FilterCriteria, connection),
  };
}

function isStart(value: unknown): value is Mapping['start'] {
  return value === 'TRIM_HORIZON' || value === 'LATEST';
}

function patternsIn(criteria: unknown, connection: string): readonly string[] {
  const { Filters: filters = [] } = fieldsIn(criteria);
  if (!Array.isArray(filters)) throw new Error(`${connection}: filters are a list`);
  return filters.map((filter: unknown) => {
    const { Pattern: pattern } = fieldsIn(filter);
    if (typeof pattern !== 'string') throw new Error(`${connection}: a filter has a pattern, as text`);
    return pattern;
  });
}

function bucketOf(arn: string, connection: string): string {
  const bucket = /^arn:[a-z-]+:s3:::(.+)$/.exec(arn)?.[1];
  if (bucket === undefined) throw new Error(`${connection}: only buckets are simulated as destinations, not ${arn}`);
  return bucket;
}

function numberIn(properties: Properties, name: string, otherwise: number): number {
  const value = properties[name];
  return typeof value === 'number' ? value : otherwise;
}

function fieldsIn(value: unknown): Properties {
  return typeof value === 'object' && value !== null ? (value as Properties) : {};
}

function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
