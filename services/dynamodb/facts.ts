// What AWS publishes of DynamoDB, as far as sizing and wiring use it.
import { byId, factsOf, pricesQuoted } from '../kit/facts.ts';

const { limit, capacity, latency, price, sla, unverified } = factsOf('dynamodb');

const quotas = { source: 'Quotas in Amazon DynamoDB (developer guide)', asOf: '2026-04-13' };
const constraints = { source: 'Constraints in Amazon DynamoDB (developer guide)', asOf: '2026-04-13' };
const onDemand = { source: 'DynamoDB on-demand capacity mode (developer guide)', asOf: '2026-04-13' };
const partitions = { source: 'Best practices for partition keys - DynamoDB (developer guide)', asOf: '2026-04-13' };
const infracost = {
  source:
    'Infracost price test output dynamodb_table.golden, us-east-2 (same rate as us-east-1), computed from the AWS Price List',
  asOf: '2024-11-15',
};

export const facts = byId([
  limit('tableThroughputOnDemand', 40000, 'units/s', {
    ...quotas,
    adjustable: true,
    note: 'per table, each of reads and writes',
  }),
  limit('partitionWrite', 1000, 'units/s/partition', partitions),
  limit('partitionRead', 3000, 'units/s/partition', partitions),
  limit('itemSize', 400, 'KB/item', { ...constraints, note: 'attribute names count' }),
  limit('transactionItems', 100, 'items', constraints),
  limit('streamShardReaders', 2, 'readers/shard', quotas),
  capacity('wcuBytes', 1, 'KB/unit', constraints),
  capacity('rcuBytes', 4, 'KB/unit', { ...constraints, note: 'a strongly consistent read' }),
  capacity('eventualReadPercent', 50, 'percent', { ...constraints, note: 'an eventually consistent read costs half' }),
  capacity('transactionUnitFactor', 2, 'x units', constraints),
  capacity('onDemandNewTableWrites', 4000, 'units/s', onDemand),
  capacity('onDemandNewTableReads', 12000, 'units/s', onDemand),
  latency('readWriteTypical', 10, 'ms', { ...onDemand, note: 'upper bound of "single-digit milliseconds"' }),
  unverified('latency', 'getItemP50', 3, 'ms'),
  price('onDemandWrite', 0.625, 'USD/million units', { ...pricesQuoted, note: 'halved on 1 November 2024' }),
  price('onDemandRead', 0.125, 'USD/million units', { ...pricesQuoted, note: 'halved on 1 November 2024' }),
  price('storage', 0.25, 'USD/GB-month', { ...pricesQuoted, note: 'the first 25 GB, free, are not deducted' }),
  price('pitr', 0.2, 'USD/GB-month', infracost),
  sla('monthlyUptimePercent', 99.99, 'percent', {
    source: 'secondary: two guides to the DynamoDB SLA',
    asOf: '2022-03-10 to 2026',
    note: 'standard tables',
  }),
]);
