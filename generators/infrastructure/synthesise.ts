// Plan to the templates of every stage, through CDK and a temporary folder.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Catalogue } from '../../compiler/moves.ts';
import type { Plan } from '../../compiler/plan/plan.ts';
import type { Acknowledgement } from '../../services/kit/build.ts';
import { readable } from './answers.ts';
import { type AppOptions, buildApp } from './app.ts';
import { type ResourceEntry, resourcesOf } from './resources.ts';

export interface Synthesis {
  /** "<stack>.template.json" to its text, stage by stage. */
  readonly templates: ReadonlyMap<string, string>;
  readonly resources: readonly ResourceEntry[];
  /** Stage to the folder with its cloud assembly. */
  readonly assemblies: ReadonlyMap<string, string>;
  readonly acknowledgements: ReadonlyMap<string, readonly Acknowledgement[]>;
}

export interface SynthesisOptions extends Omit<AppOptions, 'outdir'> {
  /** An empty temporary folder; each stage's cloud assembly goes to a folder in it. */
  readonly folder: string;
}

/** Of one stage. */
export interface StageSynthesis {
  readonly stage: string;
  readonly templates: ReadonlyMap<string, string>;
  /** Folder with the cloud assembly. */
  readonly assembly: string;
  readonly acknowledgements: readonly Acknowledgement[];
}

export function synthesiseOne(
  plan: Plan,
  catalogue: Catalogue,
  stage: string,
  { folder, ...appOptions }: SynthesisOptions,
): StageSynthesis {
  const assembly = join(folder, stage);
  const built = buildApp(plan, catalogue, stage, { ...appOptions, outdir: assembly });
  const { stacks } = built.app.synth();
  return {
    stage,
    templates: new Map(
      stacks.map((stack) => [`${stack.stackName}.template.json`, readFileSync(stack.templateFullPath, 'utf8')]),
    ),
    assembly,
    acknowledgements: built.acknowledgements.map(readable),
  };
}

/** Stages in the order in which they shall be told. */
export const together = (stages: readonly StageSynthesis[]): Synthesis => ({
  templates: new Map(stages.flatMap(({ templates }) => [...templates])),
  resources: stages.flatMap(({ stage, templates }) => resourcesOf(stage, templates)),
  assemblies: new Map(stages.map(({ stage, assembly }) => [stage, assembly])),
  acknowledgements: new Map(stages.map(({ stage, acknowledgements }) => [stage, acknowledgements])),
});

export const synthesise = (plan: Plan, catalogue: Catalogue, options: SynthesisOptions): Synthesis =>
  together([...plan.architecture.stages.keys()].map((stage) => synthesiseOne(plan, catalogue, stage, options)));
