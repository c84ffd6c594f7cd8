// Settings, arrows, routes and budgets in the documents: as they are written, with what they lead to.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Figure } from '../../compiler/figures.ts';
import { bytesText } from '../../generators/documents/figure-text.ts';
import { settingText } from '../../generators/documents/parts/settings.ts';
import { busy, rendered, small, tablesOf } from './support/models.ts';

const flyhigh = rendered(
  readFileSync(new URL('../../model/flyhigh/architecture.yaml', import.meta.url), 'utf8'),
  'model/flyhigh',
);

/** Rows of the table that has such a column, cell by cell. */
const rowsWith = (page: string, column: string): readonly (readonly string[])[] =>
  tablesOf(page)
    .filter(([head]) => head?.some((cell) => cell.trim() === column))
    .flatMap(([, , ...rows]) => rows.map((row) => row.map((cell) => cell.trim())));

it.each([
  [536870912, '512 MiB'],
  [262144, '256 KiB'],
  [1048576, '1 MiB'],
  [512e6, '512 MB'],
  [2132000, '2.13 MB'],
  [800, '800 B'],
  [128000, '128 kB'],
])('%d bytes are %s', (bytes, text) => {
  expect(bytesText(bytes)).toBe(text);
});

describe('a setting', () => {
  const figure = (value: number, unit: string, origin: Figure['origin']): Figure => ({ value, unit, origin });

  it('stands as it is written, with the assumption that it names or is computed from', async () => {
    const { artefacts } = await rendered(small);
    const said = (each: Figure): string => settingText(each, artefacts.plan);
    expect(said(figure(2555 * 86400, 's', { kind: 'setting', path: '', text: '2555 d' }))).toBe('2555 d');
    const rate = artefacts.plan.architecture.assumptions.get('rate')?.figure;
    expect(rate && said(rate)).toBe('10 parcels / s (rate)');
    const inputs = rate ? { rate } : {};
    expect(said(figure(0.85, '', { kind: 'formula', text: '1 - rate / 100', inputs }))).toBe('85 % (from rate)');
    expect(said(figure(20, 'parcels/s', { kind: 'formula', text: 'rate * 2', inputs }))).toBe(
      '20 parcels/s (from rate)',
    );
  });
});

describe('arrows', () => {
  it('say how they are read and where a failure goes, of streams and of queues', async () => {
    const { pages } = await flyhigh;
    const column = 'Set to, and what a failure leads to';
    const rows = rowsWith(pages.get('architecture') ?? '', column);
    const said = (from: string, to: string): string | undefined =>
      rows.find((row) => row[0] === from && row[2] === to)?.[4];
    expect(said('Booking stream', 'Live analytics')).toBe(
      'batch 200, window 5 s, 10 retries, halved when it fails, at most 6 d old, then Failed events',
    );
    expect(said('Booking stream', 'Profile builder')).toContain('only a signed-in traveller who consents, then Failed');
    expect(said('Redrive queue', 'Redriver')).toMatch(
      /^batch 1, .*at most 2 calls at once, then Undelivered messages$/,
    );
    expect(said('Nightly schedule', 'Reconciler')).toBe('then Undelivered messages');
    // What it cannot write it has taken from a stream, whose arrow says where it goes.
    expect(said('Live analytics', 'Live figures')).toBe('');
    expect(said('Live analytics', 'Failed events')).toBe('prefix aws/lambda/');
  });
});

describe('routes', () => {
  it('are a table, with what a day at their throttles adds', async () => {
    const { pages } = await rendered(busy);
    const page = pages.get('architecture') ?? '';
    expect(page).toContain('| POST | /parcels | takes Parcel | iam | 200 requests / s | Belt |  |');
    expect(page).not.toContain('- routes POST');
    // 200 a second for a day, less the 10 a second that come anyway, at 3.5 USD a million.
    expect(page).toMatch(/all throttles full is 17\.3 million requests\. .*add to the month: Door 57\.5 USD /);
  });
});

describe('personal data', () => {
  it('names whatever says how it erases, store or not, with what is set aside there', async () => {
    const { pages, artefacts } = await flyhigh;
    const rows = rowsWith(pages.get('architecture') ?? '', 'Kept and erased');
    const telling = [...artefacts.plan.architecture.components.values()].filter(({ erasure }) => erasure !== undefined);
    expect(rows.map((row) => row[0])).toEqual(expect.arrayContaining(telling.map(({ label }) => label)));
    expect(rows.find((row) => row[0] === 'Failed events')?.[2]).toBe('Booking, Cancellation, Flight search');
  });
});

describe('a budget', () => {
  it('is said by stage, as the templates have it', async () => {
    const { pages } = await rendered(small, undefined, [
      {
        stage: 'live',
        stack: 'small-live',
        logicalId: 'Guard',
        type: 'AWS::Budgets::Budget',
        component: 'belt',
        metadata: {},
        properties: { Budget: { BudgetLimit: { Amount: 2161, Unit: 'USD' } } },
      },
    ]);
    expect(pages.get('architecture')).toContain('- Budget: 2,161 USD a month in live');
  });
});
