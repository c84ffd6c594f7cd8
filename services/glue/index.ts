// A model's catalogue to a Glue database whose tables' columns follow from the payloads and whose partitions from the path.
import { definition } from '../../compiler/figures.ts';
import { defineService } from '../service.ts';
import { check, type GlueSettings, settings } from './settings.ts';
import { construct } from './tables.ts';

export const glue = defineService<GlueSettings>({
  id: 'glue',
  title: 'AWS Glue Data Catalog',
  short: 'Glue Data Catalog',
  icon: 'AWSGlue',
  settings,
  // AWS publishes no uptime for the catalogue that could be found, and the first million objects and requests are free.
  facts: {},
  scales: 'Partitions follow from the path by a rule, so their number costs neither crawler nor look-up.',
  offers: ['catalogue'],
  moves: [],
  check,
  size: ({ settings: { tables } }) => ({
    capacity: [
      { label: 'Tables', figure: definition(Object.keys(tables).length, 'tables', 'as the model lists them') },
    ],
    limits: [],
    cost: [],
  }),
  construct,
});
