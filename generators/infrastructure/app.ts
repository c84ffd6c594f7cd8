// Plan and stage to a CDK app: components construct their resources, then connections wire them, then all are watched.
import type { App, IStackSynthesizer } from 'aws-cdk-lib';
import type { Catalogue } from '../../compiler/moves.ts';
import type { Plan } from '../../compiler/plan/plan.ts';
import type { Acknowledgement } from '../../services/kit/build.ts';
import { cdk } from '../../services/kit/cdk.ts';
import { appContext } from './app-context.ts';
import { buildStage } from './build-stage.ts';
import { tagValue } from './names.ts';
import { markOwners } from './owners.ts';
import { placementOf } from './placement.ts';
import type { HandlerCode } from './stage-state.ts';

export interface AppOptions {
  /** See bundles.ts. */
  readonly handlerCode: HandlerCode;
  /** Where the cloud assembly goes. Default: where the CDK CLI wants it. */
  readonly outdir?: string;
  /** CDK's own template validator: ten times slower, so for deployments and one test. */
  readonly validate?: boolean;
}

export interface BuiltApp {
  readonly app: App;
  /** What the services answer to cdk-nag. */
  readonly acknowledgements: readonly Acknowledgement[];
}

/** The app of one stage: a stack for each Region that has components. Throws only where a service or this code is wrong. */
export function buildApp(plan: Plan, catalogue: Catalogue, stageId: string, options: AppOptions): BuiltApp {
  const { App, Stack } = cdk();
  const { architecture } = plan;
  const placement = placementOf(architecture, stageId);
  const app = new App({
    ...(options.outdir === undefined ? {} : { outdir: options.outdir }),
    analyticsReporting: false,
    builtinCloudFormationValidation: options.validate ?? false,
    postCliContext: appContext(),
  });
  const stacks = new Map(
    placement.places.map(({ region, stackId }) => [
      region,
      new Stack(app, stackId, {
        stackName: stackId,
        env: { region },
        synthesizer: synthesizer(),
        description: `${architecture.title}, ${stageId}`.slice(0, 256),
        terminationProtection: placement.stage.protect,
        tags: { model: architecture.name, stage: stageId, owner: tagValue(architecture.owner) },
      }),
    ]),
  );
  const { owners, acknowledgements } = buildStage(plan, catalogue, placement, stacks, options.handlerCode);
  for (const stack of stacks.values()) markOwners(stack, owners);
  return { app, acknowledgements };
}

/** Without the rule that asks for a bootstrap version: the CLI looks by itself, and the template holds only what is ours. */
function synthesizer(): IStackSynthesizer {
  const { DefaultStackSynthesizer } = cdk();
  // The library's own types disagree with each other under exactOptionalPropertyTypes; it is its own default otherwise.
  return new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }) as IStackSynthesizer;
}
