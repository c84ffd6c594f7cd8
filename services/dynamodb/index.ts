// Amazon DynamoDB: keeps items by key, and streams their changes where the model asks for it.
import { definition } from '../../compiler/figures.ts';
import { defineService } from '../service.ts';
import { facts } from './facts.ts';
import { construct, observe } from './infrastructure.ts';
import { check, type Settings, settings } from './settings.ts';
import { size } from './size.ts';
import { partitions } from './units.ts';

export const dynamodb = defineService<Settings>({
  id: 'dynamodb',
  title: 'Amazon DynamoDB',
  short: 'DynamoDB',
  icon: 'AmazonDynamoDB',
  stores: true,
  broadcasts: true,
  zones: () => definition(3, 'zones', 'a table keeps each item in three Availability Zones'),
  settings,
  facts,
  sla: 'monthlyUptimePercent',
  scales:
    'An on-demand table splits its partitions as traffic grows and doubles what it takes within some 30 minutes, up to the quota of a table; a known peak can be met by warming it. Keys that spread are what lets it: one partition stays one.',
  offers: ['table', 'changes'],
  moves: [],
  check,
  partitions,
  size,
  construct,
  observe,
});
