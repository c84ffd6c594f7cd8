// Keeps the last reading of each device; the newest wins, whatever the order. Tells when one is too warm.
import { ConditionalCheckFailedException, DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { KinesisStreamBatchResponse, KinesisStreamEvent } from 'aws-lambda';

interface Reading {
  readonly deviceId: string;
  readonly takenAt: string;
  readonly celsius: number;
}

const tooWarmFrom = 8;
const table = new DynamoDBClient({});
const bus = new EventBridgeClient({});

export async function handler(event: KinesisStreamEvent): Promise<KinesisStreamBatchResponse> {
  for (const { kinesis } of event.Records) {
    try {
      const record: { readonly event: Reading } = JSON.parse(Buffer.from(kinesis.data, 'base64').toString('utf8'));
      await take(record.event);
    } catch (error) {
      console.error(
        JSON.stringify({ message: 'reading not taken', sequenceNumber: kinesis.sequenceNumber, reason: String(error) }),
      );
      return { batchItemFailures: [{ itemIdentifier: kinesis.sequenceNumber }] };
    }
  }
  return { batchItemFailures: [] };
}

async function take({ deviceId, takenAt, celsius }: Reading): Promise<void> {
  try {
    await table.send(
      new UpdateItemCommand({
        TableName: process.env.DEVICE_STATE_TABLE,
        Key: { deviceId: { S: deviceId } },
        UpdateExpression: 'SET takenAt = :at, celsius = :celsius',
        ConditionExpression: 'attribute_not_exists(takenAt) OR takenAt < :at',
        ExpressionAttributeValues: { ':at': { S: takenAt }, ':celsius': { N: String(celsius) } },
      }),
    );
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return;
    throw error;
  }
  if (celsius < tooWarmFrom) return;
  await bus.send(
    new PutEventsCommand({
      Entries: [
        {
          EventBusName: process.env.COLD_CHAIN_EVENTS_BUS,
          Source: 'cold-chain',
          DetailType: 'TooWarm',
          Detail: JSON.stringify({ deviceId, takenAt, celsius }),
        },
      ],
    }),
  );
}
