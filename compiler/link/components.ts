// Components of a model to their type; settings are linked along the schema of their service.
import type { Component, Group } from '../architecture.ts';
import { componentKeys } from '../schema/compose.ts';
import { object } from '../schema/parts.ts';
import { type PlainObject, valueAt } from '../source/source.ts';
import { linkAlong } from './along.ts';
import type { LinkContext } from './context.ts';
import { regionOf } from './structure.ts';
import { textOf } from './text.ts';
import { listOf, objectOf } from './workload.ts';

const commonKeys = object({ properties: componentKeys }, 'Common keys.');

export function linkComponents(
  context: LinkContext,
  groups: ReadonlyMap<string, Group>,
): ReadonlyMap<string, Component> {
  const declared = Object.entries(objectOf(valueAt(context.source.value, ['components'])));
  return new Map(declared.map(([id, value]) => [id, linkComponent(context, groups, id, objectOf(value))]));
}

function linkComponent(
  context: LinkContext,
  groups: ReadonlyMap<string, Group>,
  id: string,
  value: PlainObject,
): Component {
  const path = ['components', id];
  const common = objectOf(linkAlong(context, commonKeys, value, path));
  const service = context.catalogue.get(textOf(value, 'service') ?? '');
  const settings = service ? object(service.settings, 'Settings.') : undefined;
  const group = textOf(common, 'in') ?? '';
  const region = service?.outside ? undefined : regionOf(groups, group);
  return {
    id,
    service: textOf(value, 'service') ?? '',
    label: textOf(common, 'label') ?? '',
    purpose: textOf(common, 'purpose') ?? '',
    group,
    ...(region === undefined ? {} : { region }),
    ...(Array.isArray(common.stages) ? { stages: listOf(common.stages) } : {}),
    ...texts(common, ['because', 'fails', 'recovery', 'erasure']),
    settings: settings ? objectOf(linkAlong(context, settings, value, path)) : {},
  };
}

/** Those of the keys that hold words. */
export function texts<Key extends string>(
  value: PlainObject,
  keys: readonly Key[],
): { readonly [key in Key]?: string } {
  const found: { [key in Key]?: string } = {};
  for (const key of keys) {
    const text = textOf(value, key);
    if (text !== undefined) found[key] = text;
  }
  return found;
}
