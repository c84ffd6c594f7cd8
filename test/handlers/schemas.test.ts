import { readdirSync, readFileSync } from 'node:fs';
import Ajv from 'ajv-draft-04';
import { describe, expect, it } from 'vitest';
import { booking, cancellation, search, segment, traveller } from './support/records.ts';

const folder = new URL('../../model/flyhigh/events/', import.meta.url);
const schemas = new Map(
  readdirSync(folder).map((file) => [
    file.replace('.schema.json', ''),
    JSON.parse(readFileSync(new URL(file, folder), 'utf8')),
  ]),
);
const ajv = new Ajv.default({ strict: true, keywords: ['x-class'] });
const checks = new Map([...schemas].map(([id, schema]) => [id, ajv.compile(schema)]));
const accepts = (id: string, value: unknown) => checks.get(id)?.(value);

interface Schema {
  readonly type?: string;
  readonly description?: string;
  readonly pattern?: string;
  readonly enum?: readonly string[];
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly maximum?: number;
  readonly additionalProperties?: boolean;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
}

function everyPart(schema: Schema, path = ''): readonly (readonly [string, Schema])[] {
  const below = Object.entries(schema.properties ?? {}).flatMap(([name, part]) => everyPart(part, `${path}/${name}`));
  return [[path, schema], ...below, ...(schema.items ? everyPart(schema.items, `${path}/*`) : [])];
}

/** The largest instance that the bounds allow, whatever the patterns say of it. */
function largest(schema: Schema): unknown {
  if (schema.enum) return [...schema.enum].sort((a, b) => b.length - a.length)[0];
  if (schema.type === 'string') return 'x'.repeat(schema.maxLength ?? Number.POSITIVE_INFINITY);
  if (schema.type === 'array') return Array.from({ length: schema.maxItems ?? 1e9 }, () => largest(schema.items ?? {}));
  if (schema.type === 'object') {
    return Object.fromEntries(Object.entries(schema.properties ?? {}).map(([name, part]) => [name, largest(part)]));
  }
  return schema.type === 'boolean' ? false : (schema.maximum ?? 1e21);
}

// What API Gateway reads of draft-04, and our own mark.
const keywords = new Set(
  '$schema title type description additionalProperties required properties items enum pattern maxLength minimum maximum minItems maxItems x-class'.split(
    ' ',
  ),
);

describe.each([...schemas])('%s', (_id, schema) => {
  it.each(everyPart(schema))('%s is bounded and described', (_path, part) => {
    expect(Object.keys(part).filter((keyword) => !keywords.has(keyword))).toEqual([]);
    expect(part.description).toMatch(/\.$/);
    if (part.type === 'object') expect(part.additionalProperties).toBe(false);
    if (part.type === 'array') expect(part.maxItems).toBeGreaterThan(0);
    if (part.type === 'string' && !part.enum) {
      expect(part.maxLength).toBeGreaterThan(0);
      expect(part.pattern).toMatch(/^\^.*\$$/);
    }
  });

  it('never exceeds 8 KB', () => {
    expect(JSON.stringify(largest(schema)).length).toBeLessThanOrEqual(8_192);
  });
});

it('marks whom an event is about, and nothing else, as personal', () => {
  const marked = [...schemas].flatMap(([id, schema]) =>
    everyPart(schema).flatMap(([path, part]) => ('x-class' in part ? [`${id}${path}`] : [])),
  );
  expect(marked).toEqual(['booking/travellerRef', 'cancellation/travellerRef', 'search/visitorId']);
});

describe('events', () => {
  const eight = Array.from({ length: 8 }, () => segment(9));

  it.each([
    ['booking', booking()],
    ['booking', booking({ travellerRef: traveller, agencyId: 'AG-1', segments: eight })],
    ['cancellation', cancellation()],
    ['cancellation', cancellation({ refundMinor: 0, segments: [segment(1)] })],
    ['search', search()],
    ['search', search({ returnOn: '2026-12-31', cabin: 'J', flexibleDays: 3, resultCount: 0 })],
  ])('%s is accepted: %j', (id, event) => {
    expect(accepts(id, event)).toBe(true);
  });

  it.each([
    ['booking', { ...booking(), email: 'x' }],
    ['booking', { ...booking(), segments: [] }],
    ['booking', { ...booking(), segments: [...eight, segment(1)] }],
    ['booking', { ...booking(), bookingId: 'ABC12' }],
    ['booking', { ...booking(), bookingId: 'ABC123#' }],
    ['booking', { ...booking(), bookingVersion: 0 }],
    ['booking', { ...booking(), eventType: 'BookingCancelled' }],
    ['booking', { ...booking(), eventTime: '2026-12-01T12:00:00Z' }],
    ['booking', { ...booking(), eventId: '6f2c1f0e-5d2b-4c1a-9a53-0c7a4f1e2d3c' }],
    ['booking', { ...booking(), segments: [segment(1, { flightId: 'FH1#Y' })] }],
    ['booking', { ...booking(), segments: [segment(0)] }],
    ['booking', { ...booking(), segments: [{ ...segment(1), passport: 'x' }] }],
    ['cancellation', { ...cancellation(), reason: 'other' }],
    ['cancellation', { ...cancellation(), consent: 'yes' }],
    ['search', { ...search(), travellerRef: traveller }],
    ['search', { ...search(), origin: 'jfk' }],
    ['search', { ...search(), visitorId: undefined }],
    ['search', { ...search(), departOn: '2026-13-01' }],
  ])('%s is refused: %j', (id, event) => {
    expect(accepts(id, event)).toBe(false);
  });
});

describe('days', () => {
  const forms = [
    (day: string) => day,
    (day: string) => `${day}T12:00:00.000Z`,
    (day: string) => `FH1-${day}-JFK`,
  ] as const;
  const dated = [...schemas].flatMap(([id, schema]) =>
    everyPart(schema).flatMap(([path, { pattern }]) => {
      const regular = new RegExp(pattern ?? '$.');
      const form = forms.find((written) => regular.test(written('2026-11-28')) && !regular.test('AG-1'));
      return form === undefined || pattern === undefined ? [] : [[`${id}${path}`, pattern, form] as const];
    }),
  );

  it('are looked for where they stand', () => {
    expect(dated.map(([where]) => where)).toContain('booking/segments/*/departsAt');
    expect(dated.length).toBeGreaterThan(20);
  });

  // Else code would read 30 February as a day of March, and the lake would not read it at all.
  it.each(dated)('%s: those of the calendar, and no other', (_, pattern, form) => {
    const regular = new RegExp(pattern);
    const wrong: string[] = [];
    for (let year = 2000; year < 2100; year += 1)
      for (let month = 0; month <= 13; month += 1)
        for (let day = 0; day <= 32; day += 1) {
          const text = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
          const date = new Date(Date.UTC(year, month - 1, day));
          const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
          if (regular.test(form(text)) !== exists) wrong.push(text);
        }
    expect(wrong).toEqual([]);
  });
});
