// What is watched to what watching costs. Alarms are made later, out of the constructs; here their number is foretold.
import type { Connection } from '../../compiler/architecture.ts';
import { definition, type Figure, formula, month, sum, zero } from '../../compiler/figures.ts';
import type { Capability, Sizing, SizingContext } from '../service.ts';
import type { CloudWatchSettings } from './settings.ts';

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

/** Alarms by arrow: how far a reader is behind, and a rule that cannot deliver. */
export const alarmsByArrow: readonly {
  readonly from: readonly Capability[];
  readonly to: readonly Capability[];
  readonly does: readonly string[];
  readonly what: string;
}[] = [
  {
    from: ['stream', 'changes'],
    to: ['function'],
    does: ['feed', 'push'],
    what: 'age of records at each function that reads',
  },
  { from: ['bus'], to: ['topic', 'queue', 'function'], does: ['route'], what: 'failed deliveries of each rule' },
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
  const { settings, component } = context;
  // Another Region's stack has no monitor, and its alarms are not made.
  const here = (capability: Capability) =>
    context.offering(capability).filter(({ region }) => region === component.region);
  const parts = alarmsByCapability.flatMap(({ capability, alarms, what }) => {
    const count = here(capability).length;
    return count === 0 ? [] : [definition(count * alarms, 'alarms', `${what}: ${count} × ${alarms}`)];
  });
  for (const { from, to, does, what } of alarmsByArrow) {
    const sources = new Set(from.flatMap(here).map(({ id }) => id));
    const targets = new Set(to.flatMap(here).map(({ id }) => id));
    const fits = (each: Connection) =>
      sources.has(each.from) && targets.has(each.to) && each.does.some((verb) => does.includes(verb));
    const found = [...context.architecture.connections.values()].filter(fits);
    // A function that reads two streams has one age: of the one that it is further behind.
    const count = does.includes('route') ? found.length : new Set(found.map((each) => each.to)).size;
    if (count > 0) parts.push(definition(count, 'alarms', `${what}: ${count}`));
  }
  const own = Object.keys(settings.metrics ?? {}).length + (settings.silence === undefined ? 0 : 1);
  if (own > 0) parts.push(definition(own, 'alarms', `silence and metrics that the model names: ${own}`));
  return parts.length === 0 ? zero('alarms') : sum('alarms', parts);
}
