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

export function synthesise(plan: Plan, catalogue: Catalogue, options: SynthesisOptions): Synthesis {
  const { folder, ...appOptions } = options;
  const templates = new Map<string, string>();
  const resources: ResourceEntry[] = [];
  const assemblies = new Map<string, string>();
  const acknowledgements = new Map<string, readonly Acknowledgement[]>();
  for (const stage of plan.architecture.stages.keys()) {
    const outdir = join(folder, stage);
    const built = buildApp(plan, catalogue, stage, { ...appOptions, outdir });
    const own = new Map(
      built.app
        .synth()
        .stacks.map((stack) => [`${stack.stackName}.template.json`, readFileSync(stack.templateFullPath, 'utf8')]),
    );
    for (const [file, text] of own) templates.set(file, text);
    resources.push(...resourcesOf(stage, own));
    assemblies.set(stage, outdir);
    acknowledgements.set(stage, built.acknowledgements.map(readable));
  }
  return { templates, resources, assemblies, acknowledgements };
}
