// A model's cost guard to a monthly budget above the month that the plan computes, with warnings to a topic.
import type { Component } from '../compiler/architecture.ts';
import { finding } from '../compiler/codes.ts';
import { type Figure, formula } from '../compiler/figures.ts';
import type { Finding } from '../compiler/findings.ts';
import type { SituationPlan } from '../compiler/plan/plan.ts';
import type { BuildContext, Handles } from './kit/build.ts';
import { cdk } from './kit/cdk.ts';
import { pascal } from './kit/names.ts';
import { type Properties, quantity } from './kit/schema.ts';
import { defineService, type Move } from './service.ts';

export interface BudgetSettings {
  readonly margin: Figure;
}

const settings: Properties = {
  properties: {
    margin: quantity(
      'ratio',
      'Budget as a multiple of the computed month, e.g. "1.5 times". It counts the whole account, so give each stage its own.',
      '1.5 times',
    ),
  },
};

/** Percent of the budget: spent already, or foreseen for the end of the month. */
const warnings = [
  { notificationType: 'ACTUAL', threshold: 80 },
  { notificationType: 'FORECASTED', threshold: 100 },
] as const;

const page: Move<BudgetSettings> = {
  does: 'page',
  from: 'self',
  to: 'topic',
  mechanism: 'subscriber of the budget',
  control: true,
  carries: 'nothing',
  actions: () => ['sns:Publish'],
  wire: ({ connection, scope, to, of }) => {
    const { aws_iam, Stack } = cdk();
    const topic = of(to.id, 'topic');
    const { partition, account } = Stack.of(scope);
    topic.addToResourcePolicy(
      new aws_iam.PolicyStatement({
        sid: `Allow${pascal(connection.id)}`,
        principals: [new aws_iam.ServicePrincipal('budgets.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: {
          ArnLike: { 'aws:SourceArn': `arn:${partition}:budgets::${account}:*` },
          StringEquals: { 'aws:SourceAccount': account },
        },
      }),
    );
  },
};

export const budgets = defineService<BudgetSettings>({
  id: 'budgets',
  title: 'AWS Budgets',
  short: 'Budgets',
  icon: 'AWSBudgets',
  mark: true,
  settings,
  facts: {},
  offers: ['budget'],
  moves: [page],
  check,
  construct,
});

/** Budget of a stage: everything that its computed month holds, times the margin. */
export const monthlyBudget = ({ margin }: BudgetSettings, { monthlyUsd }: SituationPlan): Figure =>
  formula('USD/month', 'computed * margin', { computed: monthlyUsd, margin });

function check({ id }: Component, { margin }: BudgetSettings): readonly Finding[] {
  if (margin.value >= 1) return [];
  return [
    finding(
      'bad-setting',
      ['components', id, 'margin'],
      'A budget below the computed month warns every month.',
      'Write at least "1 times".',
    ),
  ];
}

function construct({ scope, component, settings, average, prefix, outOf, of }: BuildContext<BudgetSettings>): Handles {
  const { aws_budgets } = cdk();
  const subscribers = outOf(component.id)
    .filter(({ does }) => does.includes('page'))
    .map(({ to }) => ({ subscriptionType: 'SNS', address: of(to, 'topic').topicArn }));
  new aws_budgets.CfnBudget(scope, 'Budget', {
    budget: {
      budgetName: `${prefix}-${component.id}`,
      budgetType: 'COST',
      timeUnit: 'MONTHLY',
      // Whole dollars, and never none: AWS takes no budget of nothing.
      budgetLimit: { amount: Math.max(1, Math.ceil(monthlyBudget(settings, average).value)), unit: 'USD' },
    },
    // A notification without a subscriber is refused.
    ...(subscribers.length === 0
      ? {}
      : {
          notificationsWithSubscribers: warnings.map(({ notificationType, threshold }) => ({
            notification: {
              notificationType,
              threshold,
              thresholdType: 'PERCENTAGE',
              comparisonOperator: 'GREATER_THAN',
            },
            subscribers,
          })),
        }),
  });
  return {};
}
