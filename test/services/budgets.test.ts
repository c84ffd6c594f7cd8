import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { definition } from '../../compiler/figures.ts';
import { budgets, monthlyBudget } from '../../services/budgets.ts';
import { sns } from '../../services/sns/index.ts';
import { architecture, component, connection, figure, plan } from './support/model.ts';
import { template } from './support/stack.ts';

const settings = { margin: figure(1.5) };
const guard = component('guard', 'budgets', settings);
const alarms = component('alarms', 'sns');
const paging = architecture({ components: [guard, alarms], connections: [connection('guard', 'alarms', 'page')] });

describe('AWS Budgets', () => {
  it('warns when four fifths are spent, and when the month is foreseen to exceed the budget', () => {
    template(paging, [budgets, sns]).hasResourceProperties('AWS::Budgets::Budget', {
      Budget: { BudgetType: 'COST', TimeUnit: 'MONTHLY', BudgetLimit: { Unit: 'USD' } },
      NotificationsWithSubscribers: [
        ['ACTUAL', 80],
        ['FORECASTED', 100],
      ].map(([NotificationType, Threshold]) => ({
        Notification: { NotificationType, Threshold, ThresholdType: 'PERCENTAGE', ComparisonOperator: 'GREATER_THAN' },
        Subscribers: [{ SubscriptionType: 'SNS', Address: { Ref: Match.stringLikeRegexp('^alarms') } }],
      })),
    });
  });

  it('may speak on the topic, for this account only', () => {
    template(paging, [budgets, sns]).hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          {
            Sid: 'AllowGuardAlarms',
            Effect: 'Allow',
            Principal: { Service: 'budgets.amazonaws.com' },
            Action: 'sns:Publish',
            Resource: { Ref: Match.stringLikeRegexp('^alarms') },
            Condition: {
              StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
              ArnLike: { 'aws:SourceArn': Match.anyValue() },
            },
          },
        ]),
      },
    });
  });

  it('has no notification where nobody listens, for AWS would refuse it', () => {
    template(architecture({ components: [guard] }), [budgets]).hasResourceProperties('AWS::Budgets::Budget', {
      NotificationsWithSubscribers: Match.absent(),
    });
  });

  it('is the computed month times the margin', () => {
    const situation = { stage: 'prod', scenario: 'average', year: 0 };
    const month = { ...plan(paging).at(situation), monthlyUsd: definition(405, 'USD/month', 'computed') };
    expect(monthlyBudget(settings, month)).toMatchObject({ value: 607.5, unit: 'USD/month' });
  });

  it.each([
    [0.9, ['A budget below the computed month warns every month.']],
    [1, []],
  ])('checks a margin of %d', (margin, messages) => {
    const found = budgets.check?.(guard, { margin: figure(margin) }, paging);
    expect(found?.map(({ message }) => message)).toEqual(messages);
  });
});
