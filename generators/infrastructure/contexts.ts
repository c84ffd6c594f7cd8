// What a service is handed to build itself and its arrows (services/kit/build.ts), over the state of a stage.
import type { Component, Connection } from '../../compiler/architecture.ts';
import type { BuildContext, HandleName, Handles, Statement, WireContext } from '../../services/kit/build.ts';
import { cdk } from '../../services/kit/cdk.ts';
import { wildcardAnswers } from '../../services/kit/wildcards.ts';
import type { StageState } from './stage-state.ts';

type Common = Pick<
  BuildContext,
  | 'architecture'
  | 'plan'
  | 'average'
  | 'stage'
  | 'prefix'
  | 'of'
  | 'find'
  | 'key'
  | 'outOf'
  | 'into'
  | 'eventsAt'
  | 'acknowledge'
>;

export function buildContext(state: StageState, component: Component): BuildContext {
  const region = regionOf(component);
  const scope = state.scopes.get(component.id);
  const handles = state.handles.get(region);
  if (scope === undefined || handles === undefined)
    throw new Error(`component "${component.id}" has no place in this stage`);
  return {
    ...common(state, component),
    component,
    settings: component.settings,
    scope,
    handlerCode: state.handlerCode,
    handles,
    scopeOf: (id) => {
      const other = state.plan.architecture.components.get(id);
      const found = other?.region === region ? state.scopes.get(id) : undefined;
      if (found === undefined) throw new Error(`component "${id}" has no place in this stack`);
      return found;
    },
    own: (name) => handleOf(handles.get(component.id), component.id, name),
  };
}

/** `host` is the end in whose stack the arrow stands: the mover, unless that is outside. */
export function wireContext(
  state: StageState,
  connection: Connection,
  mover: Component,
  host: Component = mover,
): WireContext {
  const { components } = state.plan.architecture;
  const from = components.get(connection.from);
  const to = components.get(connection.to);
  if (from === undefined || to === undefined) throw new Error(`connection "${connection.id}" has a loose end`);
  const scope = state.scopeOf(connection, host);
  return {
    ...common(state, host),
    connection,
    component: mover,
    settings: mover.settings,
    from,
    to,
    scope,
    grant: (role, statements) => {
      const key = `${connection.id} ${role.node.path}`;
      // Several verbs of one arrow share its policy; a second role, which is rare, is named by its own construct.
      const id =
        scope.node.tryFindChild('Grant') === undefined ? 'Grant' : `Grant-${role.node.path.replaceAll('/', '-')}`;
      const policy = state.policies.get(key) ?? new (cdk().aws_iam.Policy)(scope, id, { roles: [role] });
      state.policies.set(key, policy);
      policy.addStatements(...statements.map(policyStatement));
      const given = state.wildcards.get(key) ?? new Set<string>();
      state.wildcards.set(key, given);
      for (const answer of wildcardAnswers(policy, mover.label, statements, given))
        state.acknowledgements.push({ ...answer, component: mover.id });
      return policy;
    },
  };
}

function common(state: StageState, component: Component): Common {
  const { plan, average, placement } = state;
  const { architecture } = plan;
  const region = regionOf(component);
  const find = <Name extends HandleName>(id: string, name: Name): Handles[Name] | undefined => {
    const other = architecture.components.get(id);
    return other?.region === region ? state.construct(other)?.[name] : undefined;
  };
  return {
    architecture,
    plan,
    average,
    stage: placement.stage,
    prefix: placement.prefix,
    find,
    of: (id, name) => handleOf({ [name]: find(id, name) }, id, name),
    key: () => {
      const key = state.keys.get(region);
      return key && state.construct(key)?.key;
    },
    outOf: (id) => placement.connections.filter(({ from }) => from === id),
    into: (id) => placement.connections.filter(({ to }) => to === id),
    eventsAt: (id) => {
      const flows = average.components.get(id)?.inflow.flows ?? [];
      return flows.flatMap(({ event }) => architecture.workload.events.get(event) ?? []);
    },
    acknowledge: (acknowledgement) => {
      state.acknowledgements.push({ ...acknowledgement, component: component.id });
    },
  };
}

function handleOf<Name extends HandleName>(
  handles: Handles | undefined,
  id: string,
  name: Name,
): NonNullable<Handles[Name]> {
  const handle = handles?.[name];
  if (handle === undefined || handle === null) throw new Error(`component "${id}" offers no "${name}" in this stack`);
  return handle;
}

function policyStatement({ actions, resources, conditions, sid }: Statement) {
  return new (cdk().aws_iam.PolicyStatement)({
    actions: [...actions],
    resources: [...resources],
    ...(conditions === undefined ? {} : { conditions }),
    ...(sid === undefined ? {} : { sid }),
  });
}

export function regionOf(component: Component): string {
  if (component.region === undefined) throw new Error(`component "${component.id}" stands outside AWS`);
  return component.region;
}
