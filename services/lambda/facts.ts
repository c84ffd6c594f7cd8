// What AWS publishes of Lambda.
import { byId, factsOf } from '../kit/facts.ts';

const { limit, capacity, latency, price, sla, unverified } = factsOf('lambda');

const quotas = {
  source: 'Lambda quotas (lambda/latest/dg/gettingstarted-limits); stored copy of the docs.aws.amazon.com page',
  asOf: '2026 (undated crawl)',
} as const;
const apiModel = {
  source: 'Lambda API Reference (CreateFunction, CreateEventSourceMapping); AWS API model (botocore 1.44.5)',
  asOf: '2026-11-17',
} as const;
const polling = {
  source:
    'Using Lambda to process records from Amazon Kinesis Data Streams (lambda/latest/dg/with-kinesis); stored copy of the page',
  asOf: '2026 (undated crawl)',
} as const;
const prices = {
  source: 'quoted: AWS Price List API, us-east-1, as quoted with publication dates in a third-party cost model',
  asOf: '2026-08-01',
} as const;

export const bounds = {
  concurrency: limit('concurrentExecutionsDefault', 1000, 'executions', {
    ...quotas,
    adjustable: true,
    note: 'per account and Region; a new account starts lower, tens of thousands are granted on request',
  }),
  timeout: limit('timeoutMax', 900, 'seconds', quotas),
  memoryMin: limit('memoryMin', 128, 'MiB', { ...quotas, note: 'AWS writes MB' }),
  memoryMax: limit('memoryMax', 10240, 'MiB', { ...quotas, note: 'AWS writes MB' }),
  streamBatch: limit('esmKinesisBatchMax', 10000, 'records', { ...apiModel, note: 'also cut at the payload' }),
  queueBatch: limit('esmSqsStandardBatchMax', 10000, 'messages', apiModel),
  window: limit('esmBatchWindowMax', 300, 'seconds', apiModel),
  parallel: limit('esmParallelizationFactorMax', 10, 'batches/lane', apiModel),
  retries: limit('esmMaxRetryAttempts', 10000, 'attempts', apiModel),
  age: limit('esmMaxRecordAge', 604800, 'seconds', apiModel),
  queueConcurrency: limit('esmSqsMaxConcurrency', 1000, 'executions', { ...apiModel, note: 'at least 2' }),
} as const;

export const facts = byId([
  ...Object.values(bounds),
  limit('payloadSync', 6, 'MB', { ...quotas, note: 'request and response each' }),
  limit('unreservedConcurrencyMin', 100, 'executions', {
    ...apiModel,
    note: 'what must stay unreserved in an account',
  }),
  capacity('esmKinesisPollRate', 1, 'polls/s/lane', { ...polling, note: 'keeps reading while records wait' }),
  latency('esmSharedIteratorPickup', 1000, 'ms', {
    ...polling,
    note: 'the longest wait for a poll, from one poll a second and shard; about half of it on average',
  }),
  unverified('latency', 'warmInvokeOverheadP50', 5, 'ms'),
  unverified('latency', 'coldStartNodeBundledP99', 500, 'ms', 'a real handler with clients of the SDK, bundled'),
  price('requests', 0.2, 'USD/million requests', prices),
  price('gbSecondArmTier1', 0.0000133334, 'USD/GiB-s', {
    ...prices,
    note: 'arm64, the first 7.5 billion of a month; AWS writes GB and counts 1,024 MB to it',
  }),
  sla('monthlyUptimePercent', 99.95, 'percent', {
    source: 'secondary: an article on the AWS Lambda SLA, the page of AWS China, and a catalogue of SLAs',
    asOf: '2018-10-17 to 2026',
    note: 'one repository says 99.99 %',
  }),
]);
