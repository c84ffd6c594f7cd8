// The catalogue: every service that a model may name. One line each, in the order of AWS's ids.

import { apiGateway } from './api-gateway/index.ts';
import { client } from './client.ts';
import { cognito } from './cognito/index.ts';
import { dynamodb } from './dynamodb/index.ts';
import { external } from './external.ts';
import { kinesisDataStreams } from './kinesis-data-streams/index.ts';
import { kms } from './kms.ts';
import type { Service } from './service.ts';
import { waf } from './waf/index.ts';

export const services: readonly Service[] = [
  apiGateway,
  client,
  cognito,
  dynamodb,
  external,
  kinesisDataStreams,
  kms,
  waf,
];

const byId: ReadonlyMap<string, Service> = new Map(services.map((service) => [service.id, service]));

export const serviceById = (id: string): Service | undefined => byId.get(id);

/** As the compiler and the generators want it. */
export const catalogue = byId;
