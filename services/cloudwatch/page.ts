// The arrow from the monitor to a topic, to a policy that lets this stack's alarms speak there.
import { cdk } from '../kit/cdk.ts';
import { pascal } from '../kit/names.ts';
import type { Move } from '../service.ts';
import type { CloudWatchSettings } from './settings.ts';

export const allowAlarms: Move<CloudWatchSettings> = {
  does: 'page',
  from: 'self',
  to: 'topic',
  mechanism: 'action of every alarm',
  control: true,
  carries: 'nothing',
  actions: () => ['sns:Publish'],
  wire: ({ connection, scope, prefix, to, of }) => {
    const { aws_iam, Stack } = cdk();
    const topic = of(to.id, 'topic');
    const { partition, region, account } = Stack.of(scope);
    topic.addToResourcePolicy(
      new aws_iam.PolicyStatement({
        sid: `Allow${pascal(connection.id)}`,
        principals: [new aws_iam.ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: {
          // Names of alarms begin with the stage, so another stage's alarms cannot speak here.
          ArnLike: { 'aws:SourceArn': `arn:${partition}:cloudwatch:${region}:${account}:alarm:${prefix} *` },
          StringEquals: { 'aws:SourceAccount': account },
        },
      }),
    );
  },
};
