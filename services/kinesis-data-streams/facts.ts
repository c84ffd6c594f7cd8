// What AWS publishes of Kinesis Data Streams, as far as sizing and wiring use it.
import { byId, factsOf } from '../kit/facts.ts';

const { limit, capacity, latency, price, sla, unverified } = factsOf('kinesis-data-streams');

const quotas = {
  source: 'Quotas and limits - Amazon Kinesis Data Streams (developer guide)',
  asOf: '2026 (undated copy)',
};
const api = { source: 'Kinesis API Reference; AWS API model (botocore 1.44.5)', asOf: '2026-11-17' };
const fanOut = {
  source: 'Develop enhanced fan-out consumers - Kinesis Data Streams (developer guide)',
  asOf: '2026 (undated copy)',
};
const prices = {
  source: 'Infracost price test output kinesis_stream.golden, us-east-1, computed from the AWS Price List',
  asOf: '2024-07-01',
};

export const facts = byId([
  limit('onDemandMaxWriteUsEast1', 10, 'GB/s/stream', {
    ...quotas,
    adjustable: true,
    note: 'us-east-1, us-west-2, eu-west-1',
  }),
  limit('onDemandMaxWriteOtherRegions', 200, 'MB/s/stream', {
    ...quotas,
    adjustable: true,
    note: 'raised to 10 GB/s by a support ticket',
  }),
  limit('defaultMaxRecordSize', 1, 'MiB/record', {
    ...api,
    adjustable: true,
    note: 'default of a stream; UpdateMaxRecordSize accepts up to 10 MiB',
  }),
  limit('getRecordsTpsPerShard', 5, 'calls/s/shard', { ...api, note: 'shared by all readers that poll the shard' }),
  limit('efoConsumersStandard', 20, 'consumers/stream', api),
  limit('retentionMin', 24, 'hours', quotas),
  limit('retentionMax', 8760, 'hours', api),
  capacity('shardWriteBytes', 1, 'MiB/s/shard', {
    ...api,
    note: 'PutRecord text says up to 10 MiB/s, a burst for large records; sized with 1',
  }),
  capacity('shardWriteRecords', 1000, 'records/s/shard', api),
  capacity('shardReadBytes', 2, 'MiB/s/shard', { ...api, note: 'shared by all readers that poll the shard' }),
  capacity('onDemandDefaultWrite', 4, 'MB/s/stream', { ...quotas, note: 'new on-demand stream' }),
  latency('propagationShared1Consumer', 200, 'ms', { ...fanOut, note: 'average, put to poll, one reader' }),
  latency('propagationShared5Consumers', 1000, 'ms', { ...fanOut, note: 'average, five readers' }),
  latency('propagationEfo', 70, 'ms', { ...fanOut, note: 'average, one to five consumers' }),
  unverified('latency', 'putRecordP50', 15, 'ms', 'in-Region put with synchronous copies in three zones'),
  unverified('latency', 'putRecordP99', 60, 'ms'),
  price('onDemandStreamHour', 0.04, 'USD/stream-hour', prices),
  price('onDemandIngest', 0.08, 'USD/GB', prices),
  limit('onDemandIngestIncrement', 1, 'KB/record', {
    ...prices,
    note: 'ingest is billed by record, rounded up to this',
  }),
  price('onDemandRetrieval', 0.04, 'USD/GB', prices),
  price('onDemandEfoRetrieval', 0.05, 'USD/GB', prices),
  price('onDemandExtendedRetention', 0.1, 'USD/GB-month', { ...prices, note: '24 hours to 7 days' }),
  price('onDemandLongTermRetention', 0.023, 'USD/GB-month', { ...prices, note: 'beyond 7 days' }),
  price('shardHour', 0.015, 'USD/shard-hour', prices),
  price('putPayloadUnits', 0.014, 'USD/million units', { ...prices, note: 'a unit is 25 KB of one record' }),
  limit('putPayloadUnitBytes', 25, 'KB/unit', { ...prices, note: 'each record is rounded up to such units' }),
  price('extendedRetentionProvisioned', 0.02, 'USD/shard-hour', { ...prices, note: '24 hours to 7 days' }),
  price('longTermRetentionProvisioned', 0.023, 'USD/GB-month', { ...prices, note: 'beyond 7 days' }),
  price('efoDataProvisioned', 0.013, 'USD/GB', prices),
  price('efoConsumerShardHour', 0.015, 'USD/consumer-shard-hour', prices),
  sla('monthlyUptimePercent', 99.9, 'percent', {
    source: 'Amazon Kinesis Service Level Agreement, page text',
    asOf: '2024-02-09',
    note: 'per Region',
  }),
]);
