// What AWS publishes of Firehose.
import { byId, factsOf } from '../kit/facts.ts';

const { limit, capacity, price, sla } = factsOf('firehose');

const quotas = {
  source: 'Amazon Data Firehose Quota, Developer Guide; stored copy of the docs.aws.amazon.com page',
  asOf: '2026 (undated crawl)',
} as const;
const apiModel = {
  source: 'Amazon Data Firehose API Reference, AWS API model (botocore 1.44.5)',
  asOf: '2026-11-17',
} as const;

export const bufferBounds = {
  minimumSize: limit('bufferSizeMin', 1, 'MiB', apiModel),
  maximumSize: limit('bufferSizeMax', 128, 'MiB', apiModel),
  minimumSizeConverting: limit('bufferSizeMinConverting', 64, 'MiB', {
    source: 'aws-cdk-lib 2.276.0, aws-kinesisfirehose: documentation of bufferingSize',
    asOf: '2026-11-22',
    note: 'with format conversion',
  }),
  minimumInterval: limit('deliveryS3Min', 60, 'seconds', {
    ...quotas,
    note: "the API's own minimum is 0, for buffering turned off",
  }),
  maximumInterval: limit('bufferIntervalMax', 900, 'seconds', apiModel),
} as const;

export const facts = byId([
  ...Object.values(bufferBounds),
  limit('maxRecordSize', 1000, 'KiB/record', { ...quotas, note: 'before base64' }),
  capacity('billingIncrement', 5, 'KB/record', {
    ...quotas,
    note: 'each record of a stream or a direct put is rounded up to it',
  }),
  capacity('kinesisSourcePollRate', 1, 'calls/second/lane', {
    source: 'Configure source and destination, Amazon Data Firehose Developer Guide; stored copy of the documentation',
    asOf: '2026 (undated crawl)',
    note: 'GetRecords on each shard: one of the five calls a second that a shard answers',
  }),
  price('ingestFirst500Tb', 0.029, 'USD/GB', {
    source: 'secondary: AWS Pricing Calculator rates, us-east-1, as coded in a public repository',
    asOf: '2026-03-11',
    note: 'the first 500 TB of a month',
  }),
  price('formatConversion', 0.018, 'USD/GB', {
    source: 'secondary: several public repositories quoting the AWS pricing page',
    asOf: '2023-2026 (undated)',
    note: 'one source has 0.021, which is the price of eu-west-2 elsewhere',
  }),
  sla('monthlyUptimePercent', 99.9, 'percent', {
    source:
      'Amazon Data Firehose Service Level Agreement for AWS (Beijing Region), page text; the global page was not at hand',
    asOf: '2024-02-18',
  }),
]);
