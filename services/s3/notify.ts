// A bucket tells a queue of new objects: the bucket's configuration and the queue's permission.
import type { WireContext } from '../kit/build.ts';
import { cdk } from '../kit/cdk.ts';
import { resourceOf } from '../kit/log-bucket.ts';
import { bucketName } from '../kit/names.ts';
import { notificationOf, type Settings } from './settings.ts';

/**
 * By the resource's own property: the library's L2 would bring a function of its own into the stack. The queue's policy must
 * stand before the bucket, for S3 tries the queue; so it names the bucket by its fixed name instead of a reference.
 */
export function wireNotify(context: WireContext<Settings>): void {
  const { aws_iam, Stack } = cdk();
  const { from, to, connection, prefix, scope } = context;
  const { account, region, partition } = Stack.of(scope);
  const queue = context.of(to.id, 'queue');
  queue.addToResourcePolicy(
    new aws_iam.PolicyStatement({
      sid: `Tells${from.id}`,
      principals: [new aws_iam.ServicePrincipal('s3.amazonaws.com')],
      actions: ['sqs:SendMessage'],
      resources: [queue.queueArn],
      conditions: {
        ArnEquals: { 'aws:SourceArn': `arn:${partition}:s3:::${bucketName(prefix, from.id, account, region)}` },
        StringEquals: { 'aws:SourceAccount': account },
      },
    }),
  );
  const bucket = resourceOf(context.of(from.id, 'bucket'));
  // All arrows of the bucket at once: the property is one list, and each of them may be wired last.
  bucket.notificationConfiguration = {
    queueConfigurations: context
      .outOf(from.id)
      .filter((each) => each.does.includes('notify'))
      .map((each) => {
        const below = notificationOf(each).prefix;
        return {
          event: 's3:ObjectCreated:*',
          queue: context.of(each.to, 'queue').queueArn,
          ...(below === undefined ? {} : { filter: { s3Key: { rules: [{ name: 'prefix', value: below }] } } }),
        };
      }),
  };
  const policy = queue.node.tryFindChild('Policy');
  if (policy === undefined) throw new Error(`queue of ${connection.to} has no policy`);
  bucket.node.addDependency(policy);
}
