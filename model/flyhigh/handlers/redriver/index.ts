// Notices of failed batches to another try by the function that failed. Wires the real services.

import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import type { RedriverEnvironment } from '../../../../output/contracts/environments.ts';
import { required } from '../common/environment.ts';
import { lambda } from '../common/lambda.ts';
import { createHandler } from './handler.ts';

export const handler = lambda('redriver', ({ logger, metrics, traced }) => {
  const environment: RedriverEnvironment = {
    FAILED_EVENTS_BUCKET: required('FAILED_EVENTS_BUCKET'),
    INVENTORY_UPDATER_FUNCTION: required('INVENTORY_UPDATER_FUNCTION'),
    PROFILE_BUILDER_FUNCTION: required('PROFILE_BUILDER_FUNCTION'),
  };
  return createHandler({
    logger,
    metrics,
    store: traced(new S3Client({})),
    functions: traced(new LambdaClient({})),
    bucket: environment.FAILED_EVENTS_BUCKET,
    redriven: [environment.INVENTORY_UPDATER_FUNCTION, environment.PROFILE_BUILDER_FUNCTION],
  });
});
