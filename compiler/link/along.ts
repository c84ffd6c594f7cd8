// A value to what the schema makes of it: quantities become Figures, references are checked, defaults filled in.
import { finding } from '../codes.ts';
import type { Path } from '../findings.ts';
import { isQuantityType, nearest, type QuantityType } from '../quantities/index.ts';
import type { ReferenceTo, Schema } from '../schema/parts.ts';
import { listed } from '../schema/phrases.ts';
import { isObject } from '../source/source.ts';
import { quoted } from '../wording.ts';
import type { LinkContext } from './context.ts';
import { linkQuantity, quantityText } from './quantity.ts';

/** What does not fit the schema is left out: the validator has reported it. */
export function linkAlong(context: LinkContext, schema: Schema, value: unknown, path: Path): unknown {
  if (value === undefined || value === null) return fallback(context, schema, path);
  const type = quantityTypeOf(schema);
  if (type !== undefined) {
    const text = quantityText(context.source, path);
    return text === undefined ? undefined : linkQuantity(context, path, text, type);
  }
  const form = formOf(schema, value);
  if (form !== undefined) return linkAlong(context, form, value, path);
  const to = referenceOf(schema);
  if (to !== undefined) {
    if (typeof value === 'string') checkReference(context, value, to, path);
    return typeof value === 'string' ? value : undefined;
  }
  if (Array.isArray(value)) {
    const { items } = schema;
    return isObject(items) ? value.map((item, at) => linkAlong(context, items, item, [...path, at])) : value;
  }
  return isObject(value) ? linkObject(context, schema, value, path) : value;
}

function linkObject(context: LinkContext, schema: Schema, value: Schema, path: Path): unknown {
  const properties = isObject(schema.properties) ? schema.properties : {};
  const rest = isObject(schema.additionalProperties) ? schema.additionalProperties : undefined;
  const names = isObject(schema.propertyNames) ? referenceOf(schema.propertyNames) : undefined;
  const linked: [string, unknown][] = [];
  for (const key of new Set([...Object.keys(properties), ...Object.keys(value)])) {
    const own = Object.hasOwn(properties, key) ? properties[key] : rest;
    const given = Object.hasOwn(value, key) ? value[key] : undefined;
    if (names !== undefined && given !== undefined) checkReference(context, key, names, [...path, key], 'key');
    const result = isObject(own) ? linkAlong(context, own, given, [...path, key]) : given;
    // What the schema does not know is left out, unless it allows anything.
    if (result !== undefined && (own !== undefined || schema.additionalProperties !== false))
      linked.push([key, result]);
  }
  return Object.fromEntries(linked);
}

function fallback(context: LinkContext, schema: Schema, path: Path): unknown {
  const value = schema.default;
  const type = quantityTypeOf(schema);
  if (value === undefined) return undefined;
  if (type === undefined) return isObject(schema.properties) ? linkDefaults(context, schema, value, path) : value;
  return linkQuantity(context, path, String(value), type);
}

function linkDefaults(context: LinkContext, schema: Schema, value: unknown, path: Path): unknown {
  if (!isObject(value) || !isObject(schema.properties)) return value;
  const entries = Object.entries(schema.properties).flatMap(([key, own]) => {
    const given = Object.hasOwn(value, key) ? value[key] : undefined;
    const result = isObject(own)
      ? fallback(context, given === undefined ? own : { ...own, default: given }, [...path, key])
      : given;
    return result === undefined ? [] : [[key, result] as const];
  });
  return Object.fromEntries(entries);
}

/** The form that a value was meant to be, of several. */
function formOf(schema: Schema, value: unknown): Schema | undefined {
  const forms: readonly unknown[] = Array.isArray(schema.anyOf)
    ? schema.anyOf
    : Array.isArray(schema.oneOf)
      ? schema.oneOf
      : [];
  const fitting = forms.filter((form): form is Schema => isObject(form) && fits(form, value));
  const [first, ...others] = fitting;
  if (first === undefined || others.length === 0 || !isObject(value)) return first;
  const keys = Object.keys(value);
  const wanted = (form: Schema): boolean => {
    const properties = isObject(form.properties) ? form.properties : {};
    const tagged = Object.entries(properties).every(
      ([key, own]) =>
        !isObject(own) || own.const === undefined || !Object.hasOwn(value, key) || own.const === value[key],
    );
    return tagged && keys.every((key) => Object.hasOwn(properties, key));
  };
  return fitting.find(wanted) ?? first;
}

/** Whether a value is of a form's type. Numbers pass for texts where a quantity is wanted. */
function fits(form: Schema, value: unknown): boolean {
  if (form.const !== undefined) return form.const === value;
  if (Array.isArray(form.enum)) return form.enum.includes(value);
  if (Array.isArray(form.anyOf)) return form.anyOf.some((each) => isObject(each) && fits(each, value));
  const types: readonly unknown[] = Array.isArray(form.type) ? form.type : [form.type];
  if (Array.isArray(value)) return types.includes('array');
  if (isObject(value)) return types.includes('object');
  if (typeof value === 'number')
    return types.includes('number') || (types.includes('integer') && Number.isInteger(value));
  return types.includes(typeof value);
}

const things: Readonly<Record<ReferenceTo, string>> = {
  component: 'component',
  event: 'event or request',
  group: 'group',
  stage: 'stage',
  scenario: 'scenario',
  assumption: 'assumption',
};

function quantityTypeOf(schema: Schema): QuantityType | undefined {
  const type = schema['x-quantity'];
  if (type === undefined || isQuantityType(type)) return type;
  throw new Error(`a schema asks for a quantity of the type "${type}", which there is not`);
}

function referenceOf(schema: Schema): ReferenceTo | undefined {
  const to = schema['x-reference'];
  if (to === undefined || isReference(to)) return to;
  throw new Error(`a schema refers to "${to}", which nothing is called`);
}

const isReference = (to: unknown): to is ReferenceTo => typeof to === 'string' && Object.hasOwn(things, to);

function checkReference(
  context: LinkContext,
  name: string,
  to: ReferenceTo,
  path: Path,
  on: 'key' | 'value' = 'value',
): void {
  const known = context.names[to];
  if (to === 'assumption') context.used.add(name);
  if (known === undefined || known.has(name)) return;
  const near = nearest(name, known);
  const hint = near === undefined ? `Declared are: ${listed([...known], 12)}.` : `Did you mean "${near}"?`;
  context.findings.push(finding('unknown-reference', path, `There is no ${things[to]} ${quoted(name)}.`, hint, { on }));
}
