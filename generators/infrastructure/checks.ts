// JSON Schemas that handlers import to checks that need no compiling when a function starts.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import type { Plugin } from 'esbuild';

/** Namespace of the modules that this plugin makes up; their inputs have no file of their own. */
export const checksNamespace = 'check';
/** Where this code stands: the bundles' bytes depend on it. */
export const checksModule = import.meta.url;

/** A sender may be ahead of its consumers by an optional field: only an API refuses what it does not know. */
const leftToTheApi = 'additionalProperties';

const options = { strict: false, validateSchema: false, meta: false, code: { source: true, esm: true } };

/**
 * In a bundle, a module `*.schema.json` is the schema with its check under `Symbol.for('plumbline.check')`: a draft-04
 * check as Ajv's standalone code, which leaves Ajv itself out. Code that runs unbundled finds none there, and compiles.
 * The Ajv is the handlers' own; where they have no `ajv-draft-04`, a schema stays the data that it is.
 *
 * @param root the handlers' folder.
 */
export function precompiledChecks(root: string): Plugin {
  const of = requireOf(root);
  const library = libraryOf(of);
  return {
    name: 'precompiled-checks',
    setup(build) {
      if (!library) return;
      const make = async (path: string, contentsOf: (schema: object) => string, resolveDir: string) => {
        try {
          const schema: object = JSON.parse(await readFile(path, 'utf8'));
          return { contents: contentsOf(schema), loader: 'js' as const, resolveDir };
        } catch (error) {
          // The model's fault, as a handler that does not compile is.
          const text = `no check can be made of this schema: ${error instanceof Error ? error.message : String(error)}`;
          return { errors: [{ text, location: { file: relative(root, path), line: 1, column: 0 } }] };
        }
      };
      build.onLoad({ filter: /\.schema\.json$/, namespace: 'file' }, ({ path }) =>
        make(path, (schema) => withCheck(schema, path), dirname(path)),
      );
      build.onResolve({ filter: /^check:/ }, ({ path }) => ({
        path: path.slice('check:'.length),
        namespace: checksNamespace,
      }));
      // What little a check imports is Ajv's.
      build.onLoad({ filter: /.*/, namespace: checksNamespace }, ({ path }) =>
        make(path, (schema) => standalone(of, library, schema), dirname(of.resolve('ajv/package.json'))),
      );
    },
  };
}

/** Versions of the libraries that write the checks. */
export function checkLibraries(root: string): readonly string[] {
  const of = requireOf(root);
  if (!libraryOf(of)) return [];
  return ['ajv', 'ajv-draft-04'].map((name) => {
    const { version }: { readonly version: string } = of(`${name}/package.json`);
    return version;
  });
}

type Library = typeof import('ajv-draft-04');
type StandaloneCode = typeof import('ajv/dist/standalone/index.js');

function requireOf(root: string): NodeJS.Require {
  return createRequire(join(root, 'index.js'));
}

function libraryOf(of: NodeJS.Require): Library | undefined {
  try {
    return of('ajv-draft-04');
  } catch {
    return undefined;
  }
}

function withCheck(schema: object, path: string): string {
  return `import check from ${JSON.stringify(`check:${path}`)};
const schema = ${JSON.stringify(schema)};
Object.defineProperty(schema, Symbol.for('plumbline.check'), { value: check });
export default schema;`;
}

function standalone(of: NodeJS.Require, library: Library, schema: object): string {
  const { default: codeOf }: StandaloneCode = of('ajv/dist/standalone');
  const ajv = new library.default(options);
  ajv.removeKeyword(leftToTheApi);
  return codeOf(ajv, ajv.compile(schema));
}
