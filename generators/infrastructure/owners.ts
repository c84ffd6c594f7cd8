// Constructs of a stack to their resources' metadata and tags: which component or connection each one comes from.
import type { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { cdk } from '../../services/kit/cdk.ts';
import { type componentKey, type connectionKey, sharedAs, sharedKey } from '../../services/kit/owners.ts';

export interface Owner {
  readonly key: typeof componentKey | typeof connectionKey | typeof sharedKey;
  readonly id: string;
}

/**
 * Marks every resource in the stack. `owners` holds the scopes made for components and connections.
 * Throws where a resource stands outside all of them: a service has put it into the stack itself, which is our bug.
 */
export function markOwners(stack: Stack, owners: ReadonlyMap<IConstruct, Owner>): void {
  const { CfnResource, Tags } = cdk();
  const used = new Map<IConstruct, Owner>();
  for (const construct of stack.node.findAll()) {
    if (!CfnResource.isCfnResource(construct)) continue;
    const found = ownerOf(construct, owners);
    if (found === undefined)
      throw new Error(`resource "${construct.node.path}" belongs to no component and no connection`);
    const { scope, owner } = found;
    used.set(scope, owner);
    construct.addMetadata(owner.key, owner.id);
  }
  for (const [scope, owner] of used) Tags.of(scope).add(owner.key, owner.id);
}

/** The nearest scope around a construct that says whose it is. */
export function ownerOf(
  construct: IConstruct,
  owners: ReadonlyMap<IConstruct, Owner>,
): { readonly scope: IConstruct; readonly owner: Owner } | undefined {
  for (let scope: IConstruct | undefined = construct; scope !== undefined; scope = scope.node.scope) {
    const owner = owners.get(scope);
    if (owner !== undefined) return { scope, owner };
    const shared = sharedAs(scope);
    if (shared !== undefined) return { scope, owner: { key: sharedKey, id: shared } };
  }
  return undefined;
}
