// What a bundle carries as a compiled check says of every event what Ajv says of it when it reads the schema itself.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { KinesisStreamRecord } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bundles, bundleHandlers } from '../../generators/infrastructure/bundles.ts';
import { contract } from '../../model/flyhigh/handlers/common/contracts.ts';
import { decoder, isMalformed } from '../../model/flyhigh/handlers/common/stream-record.ts';
import { booking, cancellation, change, rawRecord, record, search, segment, traveller } from './support/records.ts';

const folder = mkdtempSync(join(tmpdir(), 'plumbline-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A handler that answers with what the decoder says of each record. */
const probe = `import booking from '../../events/booking.schema.json' with { type: 'json' };
import cancellation from '../../events/cancellation.schema.json' with { type: 'json' };
import search from '../../events/search.schema.json' with { type: 'json' };
import { contract } from '../common/contracts.ts';
import { decoder } from '../common/stream-record.ts';
const decode = decoder([booking, cancellation, search].map((schema) => contract(schema)));
export const handler = (records) => records.map((record) => decode(record).reason ?? 'accepted');`;

const events = ['booking', 'cancellation', 'search'];
const schemaOf = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../model/flyhigh/events/${name}.schema.json`, import.meta.url), 'utf8'));

const readItself = decoder<{ readonly eventId: string }>(events.map((name) => contract(schemaOf(name))));
let bundles: Bundles;
let precompiled: (records: readonly KinesisStreamRecord[]) => readonly string[];
beforeAll(async () => {
  const model = join(folder, 'model');
  for (const part of ['events', 'handlers/common']) {
    cpSync(join('model/flyhigh', part), join(model, part), { recursive: true });
  }
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  mkdirSync(join(model, 'handlers/probe'));
  writeFileSync(join(model, 'handlers/probe/index.ts'), probe);
  bundles = await bundleHandlers(model, { cacheFolder: join(folder, 'cache') });
  ({ handler: precompiled } = await import(join(bundles.folders.get('probe') ?? '', 'index.mjs')));
}, 60_000);

const whole = [
  booking({ travellerRef: traveller, agencyId: 'AG-1', segments: [segment(2), segment(1, { cabin: 'J' })] }),
  booking({ eventType: 'BookingChanged', bookingVersion: 2, added: [change(1)], removed: [change(2)] }),
  cancellation({ travellerRef: traveller, refundMinor: 100, segments: [segment(1)] }),
  search({ returnOn: '2026-12-31', cabin: 'W', flexibleDays: 3, resultCount: 7 }),
];
const wrong = [undefined, null, '', 'x', 'ß😀', 0, -1, 1.5, 1e9, true, [], {}, 'x'.repeat(5_000)];

/** Every value of an event replaced by every wrong one, in turn. */
function* spoilt(value: unknown): Generator<unknown> {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) for (const bad of spoilt(item)) yield value.with(index, bad);
    yield Array(99).fill(value[0]);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) for (const bad of spoilt(item)) yield { ...value, [key]: bad };
    yield { ...value, added_later: 1 };
  }
  yield* wrong;
}

describe('a check compiled at bundling', () => {
  const records = [
    ...whole.flatMap((event) => [
      record(event, { travellerRef: traveller }),
      ...[...spoilt(event)].map((bad) => record(Object(bad))),
    ]),
    ...[...spoilt({ meta: { receivedAt: 1, requestId: 'r' }, event: search() })].map((bad) =>
      rawRecord(JSON.stringify(bad) ?? ''),
    ),
    rawRecord('{'),
  ];

  it('is what the bundle uses', () => {
    expect(bundles.problems).toEqual([]);
    const text = readFileSync(join(bundles.folders.get('probe') ?? '', 'index.mjs'), 'utf8');
    expect(text.includes('must have required property')).toBe(true);
    expect(text.includes('strict mode: ')).toBe(false);
  });

  it('accepts and refuses the same events, for the same reasons', () => {
    const said = records.map((each) => {
      const decoded = readItself(each);
      return isMalformed(decoded) ? decoded.reason : 'accepted';
    });
    expect(precompiled(records)).toEqual(said);
    expect(said.filter((reason) => reason === 'accepted').length).toBeGreaterThan(whole.length);
    expect(new Set(said).size).toBeGreaterThan(100);
  });

  it('lets pass what a sender added that is ahead of us', () => {
    expect(precompiled(whole.map((event) => record({ ...event, added_later: 1 })))).toEqual(
      whole.map(() => 'accepted'),
    );
  });
});
