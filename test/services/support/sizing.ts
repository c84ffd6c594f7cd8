// One service, its settings and loads to the context in which it is sized, without a model around it.
import type { Connection, EventType } from '../../../compiler/architecture.ts';
import { type Figure, sum } from '../../../compiler/figures.ts';
import type { Load } from '../../../compiler/plan/plan.ts';
import type { ArrowLoad, Service, Sizing, SizingContext } from '../../../services/service.ts';
import { architecture, component, figure, load } from './model.ts';

export interface SizingCase {
  readonly settings?: object;
  /** Each is one arrow in; together they are the inflow. */
  readonly incoming?: readonly ArrowLoad[];
  readonly outgoing?: readonly ArrowLoad[];
  /** In place of what the arrows bring. */
  readonly inflow?: Load;
  readonly events?: readonly EventType[];
  readonly scale?: number;
  readonly year?: number;
  readonly scenario?: string;
  readonly region?: string;
  /** What arrives at other components, and the connections between them. */
  readonly loads?: Readonly<Record<string, Load>>;
  readonly connections?: readonly Connection[];
}

export function sizingContext(service: Service, of: SizingCase): SizingContext {
  const self = component('self', service.id, of.settings, { region: of.region ?? 'us-east-1' });
  const incoming = of.incoming ?? [];
  const model = architecture({
    components: [self],
    connections: [...incoming.map((arrow) => arrow.connection), ...(of.connections ?? [])],
    events: of.events ?? [],
  });
  const total = (of: 'recordsPerSecond' | 'bytesPerSecond' | 'requestsPerSecond', unit: string): Figure =>
    sum(
      unit,
      incoming.map((arrow) => arrow.load[of]),
    );
  const factOf = (id: string, fact: string): Figure => {
    const known = id === service.id ? service.facts[fact] : undefined;
    if (known === undefined) throw new Error(`no fact ${id}/${fact}`);
    return { value: known.value, unit: known.unit, origin: { kind: 'fact', fact: known } };
  };
  return {
    architecture: model,
    component: self,
    settings: self.settings,
    stage: { id: 'prod', protect: true },
    situation: { stage: 'prod', scenario: of.scenario ?? 'average', year: of.year ?? 0 },
    inflow: of.inflow ?? {
      flows: incoming.flatMap((arrow) => arrow.load.flows),
      recordsPerSecond: total('recordsPerSecond', 'records/s'),
      bytesPerSecond: total('bytesPerSecond', 'B/s'),
      requestsPerSecond: total('requestsPerSecond', 'requests/s'),
    },
    incoming,
    outgoing: of.outgoing ?? [],
    fact: (id) => factOf(service.id, id),
    factOf,
    partitionsOf: () => figure(1, 'lanes'),
    loadAt: (id) => of.loads?.[id] ?? load([]),
    offering: () => [],
    scale: figure(of.scale ?? 1),
    eventsHeld: of.events ?? [],
  };
}

export function sized(service: Service, of: SizingCase): Sizing {
  const sizing = service.size?.(sizingContext(service, of));
  if (sizing === undefined) throw new Error(`${service.id} has no size`);
  return sizing;
}

export const monthlyUsd = (sizing: Sizing): number =>
  sizing.cost.reduce((total, line) => total + line.monthlyUsd.value, 0);

/** Share of a limit that is used. Throws where the service has no such limit. */
export function shareOf(sizing: Sizing, id: string): number {
  const limit = sizing.limits.find((each) => each.id === id);
  if (limit === undefined) throw new Error(`no limit ${id}`);
  return limit.share.value;
}

/** Cost of a line. Throws where the service has no such line. */
export function lineUsd(sizing: Sizing, label: string): number {
  const line = sizing.cost.find((each) => each.label === label);
  if (line === undefined) throw new Error(`no cost line ${label}`);
  return line.monthlyUsd.value;
}
