// A template to one without what is left out locally: what pointed there is mended where that loses nothing, else refused.
import type { Resource, Template } from '../../deployment/template.ts';
import { isObject } from '../json.ts';
import { type LeftOut, whyLeftOut } from './left-out.ts';
import { referencesIn } from './references.ts';

export interface Pruned {
  readonly template: Template;
  /** Logical id to why it is left out, in the template's order. */
  readonly without: ReadonlyMap<string, LeftOut>;
}

/** Pure. Throws where something that stays needs what is left out, and names both: then the profile is wrong. */
export function prune(template: Template): Pruned {
  const without = new Map(
    Object.entries(template.Resources).flatMap(([id, resource]) => {
      const why = whyLeftOut(resource, template);
      return why === undefined ? [] : [[id, why] as const];
    }),
  );
  const gone = (id: string): boolean => without.has(id);
  const staying = Object.entries(template.Resources).filter(([id]) => !gone(id));
  const resources = Object.fromEntries(staying.map(([id, resource]) => [id, mended(resource, gone)]));
  const outputs = Object.entries(template.Outputs ?? {}).filter(
    ([, output]) => !referencesIn(output).some(({ to }) => gone(to)),
  );
  const pruned: Template = {
    ...template,
    Resources: resources,
    ...(template.Outputs === undefined ? {} : { Outputs: Object.fromEntries(outputs) }),
  };
  refuseDangling(pruned, gone);
  return { template: pruned, without };
}

type Gone = (id: string) => boolean;

function mended({ DependsOn: dependsOn, ...resource }: Resource, gone: Gone): Resource {
  const needs = (typeof dependsOn === 'string' ? [dependsOn] : (dependsOn ?? [])).filter((id) => !gone(id));
  const { Properties: properties } = resource;
  return {
    ...resource,
    ...(properties === undefined ? {} : { Properties: mendedProperties(resource.Type, properties, gone) }),
    ...(needs.length === 0 ? {} : { DependsOn: needs }),
  };
}

function mendedProperties(type: string, properties: NonNullable<Resource['Properties']>, gone: Gone) {
  const { PolicyDocument: policy, DashboardBody: body } = properties;
  if (isObject(policy)) return { ...properties, PolicyDocument: mendedPolicy(policy, gone) };
  if (type === 'AWS::CloudWatch::Dashboard') return { ...properties, DashboardBody: named(body, gone) };
  return properties;
}

/** A permission on something that is not there permits nothing. */
function mendedPolicy(policy: Readonly<Record<string, unknown>>, gone: Gone) {
  const { Statement: statements } = policy;
  if (!Array.isArray(statements)) return policy;
  return {
    ...policy,
    Statement: statements.flatMap((statement: unknown) => {
      if (!isObject(statement)) return [statement];
      const { Resource: resource } = statement;
      const all: readonly unknown[] = Array.isArray(resource) ? resource : [resource];
      const left = all.filter((each) => !referencesIn(each).some(({ to }) => gone(to)));
      if (left.length === all.length) return [statement];
      return left.length === 0 ? [] : [{ ...statement, Resource: left }];
    }),
  };
}

/** A dashboard is text for people: it keeps the place, and says whose it was. */
function named(value: unknown, gone: Gone): unknown {
  if (Array.isArray(value)) return value.map((item) => named(item, gone));
  if (!isObject(value)) return value;
  const [first] = referencesIn(value).filter(({ at, to }) => at.length === 0 && gone(to));
  if (first !== undefined) return `${first.to} (left out locally)`;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, named(inner, gone)]));
}

function refuseDangling({ Resources: resources }: Template, gone: Gone): void {
  for (const [id, resource] of Object.entries(resources)) {
    const dangling = referencesIn(resource.Properties).find(({ to }) => gone(to));
    if (dangling !== undefined)
      throw new Error(`"${id}" needs "${dangling.to}", which is left out locally (${dangling.at.join('.')})`);
  }
}
