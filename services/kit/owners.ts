// Whose a resource is, as its metadata and tag say it; and marks on constructs that are nobody's own, such as a bucket of access logs.
import type { IConstruct } from 'constructs';

export const componentKey = 'plumbline:component';
export const connectionKey = 'plumbline:connection';
/** Of what a whole stack shares. */
export const sharedKey = 'plumbline:shared';

/** Unit of an alarm's threshold. */
export const unitKey = 'plumbline:unit';

/** `what` is a fixed word: it becomes the metadata and the tag of each resource in the construct. */
export function markShared(construct: IConstruct, what: string): void {
  construct.node.addMetadata(sharedKey, what);
}

export function sharedAs(construct: IConstruct): string | undefined {
  const mark: unknown = construct.node.metadata.find(({ type }) => type === sharedKey)?.data;
  return typeof mark === 'string' ? mark : undefined;
}
