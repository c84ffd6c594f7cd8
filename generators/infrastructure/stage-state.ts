// What grows while a stage is built: scopes, handles, policies, answers to cdk-nag. Contexts read it, the builder fills it.
import type { aws_iam as iam, aws_lambda as lambda, Stack } from 'aws-cdk-lib';
import type { Construct, IConstruct } from 'constructs';
import type { Component, Connection } from '../../compiler/architecture.ts';
import type { Catalogue } from '../../compiler/moves.ts';
import type { Plan, SituationPlan } from '../../compiler/plan/plan.ts';
import type { Acknowledgement, Handles } from '../../services/kit/build.ts';
import type { Owner } from './owners.ts';
import type { Placement } from './placement.ts';

/** Code of a handler folder of the model. */
export type HandlerCode = (handler: string) => lambda.Code;

export interface StageState {
  readonly plan: Plan;
  readonly catalogue: Catalogue;
  readonly placement: Placement;
  readonly average: SituationPlan;
  readonly handlerCode: HandlerCode;
  /** By Region. */
  readonly stacks: ReadonlyMap<string, Stack>;
  /** By component id. */
  readonly scopes: ReadonlyMap<string, Construct>;
  /** Components offering a key, by Region. */
  readonly keys: ReadonlyMap<string, Component>;
  /** By Region, then component. */
  readonly handles: ReadonlyMap<string, Map<string, Handles>>;
  readonly owners: Map<IConstruct, Owner>;
  readonly acknowledgements: Acknowledgement[];
  /** One policy for each connection and role. */
  readonly policies: Map<string, iam.Policy>;
  /** Wildcards of those policies that have been answered. */
  readonly wildcards: Map<string, Set<string>>;
  /** Handles of a component, constructing it first if need be; undefined where nothing of it is provisioned. */
  construct(component: Component): Handles | undefined;
  scopeOf(connection: Connection, mover: Component): Construct;
}
