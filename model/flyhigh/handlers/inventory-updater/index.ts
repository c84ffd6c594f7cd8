// Records of the booking stream to seats held and sold. Wires the real services.

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { InventoryUpdaterEnvironment } from '../../../../output/contracts/environments.ts';
import { systemClock } from '../common/clock.ts';
import { required } from '../common/environment.ts';
import { lambda } from '../common/lambda.ts';
import { createHandler } from './handler.ts';

export const handler = lambda('inventoryUpdater', ({ logger, metrics, tracer }) => {
  const environment: InventoryUpdaterEnvironment = {
    BOOKING_LEDGER_TABLE: required('BOOKING_LEDGER_TABLE'),
    DOMAIN_EVENTS_BUS: required('DOMAIN_EVENTS_BUS'),
    FAILED_EVENTS_BUCKET: required('FAILED_EVENTS_BUCKET'),
    SEAT_INVENTORY_TABLE: required('SEAT_INVENTORY_TABLE'),
  };
  return createHandler({
    logger,
    metrics,
    clock: systemClock,
    db: DynamoDBDocumentClient.from(tracer.captureAWSv3Client(new DynamoDBClient({}))),
    ledgerTable: environment.BOOKING_LEDGER_TABLE,
    seatTable: environment.SEAT_INVENTORY_TABLE,
    bus: {
      client: tracer.captureAWSv3Client(new EventBridgeClient({})),
      name: environment.DOMAIN_EVENTS_BUS,
      source: 'flyhigh.inventoryUpdater',
    },
    rejected: { client: tracer.captureAWSv3Client(new S3Client({})), bucket: environment.FAILED_EVENTS_BUCKET },
  });
});
