// The feature flags and switches under which every template is made, whoever starts the app.
import { createRequire } from 'node:module';

/** Wins over what the CDK CLI says, so that templates made by render, check and deploy are the same bytes. */
export function appContext(): Readonly<Record<string, unknown>> {
  const flags: Record<string, unknown> = createRequire(import.meta.url)('aws-cdk-lib/recommended-feature-flags.json');
  return {
    ...flags,
    // Gathers what nobody reads, since version reporting is off.
    '@aws-cdk/core:enableAdditionalMetadataCollection': false,
    // Paths of the machine that synthesised would otherwise stand in the template.
    'aws:cdk:enable-asset-metadata': false,
    'aws:cdk:enable-path-metadata': false,
    'aws:cdk:disable-stack-trace': true,
    // Where each resource was made in this code says nothing of the model, and takes a tenth of the time.
    'aws:cdk:disable-creation-stack-traces': true,
  };
}
