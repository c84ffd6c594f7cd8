// The parts of a CloudFormation template that are read of one, and whose each resource is.
import { componentKey, connectionKey } from '../services/kit/owners.ts';

export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs?: Readonly<Record<string, unknown>>;
  readonly Parameters?: Readonly<Record<string, unknown>>;
}

export interface Resource {
  readonly Type: string;
  readonly Properties?: Properties;
  readonly DependsOn?: string | readonly string[];
  readonly Metadata?: Readonly<Record<string, unknown>>;
}

export type Properties = Readonly<Record<string, unknown>>;

/** Id of the component or connection of the model that a resource comes from; undefined for what several share. */
export function ownerOf({ Metadata: metadata }: Resource): string | undefined {
  const id = metadata?.[componentKey] ?? metadata?.[connectionKey];
  return typeof id === 'string' ? id : undefined;
}

/** Logical id and resource of every resource of a type, in the template's order. */
export function resourcesOf(template: Template, type: string): readonly (readonly [string, Resource])[] {
  return Object.entries(template.Resources).filter(([, resource]) => resource.Type === type);
}
