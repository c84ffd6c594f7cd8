import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { environmentTypes } from '../../generators/contracts/environment-types.ts';
import { eventTypes } from '../../generators/contracts/event-types.ts';
import { environmentVariable } from '../../services/kit/environment.ts';
import { functions } from './flyhigh-functions.ts';

const events = new URL('../../model/flyhigh/events/', import.meta.url);
const output = new URL('../../output/contracts/', import.meta.url);
const read = (name: string, base: URL) => readFileSync(new URL(name, base), 'utf8');
const schemas = readdirSync(events).map((file) => ({
  id: file.replace('.schema.json', ''),
  schema: JSON.parse(read(file, events)) as object,
}));

describe('event types', () => {
  it('names the interface after the id, not the title, and nests what the schema nests', async () => {
    const schema = {
      title: 'Something else',
      description: 'Closes */ nothing and opens {',
      type: 'object',
      additionalProperties: false,
      required: ['size'],
      properties: {
        size: { enum: ['S', 'L'] },
        parts: {
          type: 'array',
          maxItems: 2,
          items: { type: 'object', additionalProperties: false, properties: { n: { type: 'integer' } } },
        },
      },
    };
    const before = structuredClone(schema);
    expect(await eventTypes([{ id: 'partsMade', schema }])).toBe(
      [
        '// Generated from the model: types of the payload schemas. Do not edit.',
        '',
        '/**',
        ' * Closes * / nothing and opens {',
        ' */',
        'export interface PartsMade {',
        '  size: ("S" | "L")',
        '  /**',
        '   * @maxItems 2',
        '   */',
        '  parts?: {',
        '    n?: number',
        '  }[]',
        '}',
        '',
      ].join('\n'),
    );
    expect(schema).toEqual(before);
  });

  it('gives the same bytes in whatever order the schemas come', async () => {
    expect(await eventTypes([...schemas].reverse())).toBe(await eventTypes(schemas));
  });

  it('is what output/contracts holds for FlyHigh', async () => {
    expect(read('events.ts', output)).toBe(await eventTypes(schemas));
  });
});

describe('environment types', () => {
  it.each([
    ['bookingLedger', 'table', 'BOOKING_LEDGER_TABLE'],
    ['adHocQueries', 'workgroup', 'AD_HOC_QUERIES_WORKGROUP'],
    ['queue2Dead', 'queue', 'QUEUE2_DEAD_QUEUE'],
  ])('%s with a %s is %s', (id, capability, name) => {
    expect(environmentVariable(id, capability)).toBe(name);
  });

  it('sorts functions and variables, and names each once', () => {
    const text = environmentTypes([
      { id: 'packer', variables: ['PARTS_TABLE', 'BOXES_BUCKET', 'PARTS_TABLE'] },
      { id: 'idle', variables: [] },
    ]);
    expect(text).toBe(
      [
        '// Generated from the model: environment variables of the functions. Do not edit.',
        '',
        'export interface IdleEnvironment {',
        '}',
        '',
        'export interface PackerEnvironment {',
        '  readonly BOXES_BUCKET: string;',
        '  readonly PARTS_TABLE: string;',
        '}',
        '',
      ].join('\n'),
    );
  });

  it('is what output/contracts holds for FlyHigh', () => {
    expect(read('environments.ts', output)).toBe(environmentTypes(functions));
  });
});
