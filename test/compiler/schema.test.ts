// The composed schema: sound itself, the same bytes every time, committed as it is, and with defaults that can be read.
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import {
  conforms,
  evaluate,
  isFault,
  kindsOf,
  parseExpression,
  type QuantityType,
} from '../../compiler/quantities/index.ts';
import { mergeProperties } from '../../compiler/schema/compose.ts';
import { composeSchema, schemaText } from '../../compiler/schema/index.ts';
import type { Schema } from '../../compiler/schema/parts.ts';
import { isObject } from '../../compiler/source/source.ts';
import { catalogue as real } from '../../services/index.ts';
import type { Service } from '../../services/service.ts';
import { catalogue } from './support/catalogue.ts';
import { expectFile } from './support/expected.ts';

/** Every schema within a schema, with its place. */
function* within(schema: unknown, path = ''): Generator<readonly [string, Schema]> {
  if (Array.isArray(schema)) for (const [at, each] of schema.entries()) yield* within(each, `${path}/${at}`);
  if (!isObject(schema)) return;
  if (schema.type !== undefined || schema.description !== undefined || schema['x-quantity'] !== undefined)
    yield [path, schema];
  for (const [key, value] of Object.entries(schema))
    if (key !== 'default' && key !== 'enum') yield* within(value, `${path}/${key}`);
}

describe.each([
  ['made-up services', catalogue],
  ['the catalogue', real],
])('of %s', (_, services) => {
  test('is a valid JSON Schema that knows each of its keywords', () => {
    const ajv = new Ajv({ discriminator: true, strictSchema: true, strictTypes: false, strictTuples: false });
    ajv.addVocabulary(['x-quantity', 'x-reference']);
    expect(ajv.validateSchema(composeSchema(services))).toBe(true);
    expect(() => ajv.compile(composeSchema(services))).not.toThrow();
  });

  test('is the same bytes whatever the order of the services', () => {
    const turned = new Map([...services].reverse());
    expect(schemaText(turned)).toBe(schemaText(services));
  });

  test('explains every key', () => {
    const silent = [...within(composeSchema(services))].filter(
      ([path, { description, items, additionalProperties }]) =>
        /\/properties\/[^/]+$/.test(path) && !description && !items && !additionalProperties,
    );
    expect(silent.map(([path]) => path)).toEqual([]);
  });

  test('has defaults of the type that is wanted', () => {
    for (const [path, schema] of within(composeSchema(services))) {
      const type = schema['x-quantity'];
      if (typeof type !== 'string' || schema.default === undefined) continue;
      const expression = parseExpression(String(schema.default));
      if (isFault(expression)) throw new Error(`${path}: ${expression.message}`);
      const quantity = evaluate(expression, { kinds: kindsOf([]), names: new Set(), values: new Map() });
      if (isFault(quantity)) throw new Error(`${path}: ${quantity.message}`);
      expect(conforms(quantity, type as QuantityType), path).toBeUndefined();
    }
  });
});

test('model/schema.json is the one of the catalogue', () => {
  expectFile('model/schema.json', schemaText(real));
});

describe('keys of several moves', () => {
  const [a, b] = [
    { type: 'string', description: 'A.' },
    { type: 'integer', description: 'B.' },
  ];

  test('that mean the same are one', () => {
    expect(mergeProperties([{ properties: { a } }, { properties: { a: { ...a } } }])).toEqual({ a });
  });

  test('that mean different things allow each', () => {
    expect(mergeProperties([{ properties: { a } }, { properties: { a: b } }])).toEqual({
      a: { anyOf: [a, b], description: 'A. Or: B.' },
    });
  });
});

test.each([
  ['a setting of a service', { settings: { properties: { label: { type: 'string' } } } }],
  [
    'a setting of a move',
    {
      moves: [
        {
          does: 'x',
          from: 'self',
          to: 'table',
          mechanism: '',
          carries: 'all',
          settings: { properties: { size: { type: 'string' } } },
        },
      ],
    },
  ],
] as const)('%s may not take a common key', (_, change) => {
  const service: Service = {
    id: 'a',
    title: 'A',
    short: 'A',
    settings: { properties: {} },
    facts: {},
    offers: [],
    moves: [],
    ...change,
  };
  expect(() => composeSchema(new Map([['a', service]]))).toThrow(/is taken/);
});
