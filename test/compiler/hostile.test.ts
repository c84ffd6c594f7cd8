// Inputs meant to hurt: each is told in a finding with a place, within two seconds, and never throws.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { printFindings } from '../../compiler/report.ts';
import { locate } from '../../compiler/source/locate.ts';
import { allFindings, modelText } from './support/findings.ts';

const base = readFileSync('test/compiler/support/base.yaml', 'utf8');
const size = 900_000;
const many = (text: string): string => text.repeat(Math.floor(size / text.length));
const lines = (count: number, line: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => line(at)).join('\n');
const assumption = (id: string, value: string): string =>
  `  ${id}: { statement: It is $value., value: ${value}, group: rate }`;
const withAssumptions = (text: string): string => base.replace('assumptions:\n', () => `assumptions:\n${text}\n`);

/** Name, text, codes that must be among the findings. */
const cases: readonly (readonly [name: string, text: string, codes: readonly string[]])[] = [
  ['nothing', '', ['empty-model']],
  ['blanks', many(' \n'), ['too-large']],
  ['a few blanks', ' \n\n  \n', ['empty-model']],
  ['comments', many('#\n'), ['too-large']],
  ['null', '~', ['empty-model', 'wrong-type']],
  ['a text', 'hello', ['wrong-type']],
  ['a list', '- a\n- b', ['wrong-type']],
  ['tabs for indentation', 'name: a\nstages:\n\tdev: {}', ['syntax']],
  ['many tabs', `a:\n${many('\tb: 1\n')}`, ['too-large', 'syntax']],
  ['cut off in a quote', base.replace('label: Orders,', 'label: "Orders,'), ['syntax']],
  ['cut off in a bracket', base.slice(0, base.lastIndexOf('}')), ['syntax']],
  ['open brackets', many('['), ['too-large']],
  ['open braces', many('{a: '), ['too-large']],
  ['brackets in balance', `${'['.repeat(5000)}${']'.repeat(5000)}`, ['too-large']],
  ['dashes', many('- '), ['too-large']],
  ['question marks', many('? '), ['too-large']],
  ['colons', many(': '), ['too-large']],
  ['deep indentation', lines(1300, (at) => `${' '.repeat(at)}a:`), ['too-large']],
  ['quotes', many('"'), ['too-large']],
  ['commas', `[${many(',')}]`, ['too-large', 'syntax']],
  ['bad indentation', many('a:\n  b: 1\n c: 2\n'), ['too-large', 'syntax']],
  ['documents', many('---\n'), ['several-documents']],
  ['directives', many('%A\n'), ['too-large', 'syntax', 'empty-model']],
  ['many keys', lines(20_000, (at) => `k${at}: 1`), ['unknown-key']],
  ['too many keys', lines(80_000, (at) => `k${at}: 1`), ['too-large']],
  ['one key many times', many('a: 1\n'), ['too-large', 'duplicate-key']],
  ['one key many times, fewer', 'a: 1\n'.repeat(20_000), ['duplicate-key']],
  [
    'an alias bomb',
    `a: &a [x, x]\n${lines(40, (at) => `b${at}: &b${at} [*${at === 0 ? 'a' : `b${at - 1}`}, *${at === 0 ? 'a' : `b${at - 1}`}]`)}`,
    ['unsupported-yaml'],
  ],
  ['an alias to itself', 'a: &a [*a]', ['unsupported-yaml']],
  ['an unknown alias', 'a: *nobody', ['syntax', 'unsupported-yaml']],
  ['a merge key', 'a: &a { b: 1 }\nc: { <<: *a }', ['unsupported-yaml']],
  ['tags', 'a: !!binary aGVsbG8=\nb: !<tag:x> c', ['unsupported-yaml']],
  ['keys that are no texts', '[a, b]: c\n{ d: e }: f\n? \n: g', ['unsupported-yaml', 'syntax']],
  [
    'keys of every object',
    lines(5, (at) => `${['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf'][at]}: {}`),
    ['unknown-key'],
  ],
  ['an assumption named __proto__', withAssumptions(assumption('__proto__', '5')), ['invalid-name']],
  [
    'components named like members of Object',
    base.replace(
      'components:\n',
      'components:\n  constructor: { service: __proto__, label: A, in: toString, purpose: B }\n',
    ),
    ['unknown-service', 'unknown-reference'],
  ],
  ['NUL characters', `name: a\0b\n${base}`, ['syntax', 'invalid-value', 'duplicate-key']],
  ['a byte order mark', `\uFEFF${base}`, []],
  ['Windows line ends', base.replaceAll('\n', '\r\n'), []],
  ['a long line', `${base}\n# ${'x'.repeat(size / 2)}`, []],
  ['a long label', base.replace('Order stream', () => 'x'.repeat(size / 2)), []],
  ['a long number', base.replace('value: 1 %', `value: ${'9'.repeat(100_000)} %`), ['bad-quantity']],
  ['a deep expression', withAssumptions(assumption('deep', `${'('.repeat(100_000)}1`)), ['bad-quantity']],
  ['a long expression', withAssumptions(assumption('long', `1${' + 1'.repeat(50_000)}`)), ['bad-quantity']],
  [
    'a long chain of assumptions',
    withAssumptions(lines(3000, (at) => assumption(`a${at}`, at === 0 ? '1' : `a${at - 1} + 1`))),
    ['bad-quantity'],
  ],
  [
    'a large circle of assumptions',
    withAssumptions(lines(3000, (at) => assumption(`a${at}`, `a${(at + 1) % 3000}`))),
    ['assumption-cycle'],
  ],
  [
    'groups in a long chain',
    base.replace(
      'groups:\n',
      () => `groups:\n${lines(2000, (at) => `  g${at}: { label: G, in: g${(at + 1) % 2000} }`)}\n`,
    ),
    ['group-cycle'],
  ],
  ['not a number', base.replace('batch: 50', 'batch: .nan'), ['wrong-type']],
  ['infinity', base.replace('size: 1 kB', 'size: .inf'), ['unknown-reference']],
  ['a number in another base', base.replace('batch: 50', 'batch: 0x20'), []],
  [
    'a payload outside the folder',
    base.replace('key: orderId', 'key: orderId, payload: ../../../../../../etc/passwd'),
    ['payload-missing'],
  ],
  ['an absolute payload', base.replace('key: orderId', 'key: orderId, payload: /etc/passwd'), ['payload-missing']],
  ['a folder as payload', base.replace('key: orderId', 'key: orderId, payload: handlers'), ['payload-missing']],
  ['too large', many('# a long comment of many words, so that there are few lines of them\n').repeat(2), ['too-large']],
];

describe.each(cases)('%s', (_, text, codes) => {
  test('is told in time', () => {
    // Time of our own, whatever else the machine does.
    const start = process.cpuUsage();
    const { all, source } = allFindings(modelText(text));
    const report = printFindings(source, all);
    const { user, system } = process.cpuUsage(start);
    expect((user + system) / 1000).toBeLessThan(2000);
    if (codes.length === 0) expect(report).toBe('Nothing found.');
    else expect(codes).toContain(all.find(({ code }) => codes.includes(code))?.code);
    for (const { path, on, span } of all) {
      const { line, column, length, lineText } = locate(source, path, on, span);
      expect(line).toBeGreaterThan(0);
      expect(column).toBeGreaterThan(0);
      expect(column - 1 + length).toBeLessThanOrEqual(Math.max(1, lineText.length + 1));
    }
    for (const line of report.split('\n')) expect(line.length).toBeLessThan(500);
  });
});

test('a model cut off anywhere is told or fine, and never throws', () => {
  for (let at = 0; at < base.length; at += 37) {
    const { architecture, all } = allFindings(modelText(base.slice(0, at)));
    expect(architecture !== undefined || all.length > 0, `cut at ${at}`).toBe(true);
  }
});

test('a model with any one line missing is told or fine, and never throws', () => {
  const all = base.split('\n');
  for (let at = 0; at < all.length; at++) {
    const { architecture, findings } = allFindings(modelText(all.filter((_, index) => index !== at).join('\n')));
    expect(architecture !== undefined || findings.length > 0, `without line ${at + 1}`).toBe(true);
  }
});
