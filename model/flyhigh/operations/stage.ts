// A deployed stage to what its components are called there, by what CloudFormation says of the stack.
import {
  type CloudFormationClient,
  GetTemplateCommand,
  paginateListStackResources,
} from '@aws-sdk/client-cloudformation';
import { ownerOf, resourcesOf, type Template } from '../../../deployment/template.ts';
import { isItem } from '../handlers/common/attributes.ts';
import { CannotRun } from './cannot-run.ts';

export interface Stage {
  readonly stack: string;
  readonly region: string;
  /** Twelve digits, by the first resource that is known by its ARN. */
  readonly account: string;
  readonly template: Template;
  /** Ref of a component's resource of a type. Throws CannotRun where the stack has none. */
  physical(component: string, type: string): string;
  /** Ref of a logical id; itself where it does not stand. */
  refOf(id: string): string;
}

/** Throws CannotRun where there is no such stack. */
export async function findStage(client: CloudFormationClient, stack: string): Promise<Stage> {
  const region = await client.config.region();
  const template = await templateOf(client, stack, region);
  const refs = new Map<string, string>();
  // Not DescribeStackResources, which tells of a hundred and then stops.
  for await (const { StackResourceSummaries = [] } of paginateListStackResources({ client }, { StackName: stack })) {
    for (const { LogicalResourceId: id, PhysicalResourceId: ref } of StackResourceSummaries) {
      if (id !== undefined && ref !== undefined) refs.set(id, ref);
    }
  }
  const [account] = [...refs.values()].flatMap((ref) => /^arn:[\w-]+:\w+:[\w-]*:(\d{12}):/.exec(ref)?.[1] ?? []);
  if (account === undefined) throw new CannotRun(`stack "${stack}" has nothing deployed that tells its account`);
  return {
    stack,
    region,
    account,
    template,
    physical: (component, type) => {
      const [id] = resourcesOf(template, type).find(([, resource]) => ownerOf(resource) === component) ?? [];
      const ref = id === undefined ? undefined : refs.get(id);
      if (ref === undefined) throw new CannotRun(`stack "${stack}" has no ${type} of "${component}"`);
      return ref;
    },
    refOf: (id) => refs.get(id) ?? id,
  };
}

async function templateOf(client: CloudFormationClient, stack: string, region: string): Promise<Template> {
  const { TemplateBody: body = '' } = await client
    .send(new GetTemplateCommand({ StackName: stack }))
    .catch((error: unknown) => {
      const missing = error instanceof Error && error.name === 'ValidationError';
      if (!missing) throw error;
      throw new CannotRun(`there is no stack "${stack}" in ${region}: deploy it, or name another --stage or --region`);
    });
  const template = jsonOrNothing(body);
  if (!isTemplate(template)) throw new CannotRun(`the template of stack "${stack}" is not one of ours`);
  return template;
}

/** Others write theirs as YAML. */
function jsonOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isTemplate(value: unknown): value is Template {
  return isItem(value) && isItem(value.Resources);
}
