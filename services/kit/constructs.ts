// The constructs library beside the CDK's own lazy module: the same instance, loaded on first use.
import { createRequire } from 'node:module';
import type * as Constructs from 'constructs';

const require = createRequire(import.meta.url);

function library(): typeof Constructs {
  return require('constructs') as typeof Constructs;
}

/** A plain construct that only groups what is in it. */
export const construct = (scope: Constructs.Construct, id: string): Constructs.Construct =>
  new (library().Construct)(scope, id);

/** What others may wait for before all of it is known. */
export const dependencyGroup = (): Constructs.DependencyGroup => new (library().DependencyGroup)();
