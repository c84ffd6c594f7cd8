// What AWS publishes of S3, as far as sizing uses it.
import { byId, factsOf, pricesPublished, pricesQuoted } from '../kit/facts.ts';

const { limit, capacity, price, sla, unverified } = factsOf('s3');

const performance = { source: 'Best practices: optimizing Amazon S3 performance (user guide)', asOf: '2026-04-13' };
const classes = { source: 'Understanding and managing Amazon S3 storage classes (user guide)', asOf: '2026-04-13' };
const infracost = {
  source: 'Infracost price test output s3_bucket.golden, us-east-1, computed from the AWS Price List',
  asOf: '2024-07-01',
};

export const facts = byId([
  limit('putRequestsPerPrefix', 3500, 'requests/s/prefix', {
    ...performance,
    adjustable: true,
    note: 'at least; grows as a prefix is split',
  }),
  capacity('minStorageDaysStandardIa', 30, 'days', classes),
  capacity('minStorageDaysGlacierIr', 90, 'days', classes),
  price('standardFirst50Tb', 0.023, 'USD/GB-month', {
    ...pricesQuoted,
    note: 'cheaper tiers above 50 TB are left out',
  }),
  price('standardIa', 0.0125, 'USD/GB-month', infracost),
  price('glacierInstant', 0.004, 'USD/GB-month', pricesPublished),
  price('putRequests', 0.005, 'USD/1,000 requests', { ...pricesQuoted, note: 'PUT, COPY, POST, LIST' }),
  price('lifecycleToIa', 0.01, 'USD/1,000 requests', {
    ...infracost,
    note: 'one request for each object that becomes colder',
  }),
  price('interRegion', 0.02, 'USD/GB', { ...pricesPublished, note: 'data transfer to another Region' }),
  unverified(
    'price',
    'replicationTimeControl',
    0.015,
    'USD/GB',
    'on top of data transfer, for copies within 15 minutes',
  ),
  sla('monthlyUptimePercent', 99.9, 'percent', {
    source: 'secondary: SLA tables citing aws.amazon.com/s3/sla',
    asOf: '2026-08',
    note: 'Standard; the colder classes promise 99.0',
  }),
]);
