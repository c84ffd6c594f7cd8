// Amazon API Gateway, REST: validates and authorises what callers send, puts it straight to a stream or asks a function.
import { defineService } from '../service.ts';
import { construct } from './api.ts';
import { check } from './check.ts';
import { facts } from './facts.ts';
import { invoke, put } from './methods.ts';
import { observe } from './observe.ts';
import { admits, type Settings, settings } from './settings.ts';
import { hop, size } from './size.ts';

export const apiGateway = defineService<Settings>({
  id: 'api-gateway',
  title: 'Amazon API Gateway',
  short: 'API Gateway',
  icon: 'AmazonAPIGateway',
  settings,
  facts,
  sla: 'monthlyUptimePercent',
  scales:
    "AWS scales the endpoint by itself up to the account's throttle, which it raises on request. Throttles of single methods are the model's own, so that one caller cannot use up what all share.",
  offers: ['endpoint'],
  moves: [
    {
      does: 'put',
      from: 'self',
      to: 'stream',
      mechanism: 'AWS integration with PutRecord, one event a request',
      carries: 'said',
      actions: () => ['kinesis:PutRecord'],
      hop: ({ factOf }) => ({
        label: 'Put, stored in three zones',
        p50: factOf('kinesis-data-streams', 'putRecordP50'),
        p99: factOf('kinesis-data-streams', 'putRecordP99'),
      }),
      wire: put,
    },
    {
      does: 'invoke',
      from: 'self',
      to: 'function',
      mechanism: 'Lambda proxy integration',
      carries: 'said',
      actions: () => ['lambda:InvokeFunction'],
      wire: invoke,
    },
  ],
  admits,
  check,
  size,
  hop,
  construct,
  observe,
});
