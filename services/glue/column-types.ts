// JSON Schema (draft-04) to the types of columns, in the spelling of Hive (tables) and of Athena's engine (views).
import type { JsonObject } from '../../compiler/architecture.ts';

export type ColumnType =
  | { readonly kind: 'scalar'; readonly name: 'string' | 'bigint' | 'double' | 'boolean' }
  | { readonly kind: 'array'; readonly of: ColumnType }
  /** Names in small letters, in the order of the schema. */
  | { readonly kind: 'struct'; readonly fields: ReadonlyMap<string, ColumnType> };

export const scalar = (name: 'string' | 'bigint' | 'double' | 'boolean'): ColumnType => ({ kind: 'scalar', name });
export const struct = (fields: Iterable<readonly [string, ColumnType]>): ColumnType => ({
  kind: 'struct',
  fields: new Map(fields),
});

/** What cannot be a column, by its dotted path. */
export interface Misfit {
  readonly path: string;
  readonly reason: string;
}

export interface Typed {
  readonly type: ColumnType;
  readonly misfits: readonly Misfit[];
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What no column can say (any object, any array) is kept as text. References are followed inside the schema only. */
export function typeOf(schema: JsonObject, root: JsonObject = schema, path = '', depth = 0): Typed {
  const resolved = follow(schema, root);
  // A schema that contains itself has no end, and a column type must have one.
  if (depth > 20) return { type: scalar('string'), misfits: [{ path, reason: 'is nested without end' }] };
  const { properties, items } = resolved;
  switch (kindOf(resolved)) {
    case 'integer':
      return { type: scalar('bigint'), misfits: [] };
    case 'number':
      return { type: scalar('double'), misfits: [] };
    case 'boolean':
      return { type: scalar('boolean'), misfits: [] };
    case 'array': {
      if (!isObject(items)) return { type: { kind: 'array', of: scalar('string') }, misfits: [] };
      const element = typeOf(items, root, `${path}[]`, depth + 1);
      return { type: { kind: 'array', of: element.type }, misfits: element.misfits };
    }
    case 'object':
      return isObject(properties) ? structOf(properties, root, path, depth) : { type: scalar('string'), misfits: [] };
    default:
      return { type: scalar('string'), misfits: [] };
  }
}

function structOf(properties: JsonObject, root: JsonObject, path: string, depth: number): Typed {
  const fields = new Map<string, ColumnType>();
  const misfits: Misfit[] = [];
  for (const [key, value] of Object.entries(properties)) {
    const name = key.toLowerCase();
    const at = path === '' ? key : `${path}.${key}`;
    if (!/^[a-z0-9_]+$/.test(name)) misfits.push({ path: at, reason: 'has a name that no column can have' });
    else if (fields.has(name)) misfits.push({ path: at, reason: 'differs from another field by capitals only' });
    else {
      const inner = typeOf(isObject(value) ? value : {}, root, at, depth + 1);
      fields.set(name, inner.type);
      misfits.push(...inner.misfits);
    }
  }
  return { type: { kind: 'struct', fields }, misfits };
}

function kindOf({ type, properties, items }: JsonObject): unknown {
  const named: unknown = Array.isArray(type) ? type.filter((each) => each !== 'null')[0] : type;
  return named ?? (properties === undefined ? (items === undefined ? 'string' : 'array') : 'object');
}

function follow(schema: JsonObject, root: JsonObject): JsonObject {
  let at = schema;
  for (let steps = 0; typeof at.$ref === 'string' && steps < 20; steps++) {
    const found = at.$ref
      .replace(/^#\/?/, '')
      .split('/')
      .filter((key) => key !== '')
      .reduce<unknown>((inside, key) => (isObject(inside) ? inside[key] : undefined), root);
    at = isObject(found) ? found : {};
  }
  return at;
}

/** Both in one: fields of either, whole numbers widened to fractions. What cannot be one keeps the first type. */
export function merge(a: ColumnType, b: ColumnType, path = ''): Typed {
  if (a.kind === 'struct' && b.kind === 'struct') {
    const fields = new Map(a.fields);
    const misfits: Misfit[] = [];
    for (const [name, type] of b.fields) {
      const known = fields.get(name);
      const at = path === '' ? name : `${path}.${name}`;
      const both = known === undefined ? { type, misfits: [] } : merge(known, type, at);
      fields.set(name, both.type);
      misfits.push(...both.misfits);
    }
    return { type: { kind: 'struct', fields }, misfits };
  }
  if (a.kind === 'array' && b.kind === 'array') {
    const both = merge(a.of, b.of, `${path}[]`);
    return { type: { kind: 'array', of: both.type }, misfits: both.misfits };
  }
  if (a.kind === 'scalar' && b.kind === 'scalar') {
    if (a.name === b.name) return { type: a, misfits: [] };
    const numbers = [a.name, b.name].every((name) => name === 'bigint' || name === 'double');
    if (numbers) return { type: scalar('double'), misfits: [] };
  }
  return { type: a, misfits: [{ path, reason: `is ${hive(a)} in one event and ${hive(b)} in another` }] };
}

/** "struct<orderid:string,lines:array<struct<sku:string>>>". */
export function hive(type: ColumnType): string {
  switch (type.kind) {
    case 'scalar':
      return type.name;
    case 'array':
      return `array<${hive(type.of)}>`;
    case 'struct':
      return `struct<${[...type.fields].map(([name, each]) => `${name}:${hive(each)}`).join(',')}>`;
  }
}

/** `row("orderid" varchar, "lines" array(row("sku" varchar)))`. */
export function engineType(type: ColumnType): string {
  switch (type.kind) {
    case 'scalar':
      return type.name === 'string' ? 'varchar' : type.name;
    case 'array':
      return `array(${engineType(type.of)})`;
    case 'struct':
      return `row(${[...type.fields].map(([name, each]) => `"${name}" ${engineType(each)}`).join(', ')})`;
  }
}
