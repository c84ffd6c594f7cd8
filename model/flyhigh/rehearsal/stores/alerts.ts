// The topic of alerts to those that were delivered, through a queue of the rehearsal's own.

import { SetSubscriptionAttributesCommand, type SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';

/** One delivery; the same alert may be delivered again, with the same id. */
export interface Delivered {
  readonly id: string;
  readonly type: string;
  /** `flightId#cabin`, or the route. */
  readonly about: string;
  /** The alert itself, as listeners get it. */
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface Inbox {
  /** All deliveries so far, after taking in what waits. */
  deliveries(): Promise<readonly Delivered[]>;
}

interface Detail extends Readonly<Record<string, unknown>> {
  readonly id: string;
  readonly eventType: string;
  readonly flightId?: string;
  readonly cabin?: string;
  readonly route?: string;
}

export async function openInbox(sqs: SQSClient, sns: SNSClient, topic: string): Promise<Inbox> {
  const { QueueUrl: queue } = await sqs.send(new CreateQueueCommand({ QueueName: 'rehearsal-alerts' }));
  if (queue === undefined) throw new Error('no queue was made');
  const { Attributes: { QueueArn: arn } = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: queue, AttributeNames: ['QueueArn'] }),
  );
  const { SubscriptionArn: subscription } = await sns.send(
    new SubscribeCommand({ TopicArn: topic, Protocol: 'sqs', Endpoint: arn, ReturnSubscriptionArn: true }),
  );
  // Without SNS's own envelope: what is in the queue is what the bus passed on.
  const raw = { SubscriptionArn: subscription, AttributeName: 'RawMessageDelivery', AttributeValue: 'true' };
  await sns.send(new SetSubscriptionAttributesCommand(raw));
  const delivered: Delivered[] = [];
  let taking: Promise<void> = Promise.resolve();
  return {
    async deliveries() {
      taking = taking.then(() => takeAll(sqs, queue, delivered));
      await taking;
      return delivered;
    },
  };
}

async function takeAll(sqs: SQSClient, queue: string, delivered: Delivered[]): Promise<void> {
  for (;;) {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: queue, MaxNumberOfMessages: 10 }));
    if (Messages.length === 0) return;
    delivered.push(...Messages.map(({ Body = '' }) => deliveredIn(Body)));
    const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
    await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: queue, Entries }));
  }
}

function deliveredIn(body: string): Delivered {
  const { detail }: { readonly detail: Detail } = JSON.parse(body);
  const { id, eventType: type, flightId, cabin, route = '' } = detail;
  return { id, type, about: flightId === undefined ? route : `${flightId}#${cabin}`, detail };
}
