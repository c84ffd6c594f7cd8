// A model's monitor to CloudWatch: one dashboard, the alarms of every component, how long logs live and what is traced.

import { defineService } from '../service.ts';
import { facts } from './facts.ts';
import { finish } from './finish.ts';
import { allowAlarms } from './page.ts';
import { type CloudWatchSettings, check, settings } from './settings.ts';
import { size } from './size.ts';

export const cloudwatch = defineService<CloudWatchSettings>({
  id: 'cloudwatch',
  title: 'Amazon CloudWatch',
  short: 'CloudWatch',
  icon: 'AmazonCloudWatch',
  mark: true,
  settings,
  facts,
  offers: ['monitor'],
  moves: [allowAlarms],
  check,
  size,
  finish,
});
