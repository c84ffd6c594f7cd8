// A delivery's arrows: what feeds it, what describes its records, where it delivers them. Each is one policy of its role.
import type { aws_iam as iam } from 'aws-cdk-lib';
import type { WireContext } from '../kit/build.ts';
import { cdk } from '../kit/cdk.ts';
import { keyUse } from '../kit/keys.ts';
import { defaultErrors, deliveryPaths, prefixPattern } from '../kit/lake.ts';
import type { Move } from '../service.ts';
import type { FirehoseSettings } from './settings.ts';
import { objects, readHop, reads } from './size.ts';

type Context = WireContext<FirehoseSettings>;

const reading = ['kinesis:DescribeStream', 'kinesis:GetShardIterator', 'kinesis:GetRecords', 'kinesis:ListShards'];
const describing = ['glue:GetTable', 'glue:GetTableVersion', 'glue:GetTableVersions'];
const writing = ['s3:PutObject', 's3:AbortMultipartUpload'];
const listing = ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'];

/** Firehose tries its role while it is created, so the permission has to be there first. */
function before({ component, of }: Context, policy: iam.Policy): void {
  of(component.id, 'delivery').stream?.node.addDependency(policy);
}

const feed: Move<FirehoseSettings> = {
  does: 'feed',
  from: 'stream',
  to: 'self',
  mechanism: 'source of the delivery, one reader among those that share the stream',
  carries: 'all',
  actions: () => reading,
  requests: reads,
  hop: readHop,
  wire: (context) => {
    const { component, from, of, grant } = context;
    const { streamArn } = of(from.id, 'stream');
    const { role } = of(component.id, 'delivery');
    before(context, grant(role, [{ actions: reading, resources: [streamArn] }]));
  },
};

const describe: Move<FirehoseSettings> = {
  does: 'describe',
  from: 'self',
  to: 'catalogue',
  mechanism: 'schema of the conversion, read at every change of the table',
  control: true,
  asks: true,
  carries: 'nothing',
  actions: () => describing,
  wire: (context) => {
    const { component, settings, scope, to, of, grant } = context;
    const { Stack } = cdk();
    const { database, tables } = of(to.id, 'catalogue');
    const table = settings.table === undefined ? undefined : tables.get(settings.table);
    if (table === undefined) return;
    const stack = Stack.of(scope);
    const arn = (resource: string) => stack.formatArn({ service: 'glue', resource });
    const resources = [arn('catalog'), arn(`database/${database.ref}`), arn(`table/${database.ref}/${table.ref}`)];
    before(context, grant(of(component.id, 'delivery').role, [{ actions: describing, resources }]));
  },
};

const deliver: Move<FirehoseSettings> = {
  does: 'deliver',
  from: 'self',
  to: 'bucket',
  mechanism: 'objects by the hour of arrival',
  carries: 'all',
  settings: {
    properties: {
      prefix: {
        type: 'string',
        pattern: prefixPattern,
        description: 'Folders below which it delivers, by day and hour of arrival: "events/order/".',
      },
      errors: {
        type: 'string',
        pattern: prefixPattern,
        default: defaultErrors,
        description: 'Folder below which it puts what could not be converted or delivered, with the reason.',
      },
    },
  },
  actions: () => [...writing, ...listing],
  requests: objects,
  wire: (context) => {
    const { component, connection, scope, to, of, key, grant } = context;
    const { role } = of(component.id, 'delivery');
    const bucket = of(to.id, 'bucket');
    const { prefix, errors } = deliveryPaths(connection);
    const policy = grant(role, [
      {
        actions: writing,
        resources: [bucket.arnForObjects(`${prefix}*`), bucket.arnForObjects(`${errors}${prefix}*`)],
        because: `Names of objects are made when they are delivered; the wildcards cover those below ${prefix} and ${errors}${prefix} alone.`,
      },
      { actions: listing, resources: [bucket.bucketArn] },
      ...keyUse(key(), 's3', 'write', cdk().Stack.of(scope).region),
    ]);
    before(context, policy);
  },
};

export const moves: readonly Move<FirehoseSettings>[] = [feed, describe, deliver];
