// Errors of the JSON Schema validator to findings: one for each mistake, in words, with the nearest name.
import type { ErrorObject } from 'ajv';
import { finding } from '../codes.ts';
import type { Finding, Path } from '../findings.ts';
import { nearest } from '../quantities/nearest.ts';
import { isObject } from '../source/source.ts';
import { capital, quoted } from '../wording.ts';
import { idPattern, maxIdLength } from './parts.ts';
import { listed, meaningOf, nameOf, whatIs } from './phrases.ts';
import type { SchemaError } from './validate.ts';

export function findingsOf(errors: readonly SchemaError[]): readonly Finding[] {
  const found = new Map<string, Finding>();
  for (const each of mergeMisspelt(chooseForms(errors))) {
    const result = findingOf(each);
    if (result === undefined) continue;
    // A value of the wrong type fails several keywords; the first says it. Every missing key is told.
    const key = JSON.stringify([result.path, result.code, each.error.params.missingProperty]);
    if (!found.has(key)) found.set(key, result);
  }
  return [...found.values()];
}

/** A misspelt required key is unknown and missing at once: told once, as misspelt. */
function mergeMisspelt(errors: readonly SchemaError[]): readonly SchemaError[] {
  const merged = new Set<SchemaError>();
  const missing = groupBy(
    errors.filter(({ error }) => error.keyword === 'required'),
    ({ path }) => JSON.stringify(path),
  );
  for (const unknown of errors) {
    if (unknown.error.keyword !== 'additionalProperties') continue;
    const candidates = (missing.get(JSON.stringify(unknown.path)) ?? []).filter((each) => !merged.has(each));
    const near = nearest(
      unknownKey(unknown.error),
      candidates.map(({ error }) => missingKey(error)),
    );
    const meant = candidates.find(({ error }) => missingKey(error) === near);
    if (meant) merged.add(meant);
  }
  return errors.filter((each) => !merged.has(each));
}

/** Of several forms that a value may have, only what is wrong with the one that was meant is told. */
function chooseForms(errors: readonly SchemaError[]): readonly SchemaError[] {
  const outer = errors.filter(({ error }) => error.keyword === 'anyOf');
  if (outer.length === 0) return errors;
  // Of what stands at one value and in one place of the schema, only a few have several forms.
  const left = new Set(errors);
  const byPlace = groupBy(errors, ({ path }) => JSON.stringify(path.slice(0, 3)));
  for (const each of outer) {
    const { error } = each;
    const forms: readonly unknown[] = Array.isArray(error.schema) ? error.schema : [];
    const meant = forms.findIndex((form) => isObject(form) && fitsType(error.data, form));
    if (meant !== -1) left.delete(each);
    for (const inner of byPlace.get(JSON.stringify(each.path.slice(0, 3))) ?? []) {
      const { schemaPath, instancePath } = inner.error;
      const inside = schemaPath.startsWith(`${error.schemaPath}/`) && instancePath.startsWith(error.instancePath);
      if (inside && !schemaPath.startsWith(`${error.schemaPath}/${meant}/`)) left.delete(inner);
    }
  }
  return errors.filter((each) => left.has(each));
}

function fitsType(data: unknown, form: Readonly<Record<string, unknown>>): boolean {
  if (Array.isArray(form.enum)) return typeof data === typeof form.enum[0];
  if (form.const !== undefined) return typeof data === typeof form.const;
  const types: readonly unknown[] = Array.isArray(form.type) ? form.type : [form.type];
  if (Array.isArray(data)) return types.includes('array');
  if (data === null) return types.includes('null');
  if (typeof data === 'number')
    return types.includes('number') || (types.includes('integer') && Number.isInteger(data));
  return types.includes(typeof data);
}

function findingOf({ error, path }: SchemaError): Finding | undefined {
  switch (error.keyword) {
    case 'additionalProperties':
      return unknownKeyFinding(error, path);
    case 'required':
      return missingKeyFinding(error, path);
    case 'discriminator':
      return discriminatorFinding(error, path);
    case 'propertyNames':
      return nameFinding(
        [...path, String(error.params.propertyName)],
        quoted(String(error.params.propertyName)),
        'key',
      );
    case 'type':
    case 'anyOf':
      return typeFinding(error, path);
    case 'enum':
    case 'const':
      return enumFinding(error, path);
    case 'oneOf':
    case 'if':
      return undefined;
    default:
      // What a key must look like is told by the error of `propertyNames` itself.
      return error.propertyName === undefined ? valueFinding(error, path) : undefined;
  }
}

const unknownKey = (error: ErrorObject): string => String(error.params.additionalProperty);
const missingKey = (error: ErrorObject): string => String(error.params.missingProperty);

function unknownKeyFinding(error: ErrorObject, path: Path): Finding {
  const key = unknownKey(error);
  const known = isObject(error.parentSchema?.properties) ? Object.keys(error.parentSchema.properties) : [];
  const near = nearest(key, known);
  const free = known.filter((each) => !isObject(error.data) || !Object.hasOwn(error.data, each));
  // Within { }, a comma ends the text and what follows it is read as a key.
  const textGoesOn = /\s/.test(key) && isObject(error.data) && error.data[key] === null;
  const others = textGoesOn
    ? 'Within { } a text with a comma needs quotes.'
    : `Keys that can stand here: ${listed(free, 14)}.`;
  const hint = near === undefined ? others : `Did you mean "${near}"?`;
  return finding('unknown-key', [...path, key], `${quoted(key)} means nothing in ${nameOf(path)}.`, hint, {
    on: 'key',
  });
}

function missingKeyFinding(error: ErrorObject, path: Path): Finding {
  const key = missingKey(error);
  const properties = error.parentSchema?.properties;
  const says = meaningOf(isObject(properties) ? properties[key] : undefined);
  const labelled = key === 'label' && (path[0] === 'components' || path[0] === 'connections');
  const message = `"${key}" is missing in ${nameOf(path)}.`;
  return finding(
    labelled ? 'unlabelled' : 'missing-key',
    path,
    message,
    `Add ${key}:${says === '' ? '' : ` ${says}`}`,
    {
      on: 'key',
    },
  );
}

function discriminatorFinding(error: ErrorObject, path: Path): Finding | undefined {
  const key = String(error.params.tag);
  const value: unknown = error.params.tagValue;
  // A missing one is told by `required`.
  if (value === undefined) return undefined;
  const forms: readonly unknown[] = Array.isArray(error.parentSchema?.oneOf) ? error.parentSchema.oneOf : [];
  const known = forms.flatMap((form) => {
    const property = isObject(form) && isObject(form.properties) ? form.properties[key] : undefined;
    return isObject(property) && typeof property.const === 'string' ? [property.const] : [];
  });
  const near = typeof value === 'string' ? (nearest(value, known) ?? inPart(value, known)) : undefined;
  const hint = near === undefined ? `Known here: ${listed(known, 40)}.` : `Did you mean "${near}"?`;
  const code = key === 'service' ? 'unknown-service' : 'invalid-value';
  const message =
    key === 'service' ? `The catalogue has no service ${whatIs(value)}.` : `There is no ${key} ${whatIs(value)}.`;
  return finding(code, [...path, key], message, hint);
}

/** Services are often named by a part of their name, or with their maker's. */
const inPart = (value: string, known: readonly string[]): string | undefined => {
  const words = value.toLowerCase().split(/[^a-z0-9]+/);
  const alike = known.filter((each) => words.includes(each) || each.split('-').includes(value.toLowerCase()));
  return alike.length === 1 ? alike[0] : undefined;
};

function typeFinding(error: ErrorObject, path: Path): Finding {
  const wanted = wantedOf(error);
  const found = error.data === null ? 'nothing stands here' : `this is ${whatIs(error.data)}`;
  const quotable = wanted === 'a text' && (typeof error.data === 'number' || typeof error.data === 'boolean');
  const hint = quotable ? `Put it in quotes: "${String(error.data)}".` : hintOf(error, path);
  return finding('wrong-type', path, `${capital(wanted)} is wanted in ${nameOf(path)}, ${found}.`, hint);
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a group of keys',
  null: 'nothing',
};

function wantedOf(error: ErrorObject): string {
  if (error.parentSchema?.['x-quantity'] !== undefined) return 'a quantity';
  const forms: readonly unknown[] = error.keyword === 'anyOf' && Array.isArray(error.schema) ? error.schema : [];
  const types: readonly unknown[] =
    error.keyword === 'anyOf'
      ? forms.flatMap((form) => (isObject(form) ? (Array.isArray(form.enum) ? ['string'] : form.type) : []))
      : Array.isArray(error.params.type)
        ? error.params.type
        : [error.params.type];
  return [...new Set(types.map((type) => typeNames[String(type)] ?? 'another form'))].join(' or ');
}

function hintOf(error: ErrorObject, path: Path): string {
  const says = meaningOf(error.parentSchema);
  const key = path.at(-1);
  if (says === '') return 'Write it in the form that is wanted.';
  return typeof key === 'string' ? `Write ${key}: ${says}` : says;
}

function enumFinding(error: ErrorObject, path: Path): Finding {
  const allowed: readonly unknown[] =
    error.keyword === 'const' ? [error.params.allowedValue] : error.params.allowedValues;
  const names = allowed.map(String);
  const near = typeof error.data === 'string' ? nearest(error.data, names) : undefined;
  const hint = near === undefined ? `Take one of: ${listed(names, 40)}.` : `Did you mean "${near}"?`;
  return finding('invalid-value', path, `${capital(nameOf(path))} cannot be ${whatIs(error.data)}.`, hint);
}

function valueFinding(error: ErrorObject, path: Path): Finding {
  if (error.keyword === 'pattern' && error.schema === idPattern) return nameFinding(path, whatIs(error.data), 'value');
  const { limit } = error.params;
  const says: Readonly<Record<string, string>> = {
    minimum: `must be at least ${limit}`,
    maximum: `must be at most ${limit}`,
    minLength: 'must not be empty',
    minItems: `must have at least ${limit} ${limit === 1 ? 'entry' : 'entries'}`,
    maxItems: `must have at most ${limit} entries`,
    maxLength: `must have at most ${limit} characters`,
    pattern: `cannot be ${whatIs(error.data)}`,
  };
  const problem = Object.hasOwn(says, error.keyword) ? says[error.keyword] : (error.message ?? 'is not allowed');
  return finding('invalid-value', path, `${capital(nameOf(path))} ${problem}.`, hintOf(error, path));
}

const nameFinding = (path: Path, name: string, on: 'key' | 'value'): Finding =>
  finding(
    'invalid-name',
    path,
    `${name} cannot be a name.`,
    `Begin with a letter and go on with letters and digits, at most ${maxIdLength}: orderStream.`,
    { on },
  );

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
