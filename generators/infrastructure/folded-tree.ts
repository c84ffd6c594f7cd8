// CDK's tree of constructs to one node for each construct of a stack, linked as its resources refer to each other.
// cdk-dia draws every role, policy and log group apart; folded, its picture has a node a component and shows the flow.
import { createRequire } from 'node:module';

/** As in a cloud assembly's tree.json. */
export interface TreeNode {
  readonly id: string;
  readonly path: string;
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly children?: Readonly<Record<string, TreeNode>>;
  readonly constructInfo?: { readonly fqn?: string };
}

const typeKey = 'aws:cdk:cloudformation:type';
const propertiesKey = 'aws:cdk:cloudformation:props';
const require = createRequire(import.meta.url);

/** They stand beside the flow; links to them would hide it. */
const beside = /^AWS::(Logs|CloudWatch|KMS|XRay|CDK)::/;
/** A construct of such resources alone is a link between others. */
const linking =
  /^AWS::(IAM::|Lambda::(EventSourceMapping|Permission)|Kinesis::StreamConsumer|Events::Rule|SNS::(Subscription|TopicPolicy)|SQS::QueuePolicy|ApiGateway::Authorizer|WAFv2::WebACLAssociation)/;

interface Folded {
  readonly id: string;
  readonly type: string;
  readonly link: boolean;
  readonly owns: readonly string[];
  readonly refersTo: readonly string[];
}

/** The same stacks; what is left out can be read in the templates. */
export function foldedTree(app: TreeNode): TreeNode {
  const stacks = childrenOf(app).filter(({ constructInfo }) => constructInfo?.fqn === 'aws-cdk-lib.Stack');
  return { ...app, children: Object.fromEntries(stacks.map((stack) => [stack.id, foldedStack(stack)])) };
}

function foldedStack(stack: TreeNode): TreeNode {
  const parts = childrenOf(stack).flatMap((child) => fold(child, stack.path.split('/').length));
  const ownerOf = new Map(parts.flatMap((part) => part.owns.map((id) => [id, part] as const)));
  const neighbours = new Map(parts.map((part) => [part, new Set<Folded>()]));
  for (const part of parts) {
    for (const id of part.refersTo) {
      const other = ownerOf.get(id);
      if (other === undefined || other === part) continue;
      neighbours.get(part)?.add(other);
      neighbours.get(other)?.add(part);
    }
  }
  const links = new Map(parts.map(({ id }) => [id, new Set<string>()]));
  const join = (one: Folded, two: Folded): void => {
    const [id = '', other = ''] = [one.id, two.id].sort();
    links.get(id)?.add(other);
  };
  for (const [part, others] of neighbours) {
    const ends = [...others].filter((other) => !other.link);
    const [first, ...rest] = part.link ? ends : [part, ...ends];
    for (const other of rest) if (first !== undefined) join(first, other);
  }
  const nodes = parts
    .filter((part) => !part.link)
    .map((part) => [part.id, nodeOf(stack, part, [...(links.get(part.id) ?? [])].sort())] as const);
  return { ...stack, children: Object.fromEntries(nodes) };
}

function nodeOf(stack: TreeNode, { id, type }: Folded, links: readonly string[]): TreeNode {
  return {
    id,
    path: `${stack.path}/${id}`,
    attributes: { [typeKey]: type, [propertiesKey]: { links: links.map((other) => ({ Ref: uniqueId([other]) })) } },
    constructInfo: { fqn: 'aws-cdk-lib.CfnResource' },
  };
}

function fold(child: TreeNode, depth: number): readonly Folded[] {
  const resources = resourcesIn(child).filter(({ type }) => !beside.test(type));
  const principal = resources.find(({ type }) => !linking.test(type)) ?? resources[0];
  if (principal === undefined) return [];
  return [
    {
      id: child.id,
      type: principal.type,
      link: resources.every(({ type }) => linking.test(type)),
      owns: resources.map(({ path }) => uniqueId(path.split('/').slice(depth))),
      refersTo: [...new Set(resources.flatMap(({ properties }) => referencesIn(properties)))],
    },
  ];
}

interface Resource {
  readonly path: string;
  readonly type: string;
  readonly properties: unknown;
}

function resourcesIn(node: TreeNode): readonly Resource[] {
  const type = node.attributes?.[typeKey];
  const own = typeof type === 'string' ? [{ path: node.path, type, properties: node.attributes?.[propertiesKey] }] : [];
  return [...own, ...childrenOf(node).flatMap(resourcesIn)];
}

/** Logical ids to which properties refer. */
function referencesIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]): readonly string[] => {
    if (key === 'Ref' && typeof inner === 'string') return [inner];
    if (key === 'Fn::GetAtt' && Array.isArray(inner) && typeof inner[0] === 'string') return [inner[0]];
    return referencesIn(inner);
  });
}

const childrenOf = ({ children }: TreeNode): readonly TreeNode[] => Object.values(children ?? {});

/** Logical id of a construct's path below its stack, as cdk-dia computes it. */
function uniqueId(path: readonly string[]): string {
  const { makeUniqueId } =
    require('cdk-dia/dist/src/utils/uniqueid.js') as typeof import('cdk-dia/dist/src/utils/uniqueid.js');
  return makeUniqueId([...path]);
}
