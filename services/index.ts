// The catalogue: every service that a model may name. One line each, in the order of AWS's ids.

import { apiGateway } from './api-gateway/index.ts';
import { athena } from './athena.ts';
import { budgets } from './budgets.ts';
import { client } from './client.ts';
import { cloudwatch } from './cloudwatch/index.ts';
import { cognito } from './cognito/index.ts';
import { dynamodb } from './dynamodb/index.ts';
import { eventbridge } from './eventbridge/index.ts';
import { eventbridgeScheduler } from './eventbridge-scheduler.ts';
import { external } from './external.ts';
import { firehose } from './firehose/index.ts';
import { glue } from './glue/index.ts';
import { kinesisDataStreams } from './kinesis-data-streams/index.ts';
import { kms } from './kms.ts';
import { lambda } from './lambda/index.ts';
import { s3 } from './s3/index.ts';
import type { Service } from './service.ts';
import { sns } from './sns/index.ts';
import { sqs } from './sqs.ts';
import { waf } from './waf/index.ts';

export const services: readonly Service[] = [
  apiGateway,
  athena,
  budgets,
  client,
  cloudwatch,
  cognito,
  dynamodb,
  eventbridge,
  eventbridgeScheduler,
  external,
  firehose,
  glue,
  kinesisDataStreams,
  kms,
  lambda,
  s3,
  sns,
  sqs,
  waf,
];

/** As the compiler and the generators want it. */
export const catalogue: ReadonlyMap<string, Service> = new Map(services.map((service) => [service.id, service]));
