// What is watched to what watching costs. Alarms are made later, out of the constructs; here their number is foretold.
import { type Connection, existsIn } from '../../compiler/architecture.ts';
import { definition, type Figure, formula, month, sum, zero } from '../../compiler/figures.ts';
import type { Capability, Sizing, SizingContext } from '../service.ts';
import { type CloudWatchSettings, silenceTells } from './settings.ts';

type Context = SizingContext<CloudWatchSettings>;

/**
 * Alarms by what a component offers. Services say their alarms in observe(), which needs the constructs; a test compares
 * the number foretold with the alarms in the template.
 */
export const alarmsByCapability: readonly {
  readonly capability: Capability;
  readonly alarms: number;
  readonly what: string;
}[] = [
  { capability: 'endpoint', alarms: 2, what: 'server errors and latency of each endpoint' },
  { capability: 'stream', alarms: 1, what: 'refused writes of each stream' },
  { capability: 'function', alarms: 2, what: 'errors and throttles of each function' },
  { capability: 'table', alarms: 2, what: 'throttles and system errors of each table' },
  { capability: 'queue', alarms: 1, what: 'messages that wait in each queue' },
  { capability: 'topic', alarms: 1, what: 'failed notifications of each topic' },
  { capability: 'delivery', alarms: 3, what: 'freshness, success and conversion of each delivery' },
];

/** Alarms by arrow, once for each arrow or for each component that it reaches. */
export const alarmsByArrow: readonly {
  readonly from: readonly Capability[];
  readonly fits: (connection: Connection) => boolean;
  readonly each: 'arrow' | 'target';
  readonly alarms: number;
  readonly what: string;
}[] = [
  {
    from: ['stream', 'changes'],
    fits: ({ does }) => does.includes('feed') || does.includes('push'),
    each: 'target',
    alarms: 1,
    what: 'age of records at each function that reads',
  },
  {
    from: ['bus'],
    fits: ({ does }) => does.includes('route'),
    each: 'arrow',
    alarms: 1,
    what: 'failed deliveries of each rule',
  },
  {
    from: ['bucket'],
    fits: ({ does }) => does.includes('replicate'),
    each: 'arrow',
    alarms: 2,
    what: 'copies that are late or fail',
  },
  {
    from: ['function'],
    fits: ({ together }) => together !== undefined,
    each: 'target',
    alarms: 1,
    what: 'transactions that meet at each table',
  },
];

export function size(context: Context): Sizing {
  const { settings, fact } = context;
  const functions = context.offering('function').length;
  const named = Object.keys(settings.metrics ?? {}).length;
  const alarms = alarmCount(context);
  const metrics = formula('metrics', 'functions * each + named', {
    functions: definition(functions, 'functions', 'functions of the stage'),
    each: settings.metricsEach,
    named: definition(named, 'metrics', 'metrics that the model names'),
  });
  const monthly = (label: string, count: Figure, price: string): Sizing['cost'][number] => ({
    label,
    usage: false,
    monthlyUsd: formula('USD/month', 'count * month * price', { count, month, price: fact(price) }),
  });
  return {
    capacity: [
      { label: 'Alarms', figure: alarms },
      { label: 'Metrics of our own', figure: metrics },
    ],
    limits: [],
    cost: [
      ...logCost(context),
      ...traceCost(context),
      monthly('Alarms', alarms, 'alarmStandard'),
      monthly('Metrics', metrics, 'metricFirst10k'),
      monthly('Dashboard', definition(1, 'dashboards', 'one for the stack'), 'dashboard'),
    ],
  };
}

function logCost({ settings: { logs }, offering, loadAt, fact }: Context): Sizing['cost'] {
  if (logs === undefined) return [];
  const ids = new Set([...offering('endpoint'), ...offering('function')].map(({ id }) => id));
  const calls = sum(
    'requests/s',
    [...ids].map((id) => loadAt(id).requestsPerSecond),
  );
  const written = formula('B/s', 'calls * perCall', { calls, perCall: logs.perCall });
  return [
    {
      label: 'Logs, taken in',
      usage: true,
      monthlyUsd: formula('USD/month', 'written * month * price', { written, month, price: fact('logsIngest') }),
    },
    {
      label: 'Logs, kept',
      usage: true,
      monthlyUsd: formula('USD/month', 'written * keep * month * price', {
        written,
        keep: logs.keep,
        month,
        price: fact('logsStorage'),
      }),
    },
  ];
}

function traceCost({ settings: { traces }, offering, loadAt, fact }: Context): Sizing['cost'] {
  if (traces === undefined) return [];
  const requests = sum(
    'requests/s',
    offering('endpoint').map(({ id }) => loadAt(id).requestsPerSecond),
  );
  return [
    {
      label: 'Traces',
      usage: true,
      monthlyUsd: formula('USD/month', 'requests * share * month * price', {
        requests,
        share: traces,
        month,
        price: fact('tracesRecorded'),
      }),
    },
  ];
}

/** Counted as observe() will make them: by component, by arrow, and what the monitor's own settings ask for. */
export function alarmCount(context: Context): Figure {
  const { settings, component, architecture, stage } = context;
  // Another Region's stack has no monitor, and its alarms are not made.
  const here = (capability: Capability): readonly string[] =>
    context.offering(capability).flatMap(({ id, region }) => (region === component.region ? id : []));
  const parts: Figure[] = [];
  const add = (count: number, what: string): void => {
    if (count > 0) parts.push(definition(count, 'alarms', `${what}: ${count}`));
  };
  for (const { capability, alarms, what } of alarmsByCapability) add(here(capability).length * alarms, what);
  const existing = new Set(
    [...architecture.components.values()].filter((each) => existsIn(each, stage.id)).map(({ id }) => id),
  );
  const functions = new Set(here('function'));
  for (const { from, fits, each, alarms, what } of alarmsByArrow) {
    const sources = new Set(from.flatMap(here));
    const found = [...architecture.connections.values()].filter(
      (connection) => sources.has(connection.from) && existing.has(connection.to) && fits(connection),
    );
    const reading = from.includes('stream') ? found.filter(({ to }) => functions.has(to)) : found;
    add((each === 'arrow' ? reading.length : new Set(reading.map(({ to }) => to)).size) * alarms, what);
  }
  add(functions.size > 0 ? 1 : 0, 'concurrency of the account');
  add(silenceTells(settings, architecture, stage) ? 1 : 0, 'silence');
  add(Object.keys(settings.metrics ?? {}).length, 'metrics that the model names');
  return parts.length === 0 ? zero('alarms') : sum('alarms', parts);
}
