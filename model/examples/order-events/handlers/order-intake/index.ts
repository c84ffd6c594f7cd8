// Stores a paid order and tells of it. An order sent twice is stored once, and told of again: listeners go by its id.
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';

const table = new DynamoDBClient({});
const bus = new EventBridgeClient({});
const keptSeconds = 730 * 86_400;

export async function handler({ body }: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
  const order: { readonly orderId: string; readonly placedAt: string } = JSON.parse(body ?? '{}');
  const expiresAt = Math.floor(Date.parse(order.placedAt) / 1000) + keptSeconds;
  await table.send(
    new PutItemCommand({
      TableName: process.env.ORDERS_TABLE,
      Item: { orderId: { S: order.orderId }, order: { S: body ?? '' }, expiresAt: { N: String(expiresAt) } },
    }),
  );
  await bus.send(
    new PutEventsCommand({
      Entries: [
        {
          EventBusName: process.env.ORDER_EVENTS_BUS,
          Source: 'order-events',
          DetailType: 'OrderPlaced',
          Detail: body ?? '{}',
        },
      ],
    }),
  );
  return { statusCode: 202, body: JSON.stringify({ orderId: order.orderId }) };
}
