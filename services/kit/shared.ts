// Constructs that stand under a stack because they are nobody's own, such as a bucket of access logs, marked as such.
import type { IConstruct } from 'constructs';

const key = 'plumbline:shared';

/** `what` is a fixed word: it becomes the metadata and the tag of each resource in the construct. */
export function markShared(construct: IConstruct, what: string): void {
  construct.node.addMetadata(key, what);
}

export function sharedAs(construct: IConstruct): string | undefined {
  const mark: unknown = construct.node.metadata.find(({ type }) => type === key)?.data;
  return typeof mark === 'string' ? mark : undefined;
}
