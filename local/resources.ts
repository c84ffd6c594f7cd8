// A deployed stack to what stands for its resources: Refs by component and type, Refs and attributes by logical id.
import { CloudFormationClient, DescribeStacksCommand, ListStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import { ownerOf, type Template } from '../deployment/template.ts';
import type { Resolved, Resolver } from './intrinsics.ts';
import { isObject } from './json.ts';
import type { ClientSettings } from './world.ts';

export interface Deployed {
  /** Ref of a component's or connection's resource of a type. Throws where it has none, several, or it was left out locally. */
  physical(owner: string, type: string): string;
  /** Resources that stand, with each attribute that the template reads anywhere, and parameters. */
  readonly resolve: Resolver;
}

/** CloudFormation lists Refs, and tells attributes only where an output asks for them. */
const outputName = 'LocalAttributes';

/** A pruned template with one output more, which tells every attribute of what stands that the whole template reads. */
export function tellingAttributes(pruned: Template, whole: Template): Template {
  const standing = attributesIn(whole.Resources).filter(([id]) => pruned.Resources[id] !== undefined);
  const lines = [...new Map(standing.map((each) => [each.join('.'), each])).values()].map(([id, name]) => ({
    'Fn::Join': ['=', [`${id}.${name}`, { 'Fn::GetAtt': [id, name] }]],
  }));
  const output = { Description: 'What the local stand-in reads', Value: { 'Fn::Join': ['\n', lines] } };
  return { ...pruned, Outputs: { ...pruned.Outputs, [outputName]: output } };
}

/** Of a stack that was deployed with tellingAttributes. */
export async function readDeployed(client: ClientSettings, stack: string, template: Template): Promise<Deployed> {
  const cloudFormation = new CloudFormationClient(client);
  try {
    const [refs, attributes] = await Promise.all([refsOf(cloudFormation, stack), attributesOf(cloudFormation, stack)]);
    const resolved = new Map<string, Resolved>([
      ...Object.entries(template.Parameters ?? {}).map(([id, parameter]) => [id, byDefault(parameter)] as const),
      ...[...refs].map(([id, ref]) => [id, { ref, attributes: attributes.get(id) ?? {} }] as const),
    ]);
    const resolve: Resolver = (id) => resolved.get(id);
    return { resolve, physical: (owner, type) => physical(template, resolve, owner, type) };
  } finally {
    cloudFormation.destroy();
  }
}

function physical(template: Template, resolve: Resolver, owner: string, type: string): string {
  const ids = Object.entries(template.Resources)
    .filter(([, resource]) => resource.Type === type && ownerOf(resource) === owner)
    .map(([id]) => id);
  const [id] = ids;
  if (id === undefined) throw new Error(`"${owner}" has no ${type}`);
  if (ids.length > 1) throw new Error(`"${owner}" has several of ${type}: ${ids.join(', ')}`);
  const found = resolve(id);
  if (found === undefined) throw new Error(`${type} of "${owner}" does not stand: it was left out locally`);
  return found.ref;
}

async function refsOf(client: CloudFormationClient, stack: string): Promise<ReadonlyMap<string, string>> {
  const refs = new Map<string, string>();
  let token: string | undefined;
  do {
    const page = await client.send(new ListStackResourcesCommand({ StackName: stack, NextToken: token }));
    for (const { LogicalResourceId: id, PhysicalResourceId: ref } of page.StackResourceSummaries ?? [])
      if (id !== undefined && ref !== undefined) refs.set(id, ref);
    token = page.NextToken;
  } while (token !== undefined);
  return refs;
}

async function attributesOf(
  client: CloudFormationClient,
  stack: string,
): Promise<ReadonlyMap<string, Readonly<Record<string, string>>>> {
  const { Stacks: [described] = [] } = await client.send(new DescribeStacksCommand({ StackName: stack }));
  const told = described?.Outputs?.find(({ OutputKey: key }) => key === outputName)?.OutputValue;
  if (told === undefined) throw new Error(`stack "${stack}" does not tell its attributes`);
  const attributes = new Map<string, Readonly<Record<string, string>>>();
  for (const [, id = '', name = '', value = ''] of told.matchAll(/^(\w+)\.([\w.]+)=(.*)$/gm))
    attributes.set(id, { ...attributes.get(id), [name]: value });
  return attributes;
}

function byDefault(parameter: unknown): Resolved {
  const ref = isObject(parameter) && parameter.Default !== undefined ? String(parameter.Default) : '';
  return { ref, attributes: {} };
}

function attributesIn(value: unknown): readonly (readonly [string, string])[] {
  if (Array.isArray(value)) return value.flatMap(attributesIn);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (key !== 'Fn::GetAtt') return attributesIn(inner);
    const [id = '', ...name] = Array.isArray(inner) ? inner.map(String) : String(inner).split('.');
    return [[id, name.join('.')] as const];
  });
}
