// Records of both streams to travellers' interests. Wires the real services.

import type { ProfileBuilderEnvironment } from '../../../../output/contracts/environments.ts';
import { systemClock } from '../common/clock.ts';
import { documentClient } from '../common/document-client.ts';
import { required } from '../common/environment.ts';
import { lambda } from '../common/lambda.ts';
import { createHandler } from './handler.ts';

export const handler = lambda('profileBuilder', ({ logger, metrics, traced }) => {
  const environment: ProfileBuilderEnvironment = { TRAVELLER_PROFILES_TABLE: required('TRAVELLER_PROFILES_TABLE') };
  return createHandler({
    logger,
    metrics,
    clock: systemClock,
    db: documentClient({ traced }),
    profileTable: environment.TRAVELLER_PROFILES_TABLE,
  });
});
