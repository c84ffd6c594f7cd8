// Records of both streams to figures by route and minute. Wires the real services.

import type { LiveAnalyticsEnvironment } from '../../../../output/contracts/environments.ts';
import { systemClock } from '../common/clock.ts';
import { documentClient } from '../common/document-client.ts';
import { required } from '../common/environment.ts';
import { lambda } from '../common/lambda.ts';
import { createHandler } from './handler.ts';

export const handler = lambda('liveAnalytics', ({ logger, metrics, traced }) => {
  const environment: LiveAnalyticsEnvironment = { LIVE_FIGURES_TABLE: required('LIVE_FIGURES_TABLE') };
  return createHandler({
    logger,
    metrics,
    clock: systemClock,
    db: documentClient({ traced }),
    figuresTable: environment.LIVE_FIGURES_TABLE,
  });
});
