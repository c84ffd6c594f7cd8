// The CDK library, loaded on first use: reading a model and drawing it must not pay for it. Its ESM entry fires every
// lazy getter (twenty times slower to load), so the CommonJS entry is required.
import { createRequire } from 'node:module';
import type * as Cdk from 'aws-cdk-lib';

const require = createRequire(import.meta.url);

/** The aws-cdk-lib module. Submodules: `cdk().aws_kinesis`. For types: `import type { aws_kinesis } from 'aws-cdk-lib'`. */
export function cdk(): typeof Cdk {
  return require('aws-cdk-lib') as typeof Cdk;
}
