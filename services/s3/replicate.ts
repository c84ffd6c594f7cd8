// A bucket's copies in another Region: the rule, its role, and what the role may do on either side.
import type { BuildContext, Statement, WireContext } from '../kit/build.ts';
import { cdk } from '../kit/cdk.ts';
import { keyUse } from '../kit/keys.ts';
import { resourceOf } from '../kit/log-bucket.ts';
import { bucketName, keyAlias } from '../kit/names.ts';
import { replicationOf, type Settings } from './settings.ts';

export const readingSource = ['s3:GetReplicationConfiguration', 's3:ListBucket'];
export const readingObjects = [
  's3:GetObjectVersionForReplication',
  's3:GetObjectVersionAcl',
  's3:GetObjectVersionTagging',
];
export const writingCopies = ['s3:ReplicateObject', 's3:ReplicateTags'];

type Context = Pick<BuildContext<Settings>, 'architecture' | 'prefix' | 'scope'>;

/** Name of the bucket of copies, in its own Region's stack: fixed, because stacks of two Regions cannot refer to each other. */
export function replicaName({ architecture, prefix, scope }: Context, id: string): string {
  return bucketName(prefix, id, cdk().Stack.of(scope).account, regionOf(architecture, id));
}

function regionOf(architecture: Context['architecture'], id: string): string {
  const region = architecture.components.get(id)?.region;
  if (region === undefined) throw new Error(`"${id}" stands in no Region: a check should have found it`);
  return region;
}

const everyObject = 'Every object of the bucket is copied, under the same name.';

export function wireReplicate(context: WireContext<Settings>): void {
  const { aws_iam, Stack } = cdk();
  const { scope, connection, from, to, prefix, architecture } = context;
  const { account, region, partition } = Stack.of(scope);
  const { within, key } = replicationOf(connection);
  const bucket = context.of(from.id, 'bucket');
  const copies = `arn:${partition}:s3:::${replicaName(context, to.id)}`;
  const copyRegion = regionOf(architecture, to.id);
  const alias = key === undefined ? 'alias/aws/s3' : keyAlias(prefix, key);
  const sourceKey = context.key();

  const role = new aws_iam.Role(scope, 'Role', { assumedBy: new aws_iam.ServicePrincipal('s3.amazonaws.com') });
  // By alias, for the key's own id is not known here; the condition holds the right to that key and to use through S3 there.
  const anyKeyThere = `arn:${partition}:kms:${copyRegion}:${account}:key/*`;
  const copyKey: Statement = {
    sid: 'EncryptCopies',
    actions: ['kms:Encrypt'],
    resources: [anyKeyThere],
    conditions: {
      'ForAnyValue:StringEquals': { 'kms:ResourceAliases': alias },
      StringEquals: { 'kms:ViaService': `s3.${copyRegion}.amazonaws.com` },
    },
    because:
      'The key of the copies stands in another Region, where only its alias is known; the condition holds the right to that alias.',
  };
  context.grant(role, [
    { sid: 'ReadSource', actions: readingSource, resources: [bucket.bucketArn] },
    { sid: 'ReadObjects', actions: readingObjects, resources: [bucket.arnForObjects('*')], because: everyObject },
    { sid: 'WriteCopies', actions: writingCopies, resources: [`${copies}/*`], because: everyObject },
    ...keyUse(sourceKey, 's3', 'read', region),
    ...(sourceKey === undefined ? [] : [copyKey]),
  ]);

  const minutes = within.value / 60;
  resourceOf(bucket).replicationConfiguration = {
    role: role.roleArn,
    rules: [
      {
        id: connection.id,
        status: 'Enabled',
        priority: 1,
        filter: { prefix: '' },
        // A deletion, whether by mistake or by age, stays on its own side.
        deleteMarkerReplication: { status: 'Disabled' },
        ...(sourceKey === undefined
          ? {}
          : { sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: 'Enabled' } } }),
        destination: {
          bucket: copies,
          metrics: { status: 'Enabled', eventThreshold: { minutes } },
          replicationTime: { status: 'Enabled', time: { minutes } },
          ...(sourceKey === undefined
            ? {}
            : {
                encryptionConfiguration: { replicaKmsKeyId: `arn:${partition}:kms:${copyRegion}:${account}:${alias}` },
              }),
        },
      },
    ],
  };
}
