// Arrows that leave a topic to subscriptions: of people and systems outside by an address given when deploying, of queues at once.
import type { Connection } from '../../compiler/architecture.ts';
import { cdk } from '../kit/cdk.ts';
import { pascal } from '../kit/names.ts';
import { choice } from '../kit/schema.ts';
import type { Move } from '../service.ts';

/** What the address looks like, as a pattern of CloudFormation's; empty means nobody is subscribed. */
const addresses = {
  email: {
    words: 'E-mail address; it must be confirmed from the mail that SNS sends',
    pattern: '^$|^[^@\\s]+@[^@\\s]+$',
  },
  https: { words: 'HTTPS address', pattern: '^$|^https://.+$' },
  sqs: { words: 'ARN of a queue', pattern: '^$|^arn:[^:]+:sqs:.+$' },
} as const;

export type Protocol = keyof typeof addresses;
const protocols: readonly Protocol[] = ['email', 'https', 'sqs'];

/** Of an arrow to the outside; e-mail unless it says otherwise. */
export function protocolOf({ settings }: Connection): Protocol {
  const written = 'protocol' in settings ? settings.protocol : undefined;
  return protocols.find((each) => each === written) ?? 'email';
}

/**
 * Who is outside has an address that belongs in no repository: it is a parameter of the stack, empty by default, and the
 * subscription exists only where it is given (`cdk deploy --parameters …Address=…`).
 */
export const notifyOutside: Move = {
  does: 'notify',
  from: 'self',
  to: 'caller',
  mechanism: 'subscription, to the address given as a parameter of the stack',
  carries: 'all',
  settings: {
    properties: {
      protocol: choice(
        protocols,
        'How subscribers are told. The address itself is a parameter of the stack, so that nobody is named in the model.',
        'email',
      ),
    },
  },
  actions: () => [],
  wire: ({ connection, from, to, scope, of }) => {
    const { aws_sns, CfnCondition, CfnParameter, Fn } = cdk();
    const protocol = protocolOf(connection);
    const { words, pattern } = addresses[protocol];
    const address = new CfnParameter(scope, 'Address', {
      type: 'String',
      default: '',
      allowedPattern: pattern,
      description: `${words} of "${to.label}", told by "${from.label}". Empty: nobody is subscribed.`,
    });
    address.overrideLogicalId(`${pascal(connection.id)}Address`);
    const given = new CfnCondition(scope, 'AddressGiven', {
      expression: Fn.conditionNot(Fn.conditionEquals(address.valueAsString, '')),
    });
    const subscription = new aws_sns.CfnSubscription(scope, 'Subscription', {
      topicArn: of(from.id, 'topic').topicArn,
      protocol,
      endpoint: address.valueAsString,
    });
    subscription.cfnOptions.condition = given;
  },
};

export const notifyQueue: Move = {
  does: 'notify',
  from: 'self',
  to: 'queue',
  mechanism: 'subscription of a queue',
  carries: 'all',
  actions: () => ['sqs:SendMessage'],
  wire: ({ connection, from, to, scope, of }) => {
    const { aws_iam, aws_sns } = cdk();
    const topic = of(from.id, 'topic');
    const queue = of(to.id, 'queue');
    new aws_sns.CfnSubscription(scope, 'Subscription', {
      topicArn: topic.topicArn,
      protocol: 'sqs',
      endpoint: queue.queueArn,
    });
    queue.addToResourcePolicy(
      new aws_iam.PolicyStatement({
        sid: `Allow${pascal(connection.id)}`,
        principals: [new aws_iam.ServicePrincipal('sns.amazonaws.com')],
        actions: ['sqs:SendMessage'],
        resources: [queue.queueArn],
        conditions: { ArnEquals: { 'aws:SourceArn': topic.topicArn } },
      }),
    );
  },
};
