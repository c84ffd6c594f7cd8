// What several generators show and is dear to make: made once, when first asked for.
import { join } from 'node:path';
import type { Finding } from '../compiler/findings.ts';
import type { Catalogue } from '../compiler/moves.ts';
import type { Plan } from '../compiler/plan/plan.ts';
import type { Drawing } from './diagrams/drawing.ts';
import { keptLayout } from './diagrams/kept-layout.ts';
import type { LaidOut } from './diagrams/laid-out.ts';
import { toMermaid } from './diagrams/mermaid.ts';
import { sequencesOf } from './diagrams/sequences.ts';
import { views } from './diagrams/views/index.ts';
import type { View } from './diagrams/views/view.ts';
import type { StageSynthesis, Synthesis } from './infrastructure/synthesise.ts';
import { type Manifest, type OutputFile, sha256 } from './output/files.ts';
import { kept } from './output/kept.ts';
import type { Thread } from './thread.ts';

export interface Picture {
  readonly view: View;
  readonly drawing: Drawing;
  laidOut(): Promise<LaidOut>;
  mermaid(): string;
}

export interface Sequence {
  readonly id: string;
  readonly title: string;
  readonly mermaid: string;
}

export interface Artefacts {
  readonly plan: Plan;
  readonly catalogue: Catalogue;
  readonly findings: readonly Finding[];
  /** Folder for what is kept between runs, by content. */
  readonly cache: string;
  /** An empty temporary folder, gone when the run ends. */
  readonly folder: string;
  readonly pictures: readonly Picture[];
  readonly sequences: readonly Sequence[];
  synthesis(): Promise<Synthesis>;
  /** Folder of the main stage's cloud assembly, there before the other stages are synthesised. */
  mainAssembly(): Promise<string>;
  /**
   * A file whose bytes a module's exported function gives, in a thread of its own while others go on. Not made where it
   * is on disk or kept already, from the same source and untouched since.
   */
  aside(path: string, source: string, call: Call): Promise<OutputFile>;
}

/** An exported function of a module, named by its URL, and its argument: all of it can be sent to a thread. */
export interface Call {
  readonly module: string;
  readonly name: string;
  readonly argument: unknown;
}

export interface ArtefactOptions {
  readonly cache: string;
  readonly folder: string;
  readonly findings: readonly Finding[];
  readonly manifest?: Manifest;
  readonly read?: (path: string) => Promise<Uint8Array | undefined>;
  readonly thread: Thread;
}

export function makeArtefacts(plan: Plan, catalogue: Catalogue, options: ArtefactOptions): Artefacts {
  const pictures = views.flatMap((view) =>
    view.draw(plan, catalogue).map(
      (drawing): Picture => ({
        view,
        drawing,
        laidOut: once(() => keptLayout(drawing, options.cache)),
        mermaid: () => toMermaid(drawing),
      }),
    ),
  );
  const synthesiser = once(() => mainStage(plan, catalogue, options));
  return {
    plan,
    catalogue,
    findings: options.findings,
    cache: options.cache,
    folder: options.folder,
    pictures,
    sequences: sequencesOf(plan),
    mainAssembly: async () => (await synthesiser()).main.assembly,
    synthesis: once(async () => {
      const { main, others } = await synthesiser();
      // What waits for the main stage goes on first: it may start a thread.
      await new Promise((resolve) => setImmediate(resolve));
      return others(main);
    }),
    aside: async (path, source, { module, name, argument }) => {
      const entry = options.manifest?.[path];
      if (entry?.source === source) {
        const content = await options.read?.(path);
        if (content !== undefined && sha256(content) === entry.sha256) return { path, content, source };
      }
      const content = await kept(join(options.cache, 'pictures'), source, async () => {
        const bytes = await options.thread.run(module, name, argument);
        if (!(bytes instanceof Uint8Array)) throw new Error(`${name} of ${module} gives no bytes`);
        return bytes;
      });
      return { path, content, source };
    },
  };
}

/** The main stage synthesised, and what gives all of them. Loaded when asked for: a picture alone needs no CDK. */
async function mainStage(plan: Plan, catalogue: Catalogue, { cache, folder }: ArtefactOptions) {
  const [{ BrokenHandlers }, { bundleHandlers, handlerCodeOf }, { synthesiseOne, together }] = await Promise.all([
    import('./infrastructure/broken-handlers.ts'),
    import('./infrastructure/bundles.ts'),
    import('./infrastructure/synthesise.ts'),
  ]);
  const bundles = await bundleHandlers(plan.architecture.folder, { cacheFolder: cache });
  if (bundles.problems.length > 0) throw new BrokenHandlers(bundles.problems);
  const stage = (id: string) => synthesiseOne(plan, catalogue, id, { folder, handlerCode: handlerCodeOf(bundles) });
  const main = stage(plan.mainStage);
  return {
    main,
    others: (made: StageSynthesis): Synthesis =>
      together([...plan.architecture.stages.keys()].map((id) => (id === made.stage ? made : stage(id)))),
  };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
