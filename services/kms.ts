// AWS KMS: one customer key a Region, for all that is kept and sent there, with the policy that lets AWS's services use it.
import { formula, month } from '../compiler/figures.ts';
import type { BuildContext, Handles } from './kit/build.ts';
import { cdk } from './kit/cdk.ts';
import { byId, factsOf, pricesPublished } from './kit/facts.ts';
import { keyAlias } from './kit/names.ts';
import { defineService } from './service.ts';

const { price, limit, sla } = factsOf('kms');

const facts = byId([
  price('key', 1, 'USD/key-month', pricesPublished),
  limit('symmetricRpsUsEast1', 100000, 'requests/s', {
    source: 'Request quotas - AWS KMS (developer guide)',
    asOf: '2026 (undated copy)',
    adjustable: true,
    note: 'shared by all keys of an account; us-east-1, us-west-2, eu-west-1',
  }),
  sla('monthlyUptimePercent', 99.999, 'percent', {
    source: 'secondary: several public repositories quoting AWS',
    asOf: '2023-2026 (undated)',
  }),
]);

const use = ['kms:Decrypt', 'kms:GenerateDataKey*'];

interface Principal {
  readonly sid: string;
  readonly service: string;
  readonly actions: readonly string[];
  readonly conditions: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** AWS services that use the key on their own account, not with a caller's rights. Each only for this account's resources. */
function principals(account: string, region: string, partition: string): readonly Principal[] {
  const ours = { StringEquals: { 'aws:SourceAccount': account } };
  return [
    // A bus names no source account when it publishes to an encrypted topic; the topic stands in the encryption context.
    {
      sid: 'EventsToTopics',
      service: 'events.amazonaws.com',
      actions: use,
      conditions: {
        ArnLike: { 'kms:EncryptionContext:aws:sns:topicArn': `arn:${partition}:sns:${region}:${account}:*` },
      },
    },
    { sid: 'EventsToQueues', service: 'events.amazonaws.com', actions: use, conditions: ours },
    { sid: 'AlarmsToTopics', service: 'cloudwatch.amazonaws.com', actions: use, conditions: ours },
    { sid: 'BudgetsToTopics', service: 'budgets.amazonaws.com', actions: use, conditions: ours },
    { sid: 'BucketsToQueues', service: 's3.amazonaws.com', actions: use, conditions: ours },
    { sid: 'TopicsToQueues', service: 'sns.amazonaws.com', actions: use, conditions: ours },
    {
      sid: 'LogGroups',
      service: `logs.${region}.amazonaws.com`,
      actions: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
      conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:${partition}:logs:${region}:${account}:*` } },
    },
  ];
}

function construct({ scope, stage, component, prefix }: BuildContext): Handles {
  const { aws_kms, aws_iam, Duration, RemovalPolicy, Stack } = cdk();
  const { account, region, partition } = Stack.of(scope);
  const key = new aws_kms.Key(scope, 'Key', {
    description: `${component.label} of ${prefix}`.replaceAll(/[^\x20-\x7e]/g, '-').slice(0, 1000),
    alias: keyAlias(prefix, component.id),
    enableKeyRotation: true,
    rotationPeriod: Duration.days(365),
    pendingWindow: Duration.days(stage.protect ? 30 : 7),
    removalPolicy: stage.protect ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });
  for (const { sid, service, actions, conditions } of principals(account, region, partition))
    key.addToResourcePolicy(
      new aws_iam.PolicyStatement({
        sid,
        principals: [new aws_iam.ServicePrincipal(service)],
        actions: [...actions],
        resources: ['*'],
        conditions,
      }),
    );
  return { key };
}

export const kms = defineService({
  id: 'kms',
  title: 'AWS Key Management Service',
  short: 'Key Management Service',
  icon: 'AWSKeyManagementService',
  mark: true,
  settings: { properties: {} },
  facts,
  sla: 'monthlyUptimePercent',
  offers: ['key'],
  moves: [],
  // Requests are left out: bucket keys and the services' own caches keep them to cents.
  size: ({ fact }) => ({
    capacity: [],
    limits: [],
    cost: [
      {
        label: 'Key',
        monthlyUsd: formula('USD/month', 'month * price', { month, price: fact('key') }),
        usage: false,
      },
    ],
  }),
  construct,
});
