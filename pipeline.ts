// The straight line from a model file to output files. Read this first: each call is one stage, and data walks one way.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkPlan } from './compiler/checks/index.ts';
import { compile } from './compiler/compile.ts';
import type { Finding } from './compiler/findings.ts';
import type { Catalogue } from './compiler/moves.ts';
import { type Plan, planOf } from './compiler/plan/index.ts';
import type { Source } from './compiler/source/source.ts';
import type { StageAssembly } from './generators/infrastructure/stage-assembly.ts';
import type { Manifest, OutputFile } from './generators/output/files.ts';
import { catalogue as services } from './services/index.ts';

export const catalogue: Catalogue = services;

export interface Understood {
  readonly source: Source;
  /** All findings, sorted by place. With an error among them there is no plan. */
  readonly findings: readonly Finding[];
  readonly plan?: Plan;
}

/** Model file to Plan: source, architecture, plan, and everything that is to be said about them. Throws UnreadableModel. */
export function understand(file: string): Understood {
  const { source, architecture, findings } = compile(file, catalogue);
  if (architecture === undefined) return { source, findings };
  const plan = planOf(architecture, catalogue);
  return { source, plan, findings: [...findings, ...checkPlan(plan, catalogue, source)] };
}

export interface GenerateOptions {
  /** Where bundles and layouts are kept between runs, by content. Absent: nothing is kept, everything is made. */
  readonly cache?: string;
  /** What is on disk: what is dear to make is not made again while its source is the same. */
  readonly manifest?: Manifest;
  readonly read?: (path: string) => Promise<Uint8Array | undefined>;
  /** Only files whose path starts with one of these; artefacts that nothing asks for are not made. */
  readonly only?: readonly string[];
}

export interface Generated extends OutputFile {
  /** Time its generator took, shared evenly among the files that it gave. */
  readonly milliseconds: number;
}

/** Plan to files, in memory; nothing is written outside a temporary folder and the cache. */
export async function generate(
  understood: Understood & { readonly plan: Plan },
  options: GenerateOptions,
): Promise<readonly Generated[]> {
  // Loaded here, so that commands which only read a model start at once.
  const [{ makeArtefacts }, { generators }, { openThread }] = await Promise.all([
    import('./generators/artefacts.ts'),
    import('./generators/index.ts'),
    import('./generators/thread.ts'),
  ]);
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-'));
  const thread = openThread();
  try {
    const { findings } = understood;
    const artefacts = makeArtefacts(understood.plan, catalogue, {
      ...options,
      folder,
      findings,
      thread,
      cache: options.cache ?? join(folder, 'cache'),
    });
    const { only } = options;
    const wanted = (path: string): boolean => only === undefined || only.some((prefix) => path.startsWith(prefix));
    const chosen = generators.filter((generator) =>
      generator.gives.some((path) => wanted(path) || only?.some((prefix) => prefix.startsWith(path))),
    );
    const groups = await Promise.all(
      chosen.map(async ({ load }) => {
        const generator = await load();
        const start = performance.now();
        const files = await generator.generate(artefacts, wanted);
        const milliseconds = (performance.now() - start) / Math.max(1, files.length);
        return files.map((file): Generated => ({ ...file, milliseconds }));
      }),
    );
    const files = groups.flat().sort((a, b) => (a.path < b.path ? -1 : 1));
    return files.filter((file) => wanted(file.path));
  } finally {
    await thread.end();
    await rm(folder, { recursive: true, force: true });
  }
}

/** One stage's cloud assembly in the given temporary folder. `validate`: by CDK, as a deployment should be. Throws BrokenHandlers. */
export async function assemblyOf(
  plan: Plan,
  stage: string,
  options: { readonly folder: string; readonly cache: string; readonly validate: boolean },
): Promise<StageAssembly> {
  const { synthesiseStage } = await import('./generators/infrastructure/stage-assembly.ts');
  return synthesiseStage(plan, catalogue, stage, options);
}
