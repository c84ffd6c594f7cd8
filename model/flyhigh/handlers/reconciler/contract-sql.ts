// A payload schema to the condition in SQL that a row of the lake keeps it.
// The lake also holds what broke its contract behind the entry's back and no handler has counted. What arrays hold is
// not looked at: no expression for that is the same in every engine.

export interface Schema {
  readonly type?: string;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
}

/** True for rows whose column keeps one of the schemas. */
export function keepsOneOf(column: string, ...schemas: readonly Schema[]): string {
  return `(${schemas.map((schema) => fieldsOf(schema, column).join(' AND ')).join(' OR ')})`;
}

function fieldsOf({ properties = {}, required = [] }: Schema, column: string): readonly string[] {
  return Object.entries(properties).flatMap(([name, field]) => {
    const at = `${column}.${name.toLowerCase()}`;
    const conditions = [...conditionsOn(field, at), ...fieldsOf(field, at)];
    if (required.includes(name)) return [`${at} IS NOT NULL`, ...conditions];
    return conditions.length === 0 ? [] : [`(${at} IS NULL OR ${conditions.join(' AND ')})`];
  });
}

function conditionsOn(schema: Schema, at: string): readonly string[] {
  const conditions: string[] = [];
  if (schema.enum) conditions.push(`${at} IN (${schema.enum.map(text).join(', ')})`);
  if (schema.pattern !== undefined) conditions.push(`regexp_like(${at}, ${text(schema.pattern)})`);
  if (schema.minLength !== undefined) conditions.push(`length(${at}) >= ${schema.minLength}`);
  if (schema.maxLength !== undefined) conditions.push(`length(${at}) <= ${schema.maxLength}`);
  if (schema.minimum !== undefined) conditions.push(`${at} >= ${schema.minimum}`);
  if (schema.maximum !== undefined) conditions.push(`${at} <= ${schema.maximum}`);
  if (schema.minItems !== undefined) conditions.push(`cardinality(${at}) >= ${schema.minItems}`);
  if (schema.maxItems !== undefined) conditions.push(`cardinality(${at}) <= ${schema.maxItems}`);
  return conditions;
}

function text(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
