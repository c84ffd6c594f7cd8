// What AWS publishes of SNS topics, and what it does not.
import { byId, factsOf } from '../kit/facts.ts';

const { limit, capacity, price, sla, unverified } = factsOf('sns');

const quotas = {
  source: 'Amazon SNS endpoints and quotas, AWS General Reference; stored copy of the docs.aws.amazon.com page',
  asOf: '2026 (undated crawl)',
} as const;
const golden = {
  source: "Infracost price test output sns_topic.golden, us-east-1, computed from AWS's price list",
  asOf: '2024-12-04',
} as const;
const apiModel = {
  source: 'Amazon SNS API Reference, AWS API model (botocore 1.44.5)',
  asOf: '2026-11-17',
} as const;

export const facts = byId([
  limit('publishUsEast1', 30000, 'messages/second', {
    ...quotas,
    adjustable: true,
    note: 'us-east-1; 300 to 9,000 elsewhere',
  }),
  limit('messageSizeDefault', 262144, 'bytes', { ...apiModel, adjustable: true, note: 'unless the topic allows more' }),
  capacity('billingPayload', 64, 'KB/request', { ...golden, note: 'a request is billed for each 64 KB of it' }),
  price('publishRequests', 0.5, 'USD/million requests', { ...golden, note: 'the first million a month is free' }),
  price('deliveryHttp', 0.6, 'USD/million messages', golden),
  price('deliveryEmail', 2.0, 'USD/100,000 messages', golden),
  sla('monthlyUptimePercent', 99.9, 'percent', {
    source: 'secondary: three public repositories citing aws.amazon.com/messaging/sla',
    asOf: '2023-2026 (undated)',
  }),
  unverified('latency', 'deliveryP50', 30, 'ms', 'AWS speaks of less than that to queues and functions'),
  unverified('latency', 'deliveryP99', 200, 'ms'),
]);
