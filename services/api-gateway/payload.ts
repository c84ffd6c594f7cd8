// A payload schema to the model that API Gateway validates bodies by, and what in it API Gateway does not understand.
import type { JsonObject } from '../../compiler/architecture.ts';

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Keywords whose value maps names, not keywords, to schemas. */
const namesToSchemas = ['properties', 'patternProperties', 'definitions'];
const schemaLists = ['allOf', 'anyOf', 'oneOf'];
const schemas = ['items', 'additionalProperties', 'additionalItems', 'not'];
const plain = [
  '$schema',
  'id',
  'title',
  'description',
  'default',
  'type',
  'enum',
  'required',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'pattern',
  'minItems',
  'maxItems',
  'uniqueItems',
  'minProperties',
  'maxProperties',
];
const known = new Set([...namesToSchemas, ...schemaLists, ...schemas, ...plain]);

/** The schema without our own `x-` keywords. */
export function modelSchema(schema: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([keyword]) => !keyword.startsWith('x-'))
      .map(([keyword, value]) => [keyword, inside(keyword, value)]),
  );
}

function inside(keyword: string, value: unknown): unknown {
  if (namesToSchemas.includes(keyword) && isObject(value))
    return Object.fromEntries(
      Object.entries(value).map(([name, each]) => [name, isObject(each) ? modelSchema(each) : each]),
    );
  if (Array.isArray(value) && (schemaLists.includes(keyword) || keyword === 'items'))
    return value.map((each) => (isObject(each) ? modelSchema(each) : each));
  return schemas.includes(keyword) && isObject(value) ? modelSchema(value) : value;
}

/** Keywords outside the part of draft-04 that API Gateway validates, with where they stand: "/properties/when/format". */
export function notUnderstood(schema: JsonObject, at = ''): readonly string[] {
  return Object.entries(schema).flatMap(([keyword, value]) => {
    if (keyword.startsWith('x-')) return [];
    if (!known.has(keyword)) return [`${at}/${keyword}`];
    if (namesToSchemas.includes(keyword) && isObject(value))
      return Object.entries(value).flatMap(([name, each]) =>
        isObject(each) ? notUnderstood(each, `${at}/${keyword}/${name}`) : [],
      );
    const parts =
      Array.isArray(value) && (schemaLists.includes(keyword) || keyword === 'items')
        ? value
        : schemas.includes(keyword)
          ? [value]
          : [];
    return parts.flatMap((each) => (isObject(each) ? notUnderstood(each, `${at}/${keyword}`) : []));
  });
}

/** Letters, digits and a few signs, in classes, groups and counts, anchored at both ends: nothing that could end a JSON string. */
const safePattern =
  /^\^(?:\[[A-Za-z0-9_.:-]+\]|[A-Za-z0-9_:-]|\\d|\\\.|\((?:[A-Za-z0-9_:-]|\|)+\)|\{\d+(?:,\d*)?\}|[?+*])+\$$/;

/** Why a field cannot be put between quotes in a request unescaped, or undefined where it can. */
export function unsafeAsKey(schema: JsonObject, field: string): string | undefined {
  const { properties, required } = schema;
  const said = isObject(properties) ? properties[field] : undefined;
  if (!isObject(said)) return `its payload schema has no field "${field}"`;
  if (!Array.isArray(required) || !required.includes(field)) return `"${field}" is not required`;
  if (said.type !== 'string') return `"${field}" is not a string`;
  if (typeof said.pattern !== 'string' || !safePattern.test(said.pattern))
    return `"${field}" has no pattern that begins with ^, ends with $ and allows only letters, digits, "-", "_", "." and ":"`;
  return undefined;
}
