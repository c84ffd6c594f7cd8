// A model's delivery to a Firehose stream that writes a stream's records to a bucket, as Parquet by the columns of a table.
import { defineService } from '../service.ts';
import { facts } from './facts.ts';
import { moves } from './moves.ts';
import { observe } from './observe.ts';
import { check, type FirehoseSettings, settings } from './settings.ts';
import { hop, size } from './size.ts';
import { construct } from './stream.ts';

export const firehose = defineService<FirehoseSettings>({
  id: 'firehose',
  title: 'Amazon Data Firehose',
  short: 'Data Firehose',
  icon: 'AmazonDataFirehose',
  settings,
  facts,
  sla: 'monthlyUptimePercent',
  scales:
    'AWS scales the delivery with its source, up and down, without a quota; more load only fills the buffer sooner and makes larger objects.',
  offers: ['delivery'],
  moves,
  check,
  size,
  hop,
  construct,
  observe,
});
