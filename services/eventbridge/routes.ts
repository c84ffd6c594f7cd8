// Arrows that leave a bus to rules, and to the policies that let the rules reach their targets.
import type { aws_events as events, IResolvable, aws_iam as iam, aws_sqs as sqs } from 'aws-cdk-lib';
import type { Connection, EventType, JsonObject } from '../../compiler/architecture.ts';
import type { WireContext } from '../kit/build.ts';
import { cdk } from '../kit/cdk.ts';
import { pascal } from '../kit/names.ts';
import type { Capability, Move } from '../service.ts';
import type { EventBridgeSettings } from './settings.ts';

type Context = WireContext<EventBridgeSettings>;

/** EventBridge's own defaults, written out so that the template says when it gives up. */
const retryPolicy = { maximumEventAgeInSeconds: 86400, maximumRetryAttempts: 185 };
const maxDescription = 512;

interface Target {
  readonly to: Capability;
  readonly mechanism: string;
  readonly action: string;
  readonly arn: (context: Context) => string;
  /** Lets the rule, and only it, reach the target. */
  readonly permit: (context: Context, rule: events.CfnRule) => void;
}

const targets: readonly Target[] = [
  {
    to: 'topic',
    mechanism: 'rule with a topic as target',
    action: 'sns:Publish',
    arn: ({ of, to }) => of(to.id, 'topic').topicArn,
    permit: (context, rule) => {
      const topic = context.of(context.to.id, 'topic');
      topic.addToResourcePolicy(allowRule(context.connection, 'sns:Publish', topic.topicArn, rule.attrArn));
    },
  },
  {
    to: 'queue',
    mechanism: 'rule with a queue as target',
    action: 'sqs:SendMessage',
    arn: ({ of, to }) => of(to.id, 'queue').queueArn,
    permit: (context, rule) => {
      const queue = context.of(context.to.id, 'queue');
      queue.addToResourcePolicy(allowRule(context.connection, 'sqs:SendMessage', queue.queueArn, rule.attrArn));
    },
  },
  {
    to: 'function',
    mechanism: 'rule with a function as target',
    action: 'lambda:InvokeFunction',
    arn: ({ of, to }) => of(to.id, 'function').fn.functionArn,
    permit: ({ of, to, scope }, rule) => {
      new (cdk().aws_lambda.CfnPermission)(scope, 'Permission', {
        action: 'lambda:InvokeFunction',
        functionName: of(to.id, 'function').fn.functionArn,
        principal: 'events.amazonaws.com',
        sourceArn: rule.attrArn,
      });
    },
  },
];

export const routes: readonly Move<EventBridgeSettings>[] = targets.map((target) => ({
  does: 'route',
  from: 'self',
  to: target.to,
  mechanism: target.mechanism,
  carries: 'all',
  actions: () => [target.action],
  wire: (context) => {
    const { connection, from, scope } = context;
    const deadLetters = deadLetterQueue(context);
    const rule = new (cdk().aws_events.CfnRule)(scope, 'Rule', {
      description: connection.label.slice(0, maxDescription),
      eventBusName: context.of(from.id, 'bus').eventBusName,
      eventPattern: patternOf(context.architecture.name, connection, context.eventsAt(from.id)),
      state: 'ENABLED',
      targets: [
        {
          id: 'Target',
          arn: target.arn(context),
          retryPolicy,
          ...(deadLetters === undefined ? {} : { deadLetterConfig: { arn: deadLetters.queueArn } }),
        },
      ],
    });
    target.permit(context, rule);
  },
}));

export const deadLetter: Move<EventBridgeSettings> = {
  does: 'dead-letter',
  from: 'self',
  to: 'queue',
  mechanism: "dead-letter queue of the bus's rules",
  recovery: true,
  lastResort: true,
  carries: 'nothing',
  actions: () => ['sqs:SendMessage'],
  wire: ({ connection, from, to, of }) => {
    const queue = of(to.id, 'queue');
    const bus = of(from.id, 'bus');
    // Rules are made by other arrows, some of them later.
    const rules = cdk().Lazy.any({ produce: () => rulesOf(bus).map(({ attrArn }) => attrArn) });
    queue.addToResourcePolicy(allowRule(connection, 'sqs:SendMessage', queue.queueArn, rules));
  },
};

/** Rules of a bus, in the order in which they were made. */
export function rulesOf(bus: events.EventBus): readonly events.CfnRule[] {
  const { Stack, aws_events } = cdk();
  return Stack.of(bus)
    .node.findAll()
    .filter((each): each is events.CfnRule => each instanceof aws_events.CfnRule)
    .filter(({ eventBusName }) => eventBusName === bus.eventBusName);
}

/** Senders name themselves "<model>" or "<model>.<component>"; an event's type is its id in Pascal case. */
export const sourcePattern = (model: string): readonly unknown[] => [model, { prefix: `${model}.` }];

/** What a rule lets through: the events that the arrow carries, each narrowed by the filter that `only` has for it. */
export function patternOf(model: string, connection: Connection, held: readonly EventType[]): JsonObject {
  const carried = connection.carries === undefined ? held.map(({ id }) => id) : [...connection.carries.keys()];
  const filters = connection.only?.filters ?? {};
  const plain = carried.filter((id) => filters[id] === undefined);
  const source = sourcePattern(model);
  if (plain.length === carried.length) {
    return carried.length === 0 ? { source } : { source, 'detail-type': carried.map(pascal) };
  }
  return {
    source,
    $or: [
      ...(plain.length === 0 ? [] : [{ 'detail-type': plain.map(pascal) }]),
      ...carried.flatMap((id) => (filters[id] === undefined ? [] : [{ ...filters[id], 'detail-type': [pascal(id)] }])),
    ],
  };
}

function deadLetterQueue({ outOf, from, find }: Context): sqs.Queue | undefined {
  const connection = outOf(from.id).find(({ does }) => does.includes('dead-letter'));
  return connection && find(connection.to, 'queue');
}

function allowRule(
  connection: Connection,
  action: string,
  resource: string,
  rules: string | IResolvable,
): iam.PolicyStatement {
  const { aws_iam } = cdk();
  return new aws_iam.PolicyStatement({
    sid: `Allow${pascal(connection.id)}`,
    principals: [new aws_iam.ServicePrincipal('events.amazonaws.com')],
    actions: [action],
    resources: [resource],
    conditions: { ArnEquals: { 'aws:SourceArn': rules } },
  });
}
