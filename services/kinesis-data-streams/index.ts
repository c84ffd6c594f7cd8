// Amazon Kinesis Data Streams: holds events in order of arrival for several readers, in shards.
import { definition } from '../../compiler/figures.ts';
import { defineService } from '../service.ts';
import { facts } from './facts.ts';
import { construct, observe } from './infrastructure.ts';
import { check, type Settings, settings } from './settings.ts';
import { partitions } from './shards.ts';
import { size } from './size.ts';

export const kinesisDataStreams = defineService<Settings>({
  id: 'kinesis-data-streams',
  title: 'Amazon Kinesis Data Streams',
  short: 'Kinesis Data Streams',
  icon: 'AmazonKinesisDataStreams',
  stores: true,
  broadcasts: true,
  zones: () => definition(3, 'zones', 'a put is answered once three Availability Zones hold the record'),
  settings,
  facts,
  sla: 'monthlyUptimePercent',
  scales:
    'An on-demand stream starts with four shards and doubles what it takes whenever its peak grows, within some 15 minutes; a provisioned one has the shards that the model gives it. Readers get a lane for each shard, so that they scale with it.',
  offers: ['stream'],
  moves: [],
  check,
  partitions,
  size,
  construct,
  observe,
});
