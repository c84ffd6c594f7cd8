// Imports of the AWS SDK to requires of what the runtime brings.
import type { Plugin } from 'esbuild';

export const sdkNamespace = 'runtime-sdk';
/** Where this code stands: the bundles' bytes depend on it. */
export const sdkModule = import.meta.url;

const required = /^required:/;

/**
 * The SDK is CommonJS. Importing it as a module has Node read each of its files twice, first for its exports' names,
 * which takes as long again as loading it; requiring it does not. And NODE_PATH, by which Lambda finds it, is CommonJS's.
 *
 * A module that re-exports stands between the two: how a module meets CommonJS depends on the package.json around it,
 * and a model's has no say in the bytes.
 */
export const runtimeSdk: Plugin = {
  name: sdkNamespace,
  setup(build) {
    build.onResolve({ filter: /^@aws-sdk\// }, ({ path, namespace }) =>
      namespace === sdkNamespace ? { path, external: true } : { path, namespace: sdkNamespace },
    );
    build.onResolve({ filter: required, namespace: sdkNamespace }, ({ path }) => ({ path, namespace: sdkNamespace }));
    build.onLoad({ filter: /.*/, namespace: sdkNamespace }, ({ path }) => ({
      contents: required.test(path)
        ? `module.exports = require(${JSON.stringify(path.replace(required, ''))});`
        : `export * from ${JSON.stringify(`required:${path}`)};`,
      loader: 'js',
    }));
  },
};
