// AWS Lambda: runs the model's own code on what arrives, in batches, and lets it call what its arrows lead to.
import { defineService } from '../service.ts';
import { check } from './check.ts';
import { environmentOf } from './environment.ts';
import { facts } from './facts.ts';
import { construct } from './function.ts';
import { moves } from './moves.ts';
import { observe } from './observe.ts';
import { type Settings, settings } from './settings.ts';
import { hop, size } from './size.ts';

export { environmentOf };

export const lambda = defineService<Settings>({
  id: 'lambda',
  title: 'AWS Lambda',
  short: 'Lambda',
  icon: 'AWSLambda',
  settings,
  facts,
  sla: 'monthlyUptimePercent',
  scales:
    "AWS starts an execution for each request or batch that waits, up to the account's concurrency, and keeps none when nothing does. From a stream there are as many at a time as lanes times the batches in parallel of each; a reserve keeps one function from starving another.",
  offers: ['function'],
  moves,
  check,
  environment: environmentOf,
  size,
  hop,
  construct,
  observe,
});
