// A small catalogue of made-up services, so that the compiler is tested apart from AWS.

import { finding } from '../../../compiler/codes.ts';
import { definition, type Fact, formula } from '../../../compiler/figures.ts';
import type { Catalogue } from '../../../compiler/moves.ts';
import { choice, flag, list, object, quantity, record, reference, text, whole } from '../../../services/kit/schema.ts';
import { defineService, type Service } from '../../../services/service.ts';

const fact = (service: string, id: string, value: number, unit: string, published: string, verified = true): Fact => ({
  service,
  id,
  kind: 'limit',
  value,
  unit,
  published,
  source: 'made up for tests',
  asOf: '2026-01-01',
  verified,
});

const none = { properties: {} };

const app = defineService({
  id: 'app',
  title: 'App',
  short: 'App',
  outside: true,
  settings: { properties: { device: choice(['phone', 'desk'], 'What it runs on.', 'phone') } },
  facts: {},
  offers: ['caller'],
  moves: [{ does: 'use', from: 'self', to: 'caller', mechanism: 'by hand', carries: 'nothing' }],
});

const entry = defineService<{ readonly throttle?: object }>({
  id: 'entry',
  title: 'Entry Service',
  short: 'Entry',
  settings: {
    properties: {
      throttle: quantity('rate', 'Requests a second that are let in.'),
      routes: record(
        object(
          {
            properties: {
              accepts: reference('event', 'Event that it takes.'),
              auth: choice(['none', 'key'], 'Who may call.', 'none'),
            },
            required: ['accepts'],
          },
          'One route.',
        ),
        'Routes by path.',
      ),
    },
  },
  facts: {},
  offers: ['endpoint'],
  check: ({ id }, settings) =>
    'routes' in settings && Object.keys(settings.routes ?? {}).some((route) => !route.includes('/'))
      ? [finding('bad-setting', ['components', id, 'routes'], 'A route has no path.', 'Write it like POST /orders.')]
      : [],
  moves: [
    { does: 'send', from: 'caller', to: 'self', mechanism: 'HTTPS', carries: 'said' },
    { does: 'put', from: 'self', to: 'stream', mechanism: 'integration', carries: 'said' },
  ],
  hop: () => ({ label: 'entry', p50: definition(0.01, 's', 'made up'), p99: definition(0.05, 's', 'made up') }),
});

const streamFacts = { writes: fact('stream', 'writes', 1000, 'records/s', '1,000 records/s') };

const stream = defineService({
  id: 'stream',
  title: 'Stream Service',
  short: 'Stream',
  stores: true,
  broadcasts: true,
  settings: {
    properties: {
      retention: quantity('duration', 'How long records are kept.'),
      mode: choice(['on-demand', 'provisioned'], 'How capacity is had.', 'on-demand'),
      shards: whole('Number of shards.', 1, 100),
    },
  },
  facts: streamFacts,
  offers: ['stream'],
  moves: [],
  zones: () => definition(3, 'zones', 'made up'),
  size: ({ inflow, fact: factOf }) => {
    const limit = factOf('writes');
    const used = inflow.recordsPerSecond;
    return {
      capacity: [],
      limits: [
        {
          id: 'writes',
          label: 'Writes',
          used,
          limit,
          share: formula('', 'used / limit', { used, limit }),
          above: 'Throttled.',
        },
      ],
      cost: [{ label: 'Stream', monthlyUsd: definition(20, 'USD/month', 'made up'), usage: false }],
    };
  },
});

const workerFacts = { start: fact('worker', 'start', 0.005, 's', '5 ms', false) };

const worker = defineService({
  id: 'worker',
  title: 'Worker Service',
  short: 'Worker',
  settings: {
    properties: {
      handler: text('Folder of its code.'),
      memory: quantity('size', 'Memory.', '512 MiB'),
      duration: object(
        {
          properties: {
            perEvent: quantity('any', 'Time for each event.'),
            perBatch: quantity('any', 'Time for each batch.', '5 ms / batch'),
          },
          required: ['perEvent'],
        },
        'How long it runs.',
      ),
      tracing: flag('Whether calls are traced.', true),
      watches: list(reference('event', 'An event.'), 'Events that it looks for.'),
    },
    required: ['handler'],
  },
  facts: workerFacts,
  offers: ['function'],
  moves: [
    {
      does: 'feed',
      from: 'stream',
      to: 'self',
      mechanism: 'mapping',
      carries: 'all',
      settings: {
        properties: {
          batch: whole('Records in a batch, at most.', 1, 10000, 100),
          window: quantity('duration', 'How long a batch is waited for.', '0 s'),
        },
      },
    },
    { does: 'write', from: 'self', to: 'table', mechanism: 'SDK', carries: 'all' },
    { does: 'read', from: 'self', to: 'table', mechanism: 'SDK', carries: 'all', asks: true },
    {
      does: 'set-aside',
      from: 'self',
      to: 'bucket',
      mechanism: 'destination',
      carries: 'all',
      recovery: true,
      begins: true,
      settings: { properties: { prefix: text('Where.') }, required: ['prefix'] },
    },
    { does: 'invoke', from: 'self', to: 'function', mechanism: 'SDK', carries: 'all' },
    { does: 'publish', from: 'self', to: 'topic', mechanism: 'SDK', carries: 'said' },
  ],
  hop: ({ fact: factOf }) => ({ label: 'worker', p50: factOf('start'), p99: factOf('start') }),
});

const store = defineService({
  id: 'store',
  title: 'Store Service',
  short: 'Store',
  stores: true,
  settings: { properties: { keeps: quantity('duration', 'How long items are kept.') } },
  facts: {},
  offers: ['table', 'bucket'],
  moves: [],
});

const topic = defineService({
  id: 'topic',
  title: 'Topic Service',
  short: 'Topic',
  broadcasts: true,
  settings: none,
  facts: {},
  offers: ['topic'],
  moves: [
    {
      does: 'notify',
      from: 'self',
      to: 'caller',
      mechanism: 'mail',
      carries: 'all',
      settings: { properties: { batch: text('How mails are put together.') } },
    },
  ],
});

const guard = defineService({
  id: 'guard',
  title: 'Guard Service',
  short: 'Guard',
  mark: true,
  settings: none,
  facts: {},
  offers: ['firewall'],
  moves: [
    { does: 'protect', from: 'self', to: 'endpoint', mechanism: 'association', control: true, carries: 'nothing' },
  ],
});

const services: readonly Service[] = [app, entry, stream, worker, store, topic, guard];
export const catalogue: Catalogue = new Map(services.map((service) => [service.id, service]));
