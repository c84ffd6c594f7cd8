// A stack's one bucket for access logs, made when its first bucket asks for it.
import type { aws_s3 as s3 } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { cdk } from './cdk.ts';
import { markShared } from './owners.ts';

interface Asking {
  readonly scope: Construct;
  readonly protect: boolean;
}

const constructId = 'AccessLogs';
const keptDays = 90;

/** Writes the access logs of `source` below `prefix` in the stack's log bucket. The bucket stands under the stack, for it is nobody's own. */
export function logAccess(asking: Asking, source: s3.Bucket, prefix: string): void {
  const { Stack, aws_s3, aws_iam } = cdk();
  const stack = Stack.of(asking.scope);
  const known = stack.node.tryFindChild(constructId);
  const logs = known instanceof aws_s3.Bucket ? known : makeLogBucket(stack, asking);
  resourceOf(source).loggingConfiguration = { destinationBucketName: logs.bucketName, logFilePrefix: `${prefix}/` };
  logs.addToResourcePolicy(
    new aws_iam.PolicyStatement({
      sid: `Logs${prefix.replace(/[^A-Za-z0-9]/g, '')}`,
      principals: [new aws_iam.ServicePrincipal('logging.s3.amazonaws.com')],
      actions: ['s3:PutObject'],
      resources: [logs.arnForObjects(`${prefix}/*`)],
      conditions: {
        ArnLike: { 'aws:SourceArn': source.bucketArn },
        StringEquals: { 'aws:SourceAccount': stack.account },
      },
    }),
  );
}

/** The CloudFormation resource under an L2 bucket, for what the L2 cannot say after it was made. */
export function resourceOf(bucket: s3.Bucket): s3.CfnBucket {
  const child = bucket.node.defaultChild;
  if (child instanceof cdk().aws_s3.CfnBucket) return child;
  throw new Error(`bucket ${bucket.node.path} has no resource`);
}

function makeLogBucket(stack: Construct, asking: Asking): s3.Bucket {
  const { aws_s3, Duration, RemovalPolicy } = cdk();
  const logs = new aws_s3.Bucket(stack, constructId, {
    // Server access logs cannot be written with a customer key.
    encryption: aws_s3.BucketEncryption.S3_MANAGED,
    blockPublicAccess: aws_s3.BlockPublicAccess.BLOCK_ALL,
    objectOwnership: aws_s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
    enforceSSL: true,
    versioned: true,
    lifecycleRules: [
      {
        id: 'Expire',
        expiration: Duration.days(keptDays),
        noncurrentVersionExpiration: Duration.days(1),
        abortIncompleteMultipartUploadAfter: Duration.days(7),
      },
    ],
    removalPolicy: asking.protect ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });
  markShared(logs, 'accessLogs');
  return logs;
}
