// Payload schemas that go beyond the part of JSON Schema draft-04 that API Gateway validates by, or misspell it.
import { finding } from '../codes.ts';
import { nearest } from '../quantities/index.ts';
import { isObject } from '../source/source.ts';
import type { Check } from './check.ts';

const draft04 = /^http:\/\/json-schema\.org\/draft-04\/schema#?$/;
const types = ['string', 'number', 'integer', 'boolean', 'object', 'array', 'null'];
const plain = [
  '$schema',
  'title',
  'description',
  'type',
  'required',
  'enum',
  'default',
  'format',
  'pattern',
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'multipleOf',
  'minItems',
  'maxItems',
  'uniqueItems',
  'minProperties',
  'maxProperties',
];
const ofSchema = ['items', 'additionalProperties', 'not'];
const ofSchemas = ['allOf', 'anyOf', 'oneOf'];
const ofNamed = ['properties', 'definitions'];
const known = [...plain, ...ofSchema, ...ofSchemas, ...ofNamed, '$ref'];
/** Later words for what draft-04 says otherwise. */
const instead: Readonly<Record<string, string>> = {
  const: 'Write enum with a single value.',
  examples: 'Leave examples out.',
  example: 'Leave examples out.',
  exclusiveMinimum: 'Write minimum with the next value.',
  exclusiveMaximum: 'Write maximum with the next value.',
  $defs: 'Write definitions.',
  $id: 'Leave it out.',
  if: 'Write oneOf with both forms.',
  nullable: 'Write type with "null" in its list.',
};

export const payloadUnsupported: Check = {
  code: 'payload-unsupported',
  needs: 'words',
  run: ({ draft }) =>
    [...draft.workload.events.values()].flatMap(({ id, schema, payload }) =>
      strange(schema, '').map(({ at, keyword, says = `API Gateway does not know "${keyword}"`, hint }) =>
        finding(
          'payload-unsupported',
          ['workload', 'events', id, 'payload'],
          `${payload}${at === '' ? '' : ` at ${at}`}: ${says}.`,
          hint,
        ),
      ),
    ),
};

interface Strange {
  readonly at: string;
  readonly keyword: string;
  /** Default: that API Gateway does not know the keyword. */
  readonly says?: string;
  readonly hint: string;
}

function strange(schema: unknown, at: string): readonly Strange[] {
  if (!isObject(schema)) return [];
  return Object.entries(schema).flatMap(([keyword, value]): readonly Strange[] => {
    const here = `${at}/${keyword}`;
    if (keyword.startsWith('x-')) return [];
    if (keyword === '$schema' && !draft04.test(String(value))) {
      return [
        {
          at,
          keyword: String(value).slice(0, 80),
          hint: 'Write "$schema": "http://json-schema.org/draft-04/schema#".',
        },
      ];
    }
    if (keyword === '$ref' && !String(value).startsWith('#/definitions/')) {
      return [
        { at, keyword: `$ref ${String(value).slice(0, 80)}`, hint: 'Refer to #/definitions/… of the same file.' },
      ];
    }
    if (keyword === 'required') {
      return Array.isArray(value)
        ? strangeNames(value, schema.properties, at)
        : [{ at, keyword: 'required', hint: 'Write a list of names beside properties.' }];
    }
    if (keyword === 'type') return strangeTypes(value, here);
    if (keyword === 'pattern' && !isPattern(value))
      return [{ at: here, keyword, says: 'This is no regular expression', hint: 'Look for a bracket not closed.' }];
    if (!known.includes(keyword)) return [{ at, keyword, hint: hintFor(keyword) }];
    if (ofNamed.includes(keyword))
      return Object.entries(isObject(value) ? value : {}).flatMap(([name, each]) => strange(each, `${here}/${name}`));
    if (ofSchemas.includes(keyword))
      return (Array.isArray(value) ? value : []).flatMap((each, index) => strange(each, `${here}/${index}`));
    return ofSchema.includes(keyword) ? strange(value, here) : [];
  });
}

function strangeTypes(value: unknown, at: string): readonly Strange[] {
  const wrong = (Array.isArray(value) ? value : [value]).filter((each) => !types.includes(String(each)));
  return wrong.map((each) => {
    const near = nearest(String(each), types);
    const hint = near === undefined ? `Take one of: ${types.join(', ')}.` : `Did you mean "${near}"?`;
    return { at, keyword: String(each).slice(0, 80), hint };
  });
}

/** A name may be required and be described elsewhere; one that is nearly a described one is misspelt, and would refuse every event. */
function strangeNames(value: readonly unknown[], properties: unknown, at: string): readonly Strange[] {
  const described = Object.keys(isObject(properties) ? properties : {});
  return value.flatMap((name) => {
    const near = described.includes(String(name)) ? undefined : nearest(String(name), described);
    if (near === undefined) return [];
    const says = `"${String(name).slice(0, 80)}" is required and not described`;
    return [{ at, keyword: 'required', says, hint: `Did you mean "${near}"?` }];
  });
}

function isPattern(value: unknown): boolean {
  try {
    return typeof value === 'string' && new RegExp(value) instanceof RegExp;
  } catch {
    return false;
  }
}

function hintFor(keyword: string): string {
  if (Object.hasOwn(instead, keyword)) return instead[keyword] ?? '';
  const near = nearest(keyword, known);
  return near === undefined ? 'Say it with the keywords of draft-04.' : `Did you mean "${near}"?`;
}
