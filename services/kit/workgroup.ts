// What whoever asks an Athena workgroup must be allowed: a query runs with the rights of its caller, so they follow from the workgroup's arrows.
import type { Component, Connection } from '../../compiler/architecture.ts';
import type { Statement, WireContext } from './build.ts';
import { cdk } from './cdk.ts';
import { keyUse } from './keys.ts';

type Asking = Pick<WireContext, 'find' | 'of' | 'outOf' | 'key' | 'scope'>;

/** Start queries, read their answers; read tables and buckets to which the workgroup's arrows lead, write the bucket of answers. */
export function workgroupStatements(context: Asking, workgroup: Component): readonly Statement[] {
  const { Stack } = cdk();
  const { region } = Stack.of(context.scope);
  const { ref: name } = context.of(workgroup.id, 'workgroup');
  const arrows = context.outOf(workgroup.id);
  return [
    {
      sid: 'AskWorkgroup',
      actions: [
        'athena:GetQueryExecution',
        'athena:GetQueryResults',
        'athena:StartQueryExecution',
        'athena:StopQueryExecution',
      ],
      resources: [Stack.of(context.scope).formatArn({ service: 'athena', resource: 'workgroup', resourceName: name })],
    },
    ...arrows.flatMap((arrow) => catalogueStatements(context, arrow)),
    ...bucketStatements(
      context,
      arrows,
      'read',
      'ReadData',
      ['s3:GetObject'],
      ['s3:GetBucketLocation', 's3:ListBucket'],
    ),
    ...bucketStatements(
      context,
      arrows,
      'put',
      'KeepAnswers',
      ['s3:AbortMultipartUpload', 's3:GetObject', 's3:ListMultipartUploadParts', 's3:PutObject'],
      ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'],
    ),
    ...keyUse(context.key(), 's3', 'write', region),
  ];
}

function catalogueStatements(context: Asking, arrow: Connection): readonly Statement[] {
  const catalogue = context.find(arrow.to, 'catalogue');
  if (catalogue === undefined) return [];
  const arn = (resource: string, resourceName?: string): string =>
    cdk()
      .Stack.of(context.scope)
      .formatArn({ service: 'glue', resource, ...(resourceName === undefined ? {} : { resourceName }) });
  const database = catalogue.database.ref;
  return [
    {
      sid: 'LookUpTables',
      actions: ['glue:GetDatabase', 'glue:GetPartition', 'glue:GetPartitions', 'glue:GetTable', 'glue:GetTables'],
      resources: [arn('catalog'), arn('database', database), arn('table', `${database}/*`)],
      because:
        "A view is a table that the queries make for themselves, so the database's tables are meant, not only those of the model.",
    },
  ];
}

function bucketStatements(
  context: Asking,
  arrows: readonly Connection[],
  verb: string,
  sid: string,
  onObjects: readonly string[],
  onBucket: readonly string[],
): readonly Statement[] {
  const buckets = arrows
    .filter(({ does }) => does.includes(verb))
    .flatMap(({ to }) => context.find(to, 'bucket') ?? []);
  if (buckets.length === 0) return [];
  return [
    {
      sid: `${sid}Objects`,
      actions: onObjects,
      resources: buckets.map((bucket) => bucket.arnForObjects('*')),
      because:
        'Athena names objects and reads whole partitions; the wildcard covers the objects of buckets to which its arrows lead.',
    },
    { sid: `${sid}Buckets`, actions: onBucket, resources: buckets.map((bucket) => bucket.bucketArn) },
  ];
}
