// A bucket's settings to its resource, its alarms and its widgets.
import type { aws_s3 } from 'aws-cdk-lib';
import type { AlarmSpec, BuildContext, Handles, Observed } from '../kit/build.ts';
import { cdk } from '../kit/cdk.ts';
import { logAccess } from '../kit/log-bucket.ts';
import { bucketName, kebab } from '../kit/names.ts';
import { replicaName } from './replicate.ts';
import { type Ages, replicationOf, type Settings } from './settings.ts';

const unfinishedDays = 7;

export function construct(context: BuildContext<Settings>): Handles {
  const { aws_s3: s3, RemovalPolicy, Stack } = cdk();
  const { scope, component, settings, stage, prefix } = context;
  const key = context.key();
  const { account, region } = Stack.of(scope);
  // What tells a queue must be named in the queue's policy before it exists, and what receives copies in another stack's role.
  const named = settings.replica || context.outOf(component.id).some((each) => each.does.includes('notify'));
  const bucket = new s3.Bucket(scope, 'Bucket', {
    ...(named ? { bucketName: bucketName(prefix, component.id, account, region) } : {}),
    ...(key === undefined
      ? { encryption: s3.BucketEncryption.S3_MANAGED }
      : { encryption: s3.BucketEncryption.KMS, encryptionKey: key, bucketKeyEnabled: true }),
    blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
    objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
    enforceSSL: true,
    versioned: true,
    lifecycleRules: lifecycle(settings),
    removalPolicy: stage.protect ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });
  logAccess({ scope, protect: stage.protect }, bucket, kebab(component.id));
  return { bucket };
}

function lifecycle(settings: Settings): aws_s3.LifecycleRule[] {
  const { Duration } = cdk();
  const rules = Object.entries(settings.prefixes ?? {}).map(([prefix, ages]) => ({
    prefix,
    ...aging(prefix.replaceAll('/', '-'), ages),
  }));
  const whole = aging('', settings);
  return [
    ...rules,
    // A rule for the whole bucket would also hold below the prefixes that have their own.
    ...(rules.length === 0 && Object.keys(whole).length > 1 ? [whole] : []),
    {
      id: 'Versions',
      noncurrentVersionExpiration: Duration.seconds(settings.keepVersions.value),
      abortIncompleteMultipartUploadAfter: Duration.days(unfinishedDays),
      expiredObjectDeleteMarker: true,
    },
  ];
}

function aging(name: string, { coolAfter, freezeAfter, expireAfter }: Ages): aws_s3.LifecycleRule {
  const { aws_s3: s3, Duration } = cdk();
  const days = (seconds: number) => Duration.days(seconds / 86400);
  const transitions = [
    ...(coolAfter === undefined
      ? []
      : [{ storageClass: s3.StorageClass.INFREQUENT_ACCESS, transitionAfter: days(coolAfter.value) }]),
    ...(freezeAfter === undefined
      ? []
      : [{ storageClass: s3.StorageClass.GLACIER_INSTANT_RETRIEVAL, transitionAfter: days(freezeAfter.value) }]),
  ];
  return {
    id: `Ages-${name}`.replace(/-+$/, ''),
    ...(transitions.length === 0 ? {} : { transitions }),
    ...(expireAfter === undefined ? {} : { expiration: days(expireAfter.value) }),
  };
}

export function observe(context: BuildContext<Settings>): Observed {
  const { aws_cloudwatch, Duration } = cdk();
  const { component } = context;
  const bucket = context.own('bucket');
  const stored = new aws_cloudwatch.Metric({
    namespace: 'AWS/S3',
    metricName: 'BucketSizeBytes',
    dimensionsMap: { BucketName: bucket.bucketName, StorageType: 'StandardStorage' },
    period: Duration.days(1),
    statistic: 'Average',
  });
  const alarms = context
    .outOf(component.id)
    .filter((each) => each.does.includes('replicate'))
    .flatMap((connection): readonly AlarmSpec[] => {
      const { within } = replicationOf(connection);
      const metric = (metricName: string, statistic: string) =>
        new aws_cloudwatch.Metric({
          namespace: 'AWS/S3',
          metricName,
          dimensionsMap: {
            SourceBucket: bucket.bucketName,
            DestinationBucket: replicaName(context, connection.to),
            RuleId: connection.id,
          },
          period: Duration.minutes(5),
          statistic,
        });
      const usual = { evaluationPeriods: 3, comparison: 'above', missing: 'notBreaching', severity: 'ticket' } as const;
      return [
        {
          ...usual,
          id: `lag-${connection.to}`,
          label: `${component.label}: copies are late`,
          metric: metric('ReplicationLatency', 'Maximum'),
          threshold: within.value,
          unit: 's',
          action: 'S3 catches up by itself; look whether the other Region has a fault.',
        },
        {
          ...usual,
          evaluationPeriods: 1,
          id: `failed-${connection.to}`,
          label: `${component.label}: objects are not copied`,
          metric: metric('OperationsFailedReplication', 'Sum'),
          threshold: 0,
          action:
            'Look at the rights of the replication role and of the key of the copies; then copy what failed in a batch.',
        },
      ];
    });
  return { alarms, widgets: [{ title: `${component.label}: bytes in Standard`, metrics: [stored] }] };
}
