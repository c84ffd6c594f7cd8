// One shipment an order, however often the message comes.
import { ConditionalCheckFailedException, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';

const table = new DynamoDBClient({});

export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  const failures = await Promise.all(
    event.Records.map(async ({ body, messageId }) => {
      try {
        const { detail }: { readonly detail: { readonly orderId: string } } = JSON.parse(body);
        await ship(detail.orderId);
        return [];
      } catch (error) {
        console.error(JSON.stringify({ message: 'order not fulfilled', messageId, reason: String(error) }));
        return [{ itemIdentifier: messageId }];
      }
    }),
  );
  return { batchItemFailures: failures.flat() };
}

async function ship(orderId: string): Promise<void> {
  try {
    await table.send(
      new PutItemCommand({
        TableName: process.env.SHIPMENTS_TABLE,
        Item: { orderId: { S: orderId }, state: { S: 'to pack' } },
        ConditionExpression: 'attribute_not_exists(orderId)',
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
