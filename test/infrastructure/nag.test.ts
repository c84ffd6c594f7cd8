import { describe, expect, it } from 'vitest';
import { type NagReport, nagApp } from '../../generators/infrastructure/nag.ts';
import type { Acknowledgement, BuildContext } from '../../services/kit/build.ts';
import { cdk } from '../../services/kit/cdk.ts';
import type { Service } from '../../services/service.ts';
import { architecture, component } from '../services/support/model.ts';
import { build } from '../services/support/stack.ts';

type Answer = Omit<Acknowledgement, 'component' | 'construct'> & { readonly on?: 'self' | 'stack' };

/** A role that may read all objects of a bucket, which cdk-nag asks about, and the answers given. */
function reportOn(answers: readonly Answer[]): NagReport {
  const reader: Service = {
    id: 'reader',
    title: 'Reader',
    short: 'Reader',
    settings: { properties: {} },
    facts: {},
    offers: ['bucket'],
    moves: [],
    construct: ({ scope, acknowledge }: BuildContext) => {
      const { aws_iam: iam, aws_sqs: sqs, Stack } = cdk();
      const queue = new sqs.Queue(scope, 'Queue', { enforceSSL: true, encryption: sqs.QueueEncryption.SQS_MANAGED });
      const role = new iam.Role(scope, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
      const policy = new iam.Policy(scope, 'Policy', { roles: [role] });
      policy.addStatements(
        new iam.PolicyStatement({ actions: ['sqs:SendMessage'], resources: [`${queue.queueArn}/some/*`] }),
      );
      for (const { on, ...answer } of answers)
        acknowledge({ construct: on === 'stack' ? Stack.of(scope) : policy, ...dynamic(answer, queue.queueArn) });
      return {};
    },
  };
  const model = architecture({ components: [component('parts', 'reader')] });
  const { app, acknowledgements } = build(model, [reader]);
  return nagApp(app, acknowledgements);
}

const dynamic = (answer: Omit<Answer, 'on'>, arn: string): Omit<Answer, 'on'> =>
  answer.appliesTo === undefined
    ? answer
    : { ...answer, appliesTo: answer.appliesTo.map((id) => id.replace('$queue', arn)) };

const wildcard: Answer = {
  rule: 'AwsSolutions-IAM5',
  appliesTo: ['Resource::$queue/some/*'],
  reason: 'Names follow a prefix.',
};
const noDeadLetters: Answer = { rule: 'AwsSolutions-SQS3', reason: 'It is a dead-letter queue itself.' };

describe('what cdk-nag finds', () => {
  it('is open until a service answers it, with rule, detail, level and place', () => {
    expect(reportOn([]).open).toEqual([
      {
        rule: 'AwsSolutions-SQS3',
        level: 'error',
        resource: 'sample-prod/parts/Queue/Resource',
        message: expect.stringContaining('dead-letter'),
      },
      {
        rule: 'AwsSolutions-IAM5',
        detail: 'Resource::<partsQueue3044B6ED.Arn>/some/*',
        level: 'error',
        resource: 'sample-prod/parts/Policy/Resource',
        message: expect.any(String),
      },
    ]);
  });

  it('is answered on its own resource, wildcards one by one', () => {
    const { open, faults, answered } = reportOn([wildcard]);
    expect(open.map(({ rule }) => rule)).toEqual(['AwsSolutions-SQS3']);
    expect(faults).toEqual([]);
    expect(answered).toEqual([
      {
        rule: 'AwsSolutions-IAM5',
        component: 'parts',
        reason: 'Names follow a prefix.',
        resource: 'sample-prod/parts/Policy',
        appliesTo: ['Resource::<partsQueue3044B6ED.Arn>/some/*'],
      },
    ]);
  });

  it.each([
    ['another wildcard', { ...wildcard, appliesTo: ['Resource::*'] }],
    ['the rule without a wildcard', { rule: wildcard.rule, reason: wildcard.reason }],
    ['another resource', noDeadLetters],
  ])('is not answered by %s, and such an answer is a fault', (_, answer) => {
    const { open, faults } = reportOn([answer]);
    expect(open).toHaveLength(2);
    expect(faults).toEqual([expect.stringContaining('is answered, but not asked (parts)')]);
  });

  it.each([
    ['two answers', [wildcard, wildcard], 'has 2 answers'],
    ['no reason', [{ ...wildcard, reason: ' ' }], 'without a reason'],
    ['an answer for a whole stack', [{ ...wildcard, on: 'stack' }], 'an answer is for one resource'],
  ] as const)('may not have %s', (_, answers, fault) => {
    expect(reportOn(answers).faults).toContainEqual(expect.stringContaining(fault));
  });
});
