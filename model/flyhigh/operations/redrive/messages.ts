// Messages of the queue of what nobody could take to another try each; a message leaves the queue when its try succeeds.
import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  type Message,
  MessageNotInflight,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { isItem, textIn } from '../../handlers/common/attributes.ts';
import { functionName, objectKeys, parsed } from '../../handlers/redriver/messages.ts';
import { type BatchesDependencies, type BatchOutcome, reasonOf, redriveBatch, type WhichBatches } from './batches.ts';

export interface MessagesDependencies extends BatchesDependencies {
  readonly queue: Pick<SQSClient, 'send'>;
  readonly queueUrl: string;
  readonly bus: Pick<EventBridgeClient, 'send'>;
  readonly busName: string;
  /** Names of the functions that the schedule starts. */
  readonly scheduled: readonly string[];
}

export interface MessageOutcome {
  readonly messageId: string;
  /** What the message is about, in words. */
  readonly what: string;
  readonly did: 'redriven' | 'failed' | 'would';
  readonly why?: string;
}

/** Long enough for all that is tried meanwhile: nobody else takes from this queue. */
const hiddenSeconds = 900;

/** @param done what came of batches that a message may be about. */
export async function redriveMessages(
  dependencies: MessagesDependencies,
  done: ReadonlyMap<string, BatchOutcome>,
  { since = 0, again = false }: WhichBatches,
  write: boolean,
): Promise<readonly MessageOutcome[]> {
  const outcomes: MessageOutcome[] = [];
  // Received, so that nobody sees them, and not settled.
  const held = new Map<string, Message>();
  try {
    for await (const message of messagesOf(dependencies, held)) {
      const { MessageId: messageId = '', Attributes: { SentTimestamp: sentAt = 0 } = {} } = message;
      if (Number(sentAt) < since) continue;
      const outcome = await redriveMessage(dependencies, message, done, again, write);
      outcomes.push({ messageId, ...outcome });
      if (outcome.did !== 'redriven') continue;
      await remove(dependencies, message);
      held.delete(messageId);
    }
  } finally {
    await showAll(dependencies, held.values());
  }
  return outcomes;
}

type Outcome = Omit<MessageOutcome, 'messageId'>;

async function redriveMessage(
  dependencies: MessagesDependencies,
  message: Message,
  done: ReadonlyMap<string, BatchOutcome>,
  again: boolean,
  write: boolean,
): Promise<Outcome> {
  const body = message.Body ?? '';
  const attribute = (name: string) => message.MessageAttributes?.[name]?.StringValue;
  const tried = async (what: string, action: () => Promise<unknown>): Promise<Outcome> => {
    if (!write) return { what, did: 'would' };
    try {
      await action();
      return { what, did: 'redriven' };
    } catch (error) {
      return { what, did: 'failed', why: reasonOf(error) };
    }
  };

  const target = functionName(attribute('TARGET_ARN') ?? '');
  if (attribute('SCHEDULE_ARN') !== undefined && dependencies.scheduled.includes(target)) {
    return tried(`a call of ${target} by its schedule`, () => start(dependencies, target));
  }
  if (attribute('RULE_ARN') !== undefined) {
    return tried('a domain event that its rule could not deliver', () => putAgain(dependencies, body));
  }
  const keys = keysIn(body, dependencies.bucket);
  if (keys.length === 0) return { what: 'a message of unknown origin', did: 'failed', why: 'nothing is known to do' };
  return tried(`notice of ${keys.join(', ')}`, async () => {
    for (const key of keys) {
      const { did, why } = done.get(key) ?? (await redriveBatch(dependencies, key, again, write));
      if (did === 'failed' || did === 'stranger') throw new Error(why);
    }
  });
}

function keysIn(body: string, bucket: string): readonly string[] {
  try {
    return objectKeys(body, bucket);
  } catch {
    return [];
  }
}

/** Not waited for: it may take a quarter of an hour, and says itself what came of it. */
async function start({ functions }: MessagesDependencies, name: string): Promise<void> {
  await functions.send(new InvokeCommand({ FunctionName: name, InvocationType: 'Event', Payload: '{}' }));
}

/** To the bus again: whoever listens knows an event by its `id`. */
async function putAgain({ bus, busName }: MessagesDependencies, body: string): Promise<void> {
  const event = parsed(body, 'the message');
  if (!isItem(event)) throw new TypeError('the message holds no event');
  const { FailedEntryCount: refused } = await bus.send(
    new PutEventsCommand({
      Entries: [
        {
          EventBusName: busName,
          Source: textIn(event, 'source'),
          DetailType: textIn(event, 'detail-type'),
          Detail: JSON.stringify(event.detail),
        },
      ],
    }),
  );
  if (refused !== 0) throw new Error('the bus refused the event');
}

/** Until the queue has no more to show. Whatever it receives it adds to what is held. */
async function* messagesOf(
  { queue, queueUrl, signal }: MessagesDependencies,
  held: Map<string, Message>,
): AsyncGenerator<Message> {
  const seen = new Set<string>();
  while (!signal.aborted) {
    const { Messages: messages = [] } = await queue.send(
      new ReceiveMessageCommand({
        QueueUrl: queueUrl,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: hiddenSeconds,
        WaitTimeSeconds: 1,
        MessageAttributeNames: ['All'],
        MessageSystemAttributeNames: ['SentTimestamp'],
      }),
    );
    for (const message of messages) held.set(message.MessageId ?? '', message);
    const fresh = messages.filter(({ MessageId: id = '' }) => !seen.has(id));
    if (fresh.length === 0) return;
    for (const message of fresh) {
      if (signal.aborted) return;
      seen.add(message.MessageId ?? '');
      yield message;
    }
  }
}

async function remove({ queue, queueUrl }: MessagesDependencies, { ReceiptHandle }: Message): Promise<void> {
  await queue.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle }));
}

/** At once to whoever looks next: the alarm counts what can be seen. One that cannot be shown keeps no other hidden. */
async function showAll({ queue, queueUrl }: MessagesDependencies, messages: Iterable<Message>): Promise<void> {
  const failures: unknown[] = [];
  for (const { ReceiptHandle } of messages) {
    const shown = new ChangeMessageVisibilityCommand({ QueueUrl: queueUrl, ReceiptHandle, VisibilityTimeout: 0 });
    await queue.send(shown).catch((error: unknown) => {
      // Hidden for so long that it is seen already.
      if (!(error instanceof MessageNotInflight)) failures.push(error);
    });
  }
  if (failures.length > 0) throw failures[0];
}
