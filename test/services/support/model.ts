// A small architecture and plan made by hand, for tests of one service: only what the test names is in it.
import type {
  Architecture,
  Component,
  Connection,
  EventType,
  Scenario,
  Stage,
} from '../../../compiler/architecture.ts';
import { type Figure, formula, sum, zero } from '../../../compiler/figures.ts';
import type { Flow, Load, Plan, Situation, SituationPlan } from '../../../compiler/plan/plan.ts';

/** A figure as the model would have it: `figure(5, 's')`. */
export const figure = (value: number, unit = ''): Figure => ({
  value,
  unit,
  origin: { kind: 'setting', path: 'test', text: `${value} ${unit}` },
});

export function component(
  id: string,
  service: string,
  settings: object = {},
  more: Partial<Component> = {},
): Component {
  return { id, service, label: id, purpose: `Is ${id}.`, group: 'region', region: 'us-east-1', settings, ...more };
}

/** A component outside AWS. */
export function outside(id: string, service: string, settings: object = {}): Component {
  return { id, service, label: id, purpose: `Is ${id}.`, group: 'entry', settings };
}

export function connection(
  from: string,
  to: string,
  does: string,
  settings: object = {},
  more: Partial<Connection> = {},
): Connection {
  return {
    id: `${from}-${to}`,
    from,
    to,
    does: [does],
    rarely: [],
    label: does,
    per: 'event',
    onFailure: false,
    settings,
    ...more,
  };
}

export const event = (id: string, more: Partial<EventType> = {}): EventType => ({
  id,
  label: id,
  kind: 'event',
  rate: figure(10, 'records/s'),
  size: figure(1000, 'B'),
  from: [],
  ...more,
});

export interface Parts {
  readonly name?: string;
  readonly components: readonly Component[];
  readonly connections?: readonly Connection[];
  readonly events?: readonly EventType[];
  readonly stages?: readonly Stage[];
  readonly folder?: string;
}

const keyed = <T extends { readonly id: string }>(items: readonly T[]): ReadonlyMap<string, T> =>
  new Map(items.map((item) => [item.id, item]));

export function architecture(parts: Parts): Architecture {
  return {
    name: parts.name ?? 'sample',
    title: 'Sample pipeline',
    summary: 'A sample.',
    owner: 'Data team',
    folder: parts.folder ?? '',
    stages: keyed(
      parts.stages ?? [
        { id: 'dev', protect: false },
        { id: 'prod', protect: true },
      ],
    ),
    assumptions: new Map(),
    workload: {
      growth: figure(0.4),
      years: 0,
      scenarios: keyed<Scenario>([{ id: 'average', label: 'Average', factors: new Map(), whatIf: false }]),
      events: keyed(parts.events ?? []),
    },
    objectives: new Map(),
    groups: new Map(),
    components: keyed(parts.components),
    connections: keyed(parts.connections ?? []),
    decisions: new Map(),
    considerations: new Map(),
    steps: [],
    evidence: [],
  };
}

/** A load of the given records per second and bytes each, one call a record. */
export function load(flows: readonly { readonly event: string; readonly rate: number; readonly size: number }[]): Load {
  const made = flows.map(
    ({ event: id, rate, size }): Flow => ({
      event: id,
      recordsPerSecond: figure(rate, 'records/s'),
      bytesPerRecord: figure(size, 'B'),
    }),
  );
  const recordsPerSecond = sum(
    'records/s',
    made.map((flow) => flow.recordsPerSecond),
  );
  return {
    flows: made,
    recordsPerSecond,
    bytesPerSecond: sum(
      'B/s',
      made.map((flow) =>
        formula('B/s', 'records * size', { records: flow.recordsPerSecond, size: flow.bytesPerRecord }),
      ),
    ),
    requestsPerSecond: recordsPerSecond,
  };
}

/** A plan whose components receive the loads given by id, in every stage. */
export function plan(of: Architecture, inflows: Readonly<Record<string, Load>> = {}): Plan {
  const situations = [...of.stages.keys()].map((stage): Situation => ({ stage, scenario: 'average', year: 0 }));
  const nothing: Load = load([]);
  const at = (situation: Situation): SituationPlan => ({
    situation,
    loads: new Map(),
    monthlyUsd: zero('USD/month'),
    components: new Map(
      [...of.components.values()].map((each) => [
        each.id,
        {
          component: each,
          inflow: inflows[each.id] ?? nothing,
          capacity: [],
          limits: [],
          cost: [],
          monthlyUsd: zero('USD/month'),
        },
      ]),
    ),
  });
  return { architecture: of, situations, at, objectives: new Map(), mainStage: [...of.stages.keys()].at(-1) ?? '' };
}
