// Models that cannot be read, and models that are wrong: what is said, how soon, and that nothing is written.
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { plumbline, type Ran } from '../support/cli.ts';
import { plumblineHere } from '../support/cli-here.ts';
import { bytesIn, differing, emptyFolder, modelCopy, replaced } from '../support/folders.ts';
import { renderedModel } from '../support/rendered.ts';

let output = '';
let before: ReturnType<typeof bytesIn>;

beforeAll(async () => {
  output = emptyFolder('output');
  cpSync((await renderedModel('examples/order-events')).folder, output, { recursive: true });
  before = bytesIn(output);
  // So that none of the models waits for code to be loaded.
  await plumblineHere(['validate', '-m', modelCopy()]);
}, 120_000);

type Start = typeof plumblineHere;

/** By how much this machine is slower just now than an idle one, which starts in so long: a busy one fails no test. */
async function slowness(): Promise<number> {
  const { milliseconds } = await plumbline(['--version']);
  return Math.max(1, milliseconds / 150);
}

async function expectUnharmed(ran: Ran): Promise<void> {
  expect(differing(before, bytesIn(output))).toEqual([]);
  expect(ran.stderr + ran.stdout).not.toMatch(/^ +at /m);
  if (ran.milliseconds > 2000) expect(ran.milliseconds).toBeLessThan(2000 * (await slowness()));
}

// How soon it is said, its start included, is shown by two: the one that finds no model, and the one that could grow most.
const unreadable: Readonly<Record<string, readonly [make: () => string, says: RegExp, start?: Start]>> = {
  missing: [() => join(emptyFolder(), 'architecture.yaml'), /architecture\.yaml does not exist\.$/, plumbline],
  'a folder': [() => emptyFolder(), /is a folder; name the model's YAML file in it\.$/],
  'not UTF-8': [
    () => modelCopy((text) => Buffer.from(text.replace('Orders', 'Orders \u00e9'), 'latin1')),
    /is not UTF-8 text/,
  ],
  'over 1 MB': [() => modelCopy((text) => text + '# filler\n'.repeat(120_000)), /is larger than 1 MB/],
  'under a file': [() => join(modelCopy(), 'architecture.yaml'), /does not exist\.$/],
};

describe('a model that cannot be read', () => {
  it.each(Object.entries(unreadable))(
    '%s: one sentence, exit code 2',
    async (_, [make, says, start = plumblineHere]) => {
      const ran = await start(['render', '-o', output, '-m', make()]);
      expect(ran.code).toBe(2);
      expect(ran.stdout).toBe('');
      expect(ran.stderr.trimEnd()).toMatch(says);
      expect(ran.stderr.trimEnd().split('\n')).toHaveLength(1);
      expect(ran.stderr).toMatch(/^plumbline: /);
      await expectUnharmed(ran);
    },
    60_000,
  );
});

const bomb = [
  'a: &a [x, x, x, x, x, x, x, x, x, x]',
  ...'bcdefghij'.split('').map((name, i) => {
    const inner = `*${'abcdefghij'[i]}`;
    return `${name}: &${name} [${Array.from({ length: 10 }, () => inner).join(', ')}]`;
  }),
].join('\n');

interface Located {
  readonly code: string;
  readonly file: string;
  readonly line: number;
}

type Wrong = readonly [change: (text: string) => string, code: string, says: RegExp, wayOut: RegExp, start?: Start];

const wrong: Readonly<Record<string, Wrong>> = {
  'a misspelt key': [
    (text) => replaced(text, 'visibility: 120 s', 'visiblity: 120 s'),
    'unknown-key',
    /visiblity/,
    /visibility/,
  ],
  'an unknown service': [
    (text) => replaced(text, 'service: dynamodb', 'service: dynamodbb'),
    'unknown-service',
    /dynamodbb/,
    /dynamodb/,
  ],
  'an unknown reference': [
    (text) => replaced(text, 'to: orderIntake', 'to: orderIntakes'),
    'unknown-reference',
    /orderIntakes/,
    /orderIntake/,
  ],
  'an unknown unit': [(text) => replaced(text, 'value: 3 kB', 'value: 3 kb'), 'unknown-unit', /kb/, /kB/],
  'a dropped label': [(text) => replaced(text, ', label: gives up', ''), 'unlabelled', /label/, /label/],
  'a cycle of assumptions': [
    (text) => replaced(text, 'value: 500e3 customers', 'value: orderRate / ordersEach'),
    'assumption-cycle',
    /customerBase|orderRate/,
    /./,
  ],
  'tabs for indentation': [(text) => replaced(text, '  outside:', '\toutside:'), 'syntax', /[Tt]ab/, /space/],
  'a truncated file': [(text) => text.slice(0, text.indexOf('visibility: 120')), 'syntax', /./, /./],
  'an empty file': [() => '', 'empty-model', /no model/, /name/],
  'an alias bomb': [() => bomb, 'unsupported-yaml', /anchor|alias/i, /./, plumbline],
  'another kind of document': [() => '- just\n- a list\n', 'wrong-type', /list/, /./],
};

describe('a model that is wrong', () => {
  it.each(Object.entries(wrong))(
    '%s: told with its place and a way out, exit code 1',
    async (_, [change, code, says, wayOut, start = plumblineHere]) => {
      const model = modelCopy(change);
      const ran = await start(['render', '-m', model, '-o', output]);
      expect(ran.stderr).toContain(`  ${code}\n`);
      expect(ran.code).toBe(1);
      expect(ran.stdout).toBe('');
      const blocks = ran.stderr.split('\n\n');
      const block = blocks.find((each) => each.includes(`  error  ${code}\n`)) ?? '';
      const [place = '', line = '', caret = '', message = '', hint = ''] = block.split('\n');
      expect(place.startsWith(`${model}:`)).toBe(true);
      expect(place.slice(model.length)).toMatch(/^:\d+:\d+ {2}error {2}/);
      expect(line).toMatch(/^\d+ │/);
      expect(caret).toMatch(/^ +│ +\^+$/);
      expect(message).toMatch(says);
      expect(hint.trim()).not.toBe('');
      expect(`${message}\n${hint}`).toMatch(wayOut);
      expect(ran.stderr).toMatch(/\d+ errors?( and \d+ warnings?)?\.\n$/);
      await expectUnharmed(ran);
    },
    60_000,
  );

  it('tells several faults at once, in the order of the file, and to machines', async () => {
    const model = modelCopy((text) =>
      replaced(replaced(text, 'value: 3 kB', 'value: 3 kb'), 'service: sns', 'service: snss'),
    );
    const ran = await plumblineHere(['validate', '--json', '-m', model]);
    expect(ran.code).toBe(1);
    expect(ran.stderr).toBe('');
    const { findings }: { readonly findings: readonly Located[] } = JSON.parse(ran.stdout);
    expect(findings.map(({ code }) => code)).toEqual(['unknown-unit', 'unknown-service']);
    expect(findings.every(({ file }) => file === model)).toBe(true);
    const lines = findings.map(({ line }) => line);
    expect(lines).toEqual([...lines].sort((a, b) => a - b));
  }, 60_000);

  it('says of a broken handler which line of it, and writes nothing', async () => {
    const model = modelCopy();
    const handlers = join(model, '../handlers');
    mkdirSync(handlers, { recursive: true });
    writeFileSync(join(handlers, 'fulfilment/index.ts'), 'export const handler = async () => {\n  return (;\n};\n');
    const ran = await plumblineHere(['render', '-m', model, '-o', output]);
    expect(ran.stderr).toMatch(/fulfilment\/index\.ts:2:11/);
    expect(ran.code).toBe(1);
    expect(differing(before, bytesIn(output))).toEqual([]);
    expect(ran.stderr).not.toMatch(/^ +at /m);
  }, 60_000);
});
