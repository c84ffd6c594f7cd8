// Constructs of a stack to their resources' metadata and tags: which component or connection each one comes from.
import type { CfnResource, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { cdk } from '../../services/kit/cdk.ts';

export const componentKey = 'plumbline:component';
export const connectionKey = 'plumbline:connection';
export type OwnerKey = typeof componentKey | typeof connectionKey;

export interface Owner {
  readonly key: OwnerKey;
  readonly id: string;
}

/**
 * Marks every resource in the stack. `owners` holds the scopes made for components and connections.
 * Throws where a resource stands outside all of them: a service has put it into the stack itself, which is our bug.
 */
export function markOwners(stack: Stack, owners: ReadonlyMap<IConstruct, Owner>): void {
  const { CfnResource, Tags } = cdk();
  for (const [scope, owner] of owners) Tags.of(scope).add(owner.key, owner.id);
  for (const construct of stack.node.findAll()) {
    if (!CfnResource.isCfnResource(construct)) continue;
    const owner = ownerOf(construct, owners);
    if (owner === undefined)
      throw new Error(`resource "${construct.node.path}" belongs to no component and no connection`);
    (construct as CfnResource).addMetadata(owner.key, owner.id);
  }
}

export function ownerOf(construct: IConstruct, owners: ReadonlyMap<IConstruct, Owner>): Owner | undefined {
  for (let at: IConstruct | undefined = construct; at !== undefined; at = at.node.scope) {
    const owner = owners.get(at);
    if (owner !== undefined) return owner;
  }
  return undefined;
}
