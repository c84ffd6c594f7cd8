// The constructs library beside the CDK's own lazy module: the same instance, loaded on first use.
import { createRequire } from 'node:module';
import type * as Constructs from 'constructs';

const require = createRequire(import.meta.url);

/** A plain construct that only groups what is in it. */
export function construct(scope: Constructs.Construct, id: string): Constructs.Construct {
  const { Construct } = require('constructs') as typeof Constructs;
  return new Construct(scope, id);
}
