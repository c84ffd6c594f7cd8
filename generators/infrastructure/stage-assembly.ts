// One stage's cloud assembly for the CDK CLI.
import type { Catalogue } from '../../compiler/moves.ts';
import type { Plan } from '../../compiler/plan/plan.ts';
import { buildApp } from './app.ts';
import { BrokenHandlers } from './broken-handlers.ts';
import { bundleHandlers, handlerCodeOf } from './bundles.ts';
import { placementOf } from './placement.ts';

export interface StageAssembly {
  /** Cloud assembly, for the CDK CLI's --app. */
  readonly folder: string;
  /** Main Region first. */
  readonly stacks: readonly { readonly name: string; readonly region: string; readonly resources: number }[];
}

/** Written to the given temporary folder. Throws BrokenHandlers. */
export async function synthesiseStage(
  plan: Plan,
  catalogue: Catalogue,
  stage: string,
  { folder, cache, validate }: { readonly folder: string; readonly cache: string; readonly validate: boolean },
): Promise<StageAssembly> {
  const bundles = await bundleHandlers(plan.architecture.folder, { cacheFolder: cache });
  if (bundles.problems.length > 0) throw new BrokenHandlers(bundles.problems);
  const { app } = buildApp(plan, catalogue, stage, {
    handlerCode: handlerCodeOf(bundles),
    outdir: folder,
    validate,
  });
  const { places } = placementOf(plan.architecture, stage);
  const order = (stack: { readonly stackName: string }): number =>
    places.findIndex(({ stackId }) => stackId === stack.stackName);
  // The assembly has them as they depend on each other.
  const sorted = [...app.synth().stacks].sort((a, b) => order(a) - order(b));
  const stacks = sorted.map((stack) => {
    const template: { readonly Resources?: Readonly<Record<string, unknown>> } = stack.template;
    return {
      name: stack.stackName,
      region: stack.environment.region,
      resources: Object.keys(template.Resources ?? {}).length,
    };
  });
  return { folder, stacks };
}
