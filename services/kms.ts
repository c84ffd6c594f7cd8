// AWS KMS: one customer key a Region, for all that is kept and sent there, with the policy that lets in the services that come.
import { existsIn } from '../compiler/architecture.ts';
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

/** By which arrow a service comes to use the key: from what its component is to what is encrypted. */
interface Principal {
  readonly from: readonly string[];
  readonly to?: string;
  readonly sid: string;
  readonly service: string;
  readonly actions: readonly string[];
  readonly conditions: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** AWS services that use the key on their own account, not with a caller's rights: each only where an arrow brings it here, and for this account's resources. */
function principals(account: string, region: string, partition: string): readonly Principal[] {
  const ours = { StringEquals: { 'aws:SourceAccount': account } };
  return [
    // A bus names no source account when it publishes to an encrypted topic; the topic stands in the encryption context.
    {
      from: ['eventbridge'],
      to: 'sns',
      sid: 'EventsToTopics',
      service: 'events.amazonaws.com',
      actions: use,
      conditions: {
        ArnLike: { 'kms:EncryptionContext:aws:sns:topicArn': `arn:${partition}:sns:${region}:${account}:*` },
      },
    },
    {
      from: ['eventbridge'],
      to: 'sqs',
      sid: 'EventsToQueues',
      service: 'events.amazonaws.com',
      actions: use,
      conditions: ours,
    },
    {
      from: ['cloudwatch'],
      to: 'sns',
      sid: 'AlarmsToTopics',
      service: 'cloudwatch.amazonaws.com',
      actions: use,
      conditions: ours,
    },
    {
      from: ['budgets'],
      to: 'sns',
      sid: 'BudgetsToTopics',
      service: 'budgets.amazonaws.com',
      actions: use,
      conditions: ours,
    },
    { from: ['s3'], to: 'sqs', sid: 'BucketsToQueues', service: 's3.amazonaws.com', actions: use, conditions: ours },
    { from: ['sns'], to: 'sqs', sid: 'TopicsToQueues', service: 'sns.amazonaws.com', actions: use, conditions: ours },
    {
      from: ['api-gateway', 'firehose', 'lambda', 'waf'],
      sid: 'LogGroups',
      service: `logs.${region}.amazonaws.com`,
      actions: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
      conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:${partition}:logs:${region}:${account}:*` } },
    },
  ];
}

/** Whether the model has what makes the service come to the key: an arrow in its Region, or a component with logs. */
function comes({ from, to }: Principal, { architecture, stage, component }: BuildContext): boolean {
  const here = (id: string, services: readonly string[]): boolean => {
    const found = architecture.components.get(id);
    return (
      found !== undefined &&
      found.region === component.region &&
      existsIn(found, stage.id) &&
      services.includes(found.service)
    );
  };
  return to === undefined
    ? [...architecture.components.keys()].some((id) => here(id, from))
    : [...architecture.connections.values()].some((each) => here(each.from, from) && here(each.to, [to]));
}

function construct(context: BuildContext): Handles {
  const { scope, stage, component, prefix } = context;
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
  const coming = principals(account, region, partition).filter((each) => comes(each, context));
  for (const { sid, service, actions, conditions } of coming)
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
