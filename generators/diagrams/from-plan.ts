// Plan to the nodes, groups and edges of a Drawing: labels from the model, figures from the plan, icons from the catalogue.
import type { Component, Connection, Group } from '../../compiler/architecture.ts';
import { type Catalogue, movesOf, serviceOf } from '../../compiler/moves.ts';
import { averageOf } from '../../compiler/plan/average.ts';
import type { Flow, Plan } from '../../compiler/plan/plan.ts';
import { rateText } from '../rate-text.ts';
import type { Drawing, DrawingEdge, DrawingGroup, DrawingNode, EdgeKind } from './drawing.ts';

/** What a view shows of the whole. Connections whose ends are not both shown are left out. */
export interface Selection {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly direction?: Drawing['direction'];
  readonly components: (component: Component) => boolean;
  readonly connections: (connection: Connection) => boolean;
  /** Events whose records its arrows count; all where absent. */
  readonly events?: ReadonlySet<string>;
  /** What stands below an arrow's label in place of its rate. */
  readonly figure?: (connection: Connection) => string | undefined;
}

export function drawingOf(plan: Plan, catalogue: Catalogue, selection: Selection): Drawing {
  const { architecture } = plan;
  const components = [...architecture.components.values()].filter(selection.components);
  const shown = new Set(components.map((component) => component.id));
  const connections = [...architecture.connections.values()].filter(
    (connection) => shown.has(connection.from) && shown.has(connection.to) && selection.connections(connection),
  );
  const { loads } = averageOf(plan);
  const { events, figure } = selection;
  const rates = new Map(
    connections.map(({ id }) => {
      const flows = (loads.get(id)?.flows ?? []).filter(({ event }) => events?.has(event) ?? true);
      return [id, flows.reduce((rate, { recordsPerSecond }) => rate + recordsPerSecond.value, 0)];
    }),
  );
  const heaviest = Math.max(1e-12, ...rates.values());
  return {
    id: selection.id,
    title: selection.title,
    description: selection.description,
    direction: selection.direction ?? 'down',
    groups: groupsAround(architecture.groups, components),
    nodes: components.map((component) => nodeOf(component, plan, catalogue)),
    edges: connections.map((connection): DrawingEdge => {
      const rate = rates.get(connection.id) ?? 0;
      const below = figure === undefined ? (rate > 0 ? rateText(rate) : undefined) : figure(connection);
      return {
        id: connection.id,
        from: connection.from,
        to: connection.to,
        label: connection.label,
        kind: edgeKind(connection, plan, catalogue),
        ...(connection.step === undefined ? {} : { step: connection.step }),
        ...(below === undefined ? {} : { figure: below }),
        ...(rate > 0 ? { weight: rate / heaviest } : {}),
      };
    }),
  };
}

/** Groups that hold something shown, outer ones included, in the model's order. */
function groupsAround(groups: ReadonlyMap<string, Group>, components: readonly Component[]): readonly DrawingGroup[] {
  const used = new Set<string>();
  for (const component of components) {
    for (let id: string | undefined = component.group; id !== undefined && !used.has(id); id = groups.get(id)?.parent)
      used.add(id);
  }
  return [...groups.values()].filter((group) => used.has(group.id)).map(groupOf);
}

const frames: Readonly<Record<Group['kind'], string | undefined>> = {
  cloud: 'AWSCloud',
  region: 'Region',
  plain: undefined,
  strip: undefined,
};

function groupOf(group: Group): DrawingGroup {
  const icon = frames[group.kind];
  return {
    id: group.id,
    label: group.label,
    kind: group.kind,
    ...(group.parent === undefined ? {} : { parent: group.parent }),
    ...(icon === undefined ? {} : { icon }),
  };
}

function nodeOf(component: Component, plan: Plan, catalogue: Catalogue): DrawingNode {
  const service = serviceOf(component.id, plan.architecture, catalogue);
  const icon = service?.iconOf?.(component.settings) ?? service?.icon;
  const strip = plan.architecture.groups.get(component.group)?.kind === 'strip';
  return {
    id: component.id,
    label: component.label,
    service: service?.short ?? component.service,
    kind: service?.outside ? 'outside' : strip ? 'mark' : 'aws',
    group: component.group,
    description: component.purpose,
    ...(icon === undefined ? {} : { icon }),
  };
}

/** What kind of arrow a connection is drawn as: what guards or watches, what asks, what fails, or what carries. */
function edgeKind(connection: Connection, plan: Plan, catalogue: Catalogue): EdgeKind {
  const { architecture } = plan;
  const moves = movesOf(connection, architecture, catalogue).filter(({ verb }) => connection.does.includes(verb));
  if (connection.onFailure) return 'failure';
  const source = serviceOf(connection.from, architecture, catalogue);
  const controls = moves.length > 0 && moves.every(({ move }) => move.control);
  if (controls && (source?.mark || moves.some(({ move }) => move.joins))) return 'control';
  if ((controls && source?.outside) || moves.every(({ move }) => move.asks)) return 'request';
  const flows = averageOf(plan).loads.get(connection.id)?.flows ?? [];
  const asks = ({ event }: Flow): boolean => architecture.workload.events.get(event)?.kind === 'request';
  return flows.length > 0 && flows.every(asks) ? 'request' : 'data';
}
