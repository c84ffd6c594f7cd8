// Records of both streams to figures by route and minute. Wires the real services.

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { LiveAnalyticsEnvironment } from '../../../../output/contracts/environments.ts';
import { systemClock } from '../common/clock.ts';
import { required } from '../common/environment.ts';
import { lambda } from '../common/lambda.ts';
import { createHandler } from './handler.ts';

export const handler = lambda('liveAnalytics', ({ logger, metrics, traced }) => {
  const environment: LiveAnalyticsEnvironment = { LIVE_FIGURES_TABLE: required('LIVE_FIGURES_TABLE') };
  return createHandler({
    logger,
    metrics,
    clock: systemClock,
    db: DynamoDBDocumentClient.from(traced(new DynamoDBClient({}))),
    figuresTable: environment.LIVE_FIGURES_TABLE,
  });
});
