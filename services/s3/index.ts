// Amazon S3: keeps objects for as long as their prefix says, tells of new ones, and copies itself to another Region.
import { definition } from '../../compiler/figures.ts';
import { defineService } from '../service.ts';
import { construct, observe } from './bucket.ts';
import { facts } from './facts.ts';
import { wireNotify } from './notify.ts';
import { readingObjects, readingSource, wireReplicate, writingCopies } from './replicate.ts';
import { check, notifySettings, replicateSettings, replicationOf, type Settings, settings } from './settings.ts';
import { size } from './size.ts';

export const s3 = defineService<Settings>({
  id: 's3',
  title: 'Amazon Simple Storage Service',
  short: 'S3',
  icon: 'AmazonSimpleStorageService',
  stores: true,
  zones: () => definition(3, 'zones', 'a bucket keeps each object in three Availability Zones'),
  settings,
  facts,
  sla: 'monthlyUptimePercent',
  scales:
    "AWS splits a bucket's prefixes as requests grow, and its size has no limit. Large objects, written seldom, keep requests few.",
  offers: ['bucket'],
  moves: [
    {
      does: 'notify',
      from: 'self',
      to: 'queue',
      mechanism: 'event notification of new objects',
      carries: 'all',
      settings: notifySettings,
      actions: () => ['sqs:SendMessage'],
      // One message an object, however many records lie in it.
      requests: ({ heldRequestsPerSecond }) => heldRequestsPerSecond,
      wire: wireNotify,
    },
    {
      does: 'replicate',
      from: 'self',
      to: 'bucket',
      mechanism: 'cross-Region replication with time control',
      carries: 'all',
      settings: replicateSettings,
      actions: () => [...readingSource, ...readingObjects, ...writingCopies, 'kms:Decrypt', 'kms:Encrypt'],
      requests: ({ heldRequestsPerSecond }) => heldRequestsPerSecond,
      hop: ({ connection }) => {
        const { within } = replicationOf(connection);
        return { label: 'copied to the other Region', p50: within, p99: within };
      },
      wire: wireReplicate,
    },
  ],
  check,
  size,
  construct,
  observe,
});
