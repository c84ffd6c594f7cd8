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
  readonly template: Template;
  /** Ref of a component's resource of a type. Throws CannotRun where the stack has none. */
  physical(component: string, type: string): string;
  /** Ref of a logical id; itself where it does not stand. */
  refOf(id: string): string;
}

/** Throws CannotRun where there is no such stack. */
export async function findStage(client: CloudFormationClient, stack: string): Promise<Stage> {
  const template = await templateOf(client, stack);
  const refs = new Map<string, string>();
  // Not DescribeStackResources, which tells of a hundred and then stops.
  for await (const { StackResourceSummaries = [] } of paginateListStackResources({ client }, { StackName: stack })) {
    for (const { LogicalResourceId: id, PhysicalResourceId: ref } of StackResourceSummaries) {
      if (id !== undefined && ref !== undefined) refs.set(id, ref);
    }
  }
  return {
    stack,
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

async function templateOf(client: CloudFormationClient, stack: string): Promise<Template> {
  const { TemplateBody: body = '' } = await client
    .send(new GetTemplateCommand({ StackName: stack }))
    .catch((error: unknown) => {
      const missing = error instanceof Error && error.name === 'ValidationError';
      throw missing ? new CannotRun(`there is no stack "${stack}" here: deploy it, or name another --stage`) : error;
    });
  const template: unknown = JSON.parse(body);
  if (!isTemplate(template)) throw new CannotRun(`the template of stack "${stack}" is not one of ours`);
  return template;
}

function isTemplate(value: unknown): value is Template {
  return isItem(value) && isItem(value.Resources);
}
