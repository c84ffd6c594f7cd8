// What AWS publishes of EventBridge buses, and what it does not.
import { byId, factsOf, pricesPublished } from '../kit/facts.ts';

const { limit, capacity, price, sla, unverified } = factsOf('eventbridge');

const quotas = {
  source: 'Amazon EventBridge quotas, EventBridge User Guide; stored copy of the docs.aws.amazon.com page',
  asOf: '2026 (undated crawl)',
} as const;
const golden = {
  source: "Infracost price test output cloudwatch_event_bus.golden, us-east-1, computed from AWS's price list",
  asOf: '2024-07-01',
} as const;

export const facts = byId([
  limit('putEventsTpsUsEast1', 10000, 'requests/second', {
    ...quotas,
    adjustable: true,
    note: 'PutEvents on a classic bus in us-east-1, us-west-2 and eu-west-1; 400 to 2,400 elsewhere',
  }),
  limit('invocationsTpsUsEast1', 18750, 'requests/second', {
    ...quotas,
    adjustable: true,
    note: 'us-east-1; above it deliveries are delayed, not dropped',
  }),
  limit('rulesPerBus', 300, 'rules', { ...quotas, adjustable: true }),
  capacity('billingPayload', 64, 'KB/event', {
    source: 'secondary: several public repositories quoting the AWS pricing page',
    asOf: '2023-2026 (undated)',
    note: 'usage type Event-64K-Chunks',
  }),
  price('customEvents', 1.0, 'USD/million events', { ...pricesPublished, note: 'of 64 KB each' }),
  price('archiveProcessing', 0.1, 'USD/GB', golden),
  price('archiveStorage', 0.023, 'USD/GB-month', golden),
  sla('monthlyUptimePercent', 99.99, 'percent', {
    source: 'secondary: two public repositories quoting aws.amazon.com/eventbridge/sla',
    asOf: 'undated',
  }),
  unverified('latency', 'deliveryP50', 130, 'ms', 'order of magnitude; AWS reported large cuts in 2023'),
  unverified('latency', 'deliveryP99', 500, 'ms', "AWS's FAQ spoke of about half a second as typical"),
]);
