// A stage's placement to constructs in its stacks: construct all components, wire all connections, observe all, finish all.
import type { Stack } from 'aws-cdk-lib';
import type { Construct, IConstruct } from 'constructs';
import type { Component } from '../../compiler/architecture.ts';
import { type Catalogue, movesOf } from '../../compiler/moves.ts';
import { averageOf } from '../../compiler/plan/average.ts';
import type { Plan } from '../../compiler/plan/plan.ts';
import type { Acknowledgement, Handles, Observed } from '../../services/kit/build.ts';
import { construct } from '../../services/kit/constructs.ts';
import { componentKey, connectionKey } from '../../services/kit/owners.ts';
import { buildContext, regionOf, wireContext } from './contexts.ts';
import { constructIds } from './names.ts';
import type { Owner } from './owners.ts';
import type { Placement } from './placement.ts';
import type { HandlerCode, StageState } from './stage-state.ts';

export interface BuiltStage {
  readonly owners: ReadonlyMap<IConstruct, Owner>;
  readonly acknowledgements: readonly Acknowledgement[];
}

export function buildStage(
  plan: Plan,
  catalogue: Catalogue,
  placement: Placement,
  stacks: ReadonlyMap<string, Stack>,
  handlerCode: HandlerCode,
): BuiltStage {
  const state = startState(plan, catalogue, placement, stacks, handlerCode);
  const placed = placement.places.flatMap(({ components }) => components);
  for (const component of placed) state.construct(component);
  inModelOrder(state, placed);
  wireAll(state);
  observeAll(state);
  return { owners: state.owners, acknowledgements: state.acknowledgements };
}

function startState(
  plan: Plan,
  catalogue: Catalogue,
  placement: Placement,
  stacks: ReadonlyMap<string, Stack>,
  handlerCode: HandlerCode,
): StageState {
  const placed = placement.places.flatMap(({ components }) => components);
  const names = constructIds([...placed, ...placement.connections].map(({ id }) => id));
  const nameOf = (id: string) => names.get(id) ?? id;
  const owners = new Map<IConstruct, Owner>();
  const scopes = new Map<string, Construct>();
  const connectionScopes = new Map<string, Construct>();
  const handles = new Map([...stacks.keys()].map((region) => [region, new Map<string, Handles>()]));
  const constructing = new Set<string>();
  const state: StageState = {
    plan,
    catalogue,
    placement,
    average: averageOf(plan, placement.stage.id),
    handlerCode,
    stacks,
    scopes,
    keys: new Map(
      [...placed]
        .reverse()
        .filter(({ service }) => catalogue.get(service)?.offers.includes('key'))
        .map((component) => [regionOf(component), component]),
    ),
    handles,
    owners,
    acknowledgements: [],
    policies: new Map(),
    wildcards: new Map(),
    construct: (component) => {
      const scope = scopes.get(component.id);
      const made = handles.get(regionOf(component));
      if (scope === undefined || made === undefined) return undefined;
      const known = made.get(component.id);
      if (known !== undefined) return known;
      if (constructing.has(component.id))
        throw new Error(`"${component.id}" is needed by what it needs: ${[...constructing].join(', ')}`);
      constructing.add(component.id);
      const built = catalogue.get(component.service)?.construct?.(buildContext(state, component)) ?? {};
      constructing.delete(component.id);
      made.set(component.id, built);
      return built;
    },
    scopeOf: (connection, mover) => {
      const known = connectionScopes.get(connection.id);
      if (known !== undefined) return known;
      const scope = construct(stackOf(stacks, mover), nameOf(connection.id));
      connectionScopes.set(connection.id, scope);
      owners.set(scope, { key: connectionKey, id: connection.id });
      return scope;
    },
  };
  for (const component of placed) {
    const scope = construct(stackOf(stacks, component), nameOf(component.id));
    scopes.set(component.id, scope);
    owners.set(scope, { key: componentKey, id: component.id });
  }
  return state;
}

/** What was constructed early, because something else asked for it, goes back to its place: dashboards follow the model. */
function inModelOrder(state: StageState, placed: readonly Component[]): void {
  for (const component of placed) {
    const made = state.handles.get(regionOf(component));
    const own = made?.get(component.id);
    if (made === undefined || own === undefined) continue;
    made.delete(component.id);
    made.set(component.id, own);
  }
}

/** Each arrow by the service that moves the data. Stacks are deployed in the order in which they point to each other. */
function wireAll(state: StageState): void {
  const { plan, catalogue, placement, stacks, scopes } = state;
  const { components } = plan.architecture;
  const later = new Set<string>();
  for (const connection of placement.connections) {
    for (const { move, mover } of movesOf(connection, plan.architecture, catalogue)) {
      const self = components.get(connection[mover]);
      const other = components.get(connection[mover === 'from' ? 'to' : 'from']);
      // What stands outside provisions nothing of its own; its arrow (a policy to assume) stands with what it leads to.
      const host = [self, other].find((end) => end !== undefined && scopes.has(end.id));
      if (self === undefined || host === undefined) continue;
      move.wire?.(wireContext(state, connection, self, host));
      const target = other?.region;
      if (host !== self || target === undefined || target === self.region) continue;
      if (later.has(`${target} ${self.region}`)) continue;
      later.add(`${self.region} ${target}`);
      stackOf(stacks, self).addStackDependency(stackOf(stacks, other));
    }
  }
}

function observeAll(state: StageState): void {
  const { catalogue, placement } = state;
  for (const place of placement.places) {
    const observed = new Map<string, Observed>();
    for (const component of place.components) {
      const seen = catalogue.get(component.service)?.observe?.(buildContext(state, component));
      if (seen !== undefined) observed.set(component.id, seen);
    }
    for (const component of place.components) {
      catalogue.get(component.service)?.finish?.(buildContext(state, component), observed);
    }
  }
}

function stackOf(stacks: ReadonlyMap<string, Stack>, component: Component | undefined): Stack {
  const stack = component && stacks.get(regionOf(component));
  if (stack === undefined) throw new Error(`component "${component?.id}" has no stack`);
  return stack;
}
