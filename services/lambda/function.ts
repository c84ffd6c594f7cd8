// A function's settings to its resource, with a role, a log group and nothing that an arrow has not brought.
import type { aws_iam as iam } from 'aws-cdk-lib';
import type { BuildContext, Handles } from '../kit/build.ts';
import { cdk } from '../kit/cdk.ts';
import { dependencyGroup } from '../kit/constructs.ts';
import { metricsEnvironment } from '../kit/custom-metrics.ts';
import { logGroup } from '../kit/log-group.ts';
import type { Settings } from './settings.ts';

export function construct(context: BuildContext<Settings>): Handles {
  const { scope, component, settings, stage, prefix } = context;
  const { aws_iam, aws_lambda, Duration, Size } = cdk();
  const logs = logGroup(context, 'Logs');
  const role = new aws_iam.Role(scope, 'Role', { assumedBy: new aws_iam.ServicePrincipal('lambda.amazonaws.com') });
  role.addToPolicy(
    new aws_iam.PolicyStatement({
      sid: 'WriteOwnLogs',
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [logs.logGroupArn],
    }),
  );
  const fn = new aws_lambda.Function(scope, 'Function', {
    runtime: aws_lambda.Runtime.NODEJS_24_X,
    architecture: aws_lambda.Architecture.ARM_64,
    handler: 'index.handler',
    code: context.handlerCode(settings.handler),
    role,
    description: plain(component.purpose),
    memorySize: settings.memory.value / Size.mebibytes(1).toBytes(),
    timeout: Duration.seconds(settings.timeout.value),
    logGroup: logs,
    loggingFormat: aws_lambda.LoggingFormat.JSON,
    tracing: aws_lambda.Tracing.ACTIVE,
    environment: { ...metricsEnvironment(prefix, component.id) },
    ...(stage.protect && settings.reserved !== undefined
      ? { reservedConcurrentExecutions: settings.reserved.value }
      : {}),
  });
  acknowledgeTracing(context, role);
  return { function: { fn, role, ready: dependencyGroup() } };
}

function acknowledgeTracing({ acknowledge, component }: BuildContext<Settings>, role: iam.Role): void {
  acknowledge({
    construct: role.node.findChild('DefaultPolicy'),
    rule: 'AwsSolutions-IAM5',
    appliesTo: ['Resource::*'],
    reason: `${component.label} (${component.id}) writes trace segments; xray:PutTraceSegments and xray:PutTelemetryRecords know no resource but "*".`,
  });
}

/** AWS takes 256 characters in a description. */
const plain = (text: string): string => text.replaceAll(/\s+/g, ' ').slice(0, 256);
