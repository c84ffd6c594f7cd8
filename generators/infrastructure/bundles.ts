// Handler folders of a model to bundled code, once for all of them, cached by the content of what goes in.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { BuildOptions, Metafile } from 'esbuild';
import { cdk } from '../../services/kit/cdk.ts';
import { checkLibraries, checksModule, checksNamespace, precompiledChecks } from './checks.ts';
import { runtimeSdk, sdkModule, sdkNamespace } from './runtime-sdk.ts';
import type { HandlerCode } from './stage-state.ts';

/** A fault in a handler's code, as esbuild sees it. `file` is relative to the handlers' folder. */
export interface BundleProblem {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  readonly column: number;
  readonly text: string;
}

export interface Bundles {
  /** Handler to the absolute folder that holds its index.mjs. Empty where there are problems. */
  readonly folders: ReadonlyMap<string, string>;
  readonly problems: readonly BundleProblem[];
  /** Whether nothing had to be bundled. */
  readonly cached: boolean;
}

export interface BundleOptions {
  /** Default: node_modules/.cache/plumbline under the working folder. */
  readonly cacheFolder?: string;
}

const options = {
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node22',
  format: 'esm',
  outExtension: { '.js': '.mjs' },
  mainFields: ['module', 'main'],
  // Some libraries still call require(); a module has none of its own. The name is long: a short one, minifying gives too.
  banner: {
    js: "import{createRequire as createRequireOfBundle}from'node:module';const require=createRequireOfBundle(import.meta.url);",
  },
  // No tsconfig.json nearby may change the bytes, nor may a source map, which holds paths.
  tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
  sourcemap: false,
  charset: 'utf8',
  legalComments: 'none',
  treeShaking: true,
} as const satisfies BuildOptions;

/** Runs beside other work: esbuild is a process of its own. Folders without index.ts are shared code, not handlers. */
export async function bundleHandlers(modelFolder: string, { cacheFolder }: BundleOptions = {}): Promise<Bundles> {
  const root = resolve(modelFolder, 'handlers');
  const handlers = handlersIn(root);
  if (handlers.length === 0) return { folders: new Map(), problems: [], cached: true };
  const cache = resolve(cacheFolder ?? join('node_modules', '.cache', 'plumbline'), 'handlers');
  const recipe = await recipeOf(root, handlers);
  const record = join(cache, `${sha256(root + recipe).slice(0, 16)}.json`);
  const known = await readRecord(record, root, recipe);
  const found = known && join(cache, known);
  if (found !== undefined && existsSync(found))
    return { folders: foldersIn(found, handlers), problems: [], cached: true };
  return bundleAnew({ root, handlers, cache, recipe, record });
}

/** Code for CDK of what was bundled. Throws on an unknown handler: a check should have found it. */
export function handlerCodeOf({ folders }: Bundles): HandlerCode {
  return (handler) => {
    const folder = folders.get(handler);
    if (folder === undefined) throw new Error(`handler "${handler}" has not been bundled`);
    return cdk().aws_lambda.Code.fromAsset(folder);
  };
}

/** All that decides the bytes beside the handlers' code. */
async function recipeOf(root: string, handlers: readonly string[]): Promise<string> {
  const { version } = await import('esbuild');
  const plugins = await Promise.all([checksModule, sdkModule].map((url) => readFile(new URL(url), 'utf8')));
  return sha256(JSON.stringify([version, options, handlers, checkLibraries(root), plugins]));
}

interface Job {
  readonly root: string;
  readonly handlers: readonly string[];
  readonly cache: string;
  readonly recipe: string;
  readonly record: string;
}

async function bundleAnew({ root, handlers, cache, recipe, record }: Job): Promise<Bundles> {
  const { build } = await import('esbuild');
  await mkdir(cache, { recursive: true });
  const outdir = await mkdtemp(join(cache, '.making-'));
  try {
    const result = await build({
      ...options,
      absWorkingDir: root,
      entryPoints: Object.fromEntries(handlers.map((handler) => [`${handler}/index`, `./${handler}/index.ts`])),
      outdir,
      plugins: [runtimeSdk, precompiledChecks(root)],
      metafile: true,
      logLevel: 'silent',
    });
    const inputs = await hashesOf(root, result.metafile);
    const bundle = sha256(recipe + JSON.stringify(inputs)).slice(0, 32);
    const folder = join(cache, bundle);
    await rename(outdir, folder).catch((error: unknown) => {
      // Another process may have been quicker; its bytes are the same.
      if (!existsSync(folder)) throw error;
    });
    await writeFile(record, JSON.stringify({ recipe, bundle, inputs }));
    return { folders: foldersIn(folder, handlers), problems: [], cached: false };
  } catch (error) {
    return { folders: new Map(), problems: problemsOf(error), cached: false };
  } finally {
    await rm(outdir, { recursive: true, force: true });
  }
}

/** Inputs that plugins made up out of others. */
const madeUp = new RegExp(`^(${checksNamespace}|${sdkNamespace}):`);

async function hashesOf(root: string, { inputs }: Metafile): Promise<Readonly<Record<string, string>>> {
  const paths = Object.keys(inputs)
    .filter((path) => !madeUp.test(path))
    .sort();
  return Object.fromEntries(
    await Promise.all(paths.map(async (path) => [path, sha256(await readFile(resolve(root, path)))])),
  );
}

/** Name of the bundle that these very inputs gave, or undefined. */
async function readRecord(record: string, root: string, recipe: string): Promise<string | undefined> {
  try {
    const parsed: {
      readonly recipe: string;
      readonly bundle: string;
      readonly inputs: Readonly<Record<string, string>>;
    } = JSON.parse(await readFile(record, 'utf8'));
    if (parsed.recipe !== recipe) return undefined;
    const same = await Promise.all(
      Object.entries(parsed.inputs).map(async ([path, hash]) => sha256(await readFile(resolve(root, path))) === hash),
    );
    return same.every(Boolean) ? parsed.bundle : undefined;
  } catch {
    return undefined;
  }
}

function problemsOf(error: unknown): readonly BundleProblem[] {
  if (!(error instanceof Error) || !('errors' in error) || !Array.isArray(error.errors)) throw error;
  const messages: readonly import('esbuild').Message[] = error.errors;
  return messages.map(({ text, location }) => ({
    file: location?.file ?? '',
    line: location?.line ?? 1,
    column: (location?.column ?? 0) + 1,
    text: `${text}${wayToPackage(text)}`,
  }));
}

/** A model that was copied away from its packages. */
function wayToPackage(text: string): string {
  const [, name] = /^Could not resolve "((?:@[^"/]+\/)?[^"./@][^"/]*)(?:\/[^"]*)?"/.exec(text) ?? [];
  return name === undefined ? '' : `; install it where the model stands or in a folder above: npm install ${name}`;
}

function handlersIn(root: string): readonly string[] {
  if (!existsSync(root)) return [];
  return readdirSync(root)
    .filter((name) => existsSync(join(root, name, 'index.ts')))
    .sort();
}

const foldersIn = (folder: string, handlers: readonly string[]): ReadonlyMap<string, string> =>
  new Map(handlers.map((handler) => [handler, join(folder, handler)]));

const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');
