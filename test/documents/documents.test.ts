// Every document over models of other trades: true sentences, whole tables, hostile words shown as they are.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { escapeMarkdown } from '../../generators/documents/markdown.ts';
import { busy, rendered, small, tablesOf } from './support/models.ts';

const home = 'test/documents/support';

const examples = ['flyhigh', 'examples/order-events', 'examples/device-telemetry'].map(
  (name) =>
    [
      name,
      readFileSync(new URL(`../../model/${name}/architecture.yaml`, import.meta.url), 'utf8'),
      `model/${name}`,
    ] as const,
);

const hostile = [
  '<script>alert(1)</script>',
  'end ]]> it',
  '"); click',
  '{{x}}',
  '${AWS::Region}',
  '|pipe|',
  '`tick`',
  '✈️ 予約 حجز \u202e',
  '# heading',
  'x'.repeat(300),
];

const withLabel = (label: string): string =>
  busy
    .replaceAll('label: Belt', `label: ${JSON.stringify(label)}`)
    .replaceAll('label: Rush', `label: ${JSON.stringify(label)}`)
    .replaceAll('label: Parcel', `label: ${JSON.stringify(label)}`)
    .replaceAll('label: puts', `label: ${JSON.stringify(label)}`);

const models: readonly (readonly [string, string, string])[] = [
  ['small', small, home],
  ['busy', busy, home],
  ...examples,
  ...hostile.map((label) => [label.slice(0, 20), withLabel(label), home] as const),
];

describe.each(models)('documents of %s', (_, model, folder) => {
  it('have a cell in every row for each column', async () => {
    const { pages } = await rendered(model, folder);
    for (const [id, page] of pages) {
      for (const [head = [], ...rows] of tablesOf(page))
        for (const row of rows) expect(row, `${id}: ${row.join('|')}`).toHaveLength(head.length);
    }
  });

  it('hold no leftovers of a template, of a figure or of a sentence', async () => {
    const { pages } = await rendered(model, folder);
    for (const [id, page] of pages) {
      expect(page, id).not.toMatch(/NaN|Infinity|undefined|\[object|(?<!\\)\{\{|<script/);
      expect(page, id).not.toMatch(/(?<![.…])\.\.(?![.…])|: \.|\( *\)| ,/);
    }
  });

  it('are the same whenever they are made', async () => {
    const [first, second] = [await rendered(model, folder), await rendered(model, folder)];
    expect([...second.pages]).toEqual([...first.pages]);
  });
});

describe.each(hostile)('the label %s', (label) => {
  it('is shown as it is in every document that names components', async () => {
    const { pages } = await rendered(withLabel(label));
    const shown = escapeMarkdown(label);
    for (const id of ['architecture', 'assumptions', 'scalability']) expect(pages.get(id), id).toContain(shown);
    // Behind other words a hash is only a hash.
    const raw = label.startsWith('#') ? `\n${label}` : label;
    for (const page of pages.values()) expect(`\n${page}`.replaceAll(shown, '')).not.toContain(raw);
  });
});

describe('a model with little to say', () => {
  it('says so', async () => {
    const { pages } = await rendered(small);
    const scalability = pages.get('scalability') ?? '';
    expect(scalability).toContain('Door takes **10/s**; the model plans no higher peak.');
    expect(scalability).toContain('The model names no peak that builds up within a given time.');
    expect(scalability).toContain('The model promises no latency, so none is computed.');
    expect(scalability).toContain('The model plans for today only.');
    expect(pages.get('assumptions')).toContain('No range of an assumption changes cost, load or limits noticeably.');
  });
});

describe('a model with peaks and promises', () => {
  it('says what its ranges change and break', async () => {
    const { pages } = await rendered(busy);
    const page = pages.get('assumptions') ?? '';
    expect(page).toMatch(
      /There are 10 parcels per second\..*\| 1 … 30 parcels \/ s \|.*requests at the peak 5 … 150 \(now 50\) a second/,
    );
    expect(page).toMatch(/at 30 it .*\*\*passes\*\* Door, “Throttle of POST \/parcels” \(1\.7 times\)/);
    expect(page).toContain('cost in year 2');
  });

  it('answers the three questions with figures', async () => {
    const { pages } = await rendered(busy);
    const page = pages.get('scalability') ?? '';
    expect(page).toContain('Door takes **10/s** on average and **50/s** in the highest planned peak (Rush).');
    expect(page).toContain('Growing by 50 % a year, that peak is **113/s** in year 2.');
    expect(page).toContain('Rush takes the load to **5 times** the average within 10 s and lasts 60 min');
    expect(page).toContain('“Throttle of POST /parcels” of Door, at **4 times** today’s highest peak.');
    expect(page).toMatch(/At “Flood”, 1,000 times today’s average, the design passes \w+ limits:/);
    expect(page).toMatch(/“A parcel is held within 1 s”: \*\*\d+ ms\*\* at the 99th percentile/);
  });
});

describe('assumptions of several groups', () => {
  it.each(examples)('%s: are numbered as they are read', async (_, model, folder) => {
    const { pages } = await rendered(model, folder);
    const numbers = tablesOf(pages.get('assumptions') ?? '')
      .filter(([head]) => head?.[1]?.trim() === 'Assumption, and why')
      .flatMap(([, , ...rows]) => rows.map(([number]) => Number(number)));
    expect(numbers).toEqual(numbers.map((_number, at) => at + 1));
    expect(numbers.length).toBeGreaterThan(10);
  });
});

describe('resources', () => {
  it('stand by their owner, once for all stacks that have them', async () => {
    const one = {
      logicalId: 'BeltStream',
      type: 'AWS::Kinesis::Stream',
      component: 'belt',
      metadata: {},
      properties: {},
    };
    const { pages } = await rendered(small, home, [
      { ...one, stage: 'live', stack: 'small-live' },
      { ...one, stage: 'test', stack: 'small-test' },
      {
        stage: 'live',
        stack: 'small-live',
        metadata: {},
        properties: {},
        logicalId: 'Put',
        type: 'AWS::IAM::Policy',
        connection: 'door-belt',
      },
      {
        stage: 'live',
        stack: 'small-live',
        metadata: {},
        properties: {},
        logicalId: 'Logs',
        type: 'AWS::S3::Bucket',
        shared: 'access logs',
      },
    ]);
    const page = pages.get('resources') ?? '';
    expect(page).toContain('| Kinesis Stream | `BeltStream` | small-live, small-test |');
    expect(page).toContain('| access logs | S3 Bucket | `Logs` | small-live |');
    expect(page).toContain('| small-live | 3 | 1 | 1 | 1 |');
  });
});
