// The report: places and carets stay true for wide, hidden and hostile characters, and colours only where asked for.
import { describe, expect, test } from 'vitest';
import { finding } from '../../compiler/codes.ts';
import type { Finding } from '../../compiler/findings.ts';
import { printFindings, toJson } from '../../compiler/report.ts';
import { locate } from '../../compiler/source/locate.ts';
import { parseSource } from '../../compiler/source/parse.ts';
import { cutAround, printable, widthOf } from '../../compiler/terminal.ts';

const sourceOf = (text: string) => parseSource({ text, file: 'model.yaml', folder: '.' }).source;
const at = (path: Finding['path'], place: Pick<Finding, 'on' | 'span'> = {}): Finding =>
  finding('unknown-unit', path, 'It is wrong.', 'Mend it.', place);

describe('place', () => {
  const text = [
    'plain: one two three',
    "single: 'it''s  here'",
    'double: "tab\\there and \\u00e9 there"',
    'folded: >-',
    '  first second',
    '  third fourth',
    'kept: |',
    '  first',
    '  second third',
    'list:',
    '  - { name: a, size: 5 s }',
    '  - name: b',
    'empty:',
    '"quoted key": 1',
    'wide: 日本 here',
  ].join('\n');
  const source = sourceOf(text);
  const word = (path: Finding['path'], part: string): Finding['span'] => {
    const value = String(path.reduce<unknown>((node, step) => (node as Record<string, unknown>)[step], source.value));
    return { offset: value.indexOf(part), length: part.length };
  };

  test.each([
    [['plain'], 'two', 1, 12],
    [['single'], 'here', 2, 17],
    [['double'], 'there', 3, 31],
    [['folded'], 'second', 5, 9],
    [['folded'], 'fourth', 6, 9],
    [['kept'], 'third', 9, 10],
    [['list', 0, 'size'], 's', 11, 24],
    [['wide'], 'here', 15, 10],
  ] as const)('%s, "%s"', (path, part, line, column) => {
    const found = locate(source, path, 'value', word(path, part));
    expect([found.line, found.column]).toEqual([line, column]);
    expect(found.lineText.slice(column - 1)).toMatch(new RegExp(`^${part}`));
  });

  test.each([
    [['plain'], 'key', 1, 1, 5],
    [['plain'], 'value', 1, 8, 13],
    [['list', 0, 'size'], 'key', 11, 16, 4],
    [['list', 0], 'value', 11, 5, 22],
    [['list'], 'value', 10, 1, 4],
    [['list', 1], 'key', 12, 5, 4],
    [['list', 1, 'nothing'], 'value', 12, 5, 4],
    [['list', 7], 'value', 10, 1, 4],
    [['empty'], 'key', 13, 1, 5],
    [['quoted key'], 'value', 14, 15, 1],
    [['no', 'such', 'path'], 'value', 1, 1, 5],
  ] as const)('%s, its %s', (path, on, line, column, length) => {
    expect(locate(source, path, on)).toMatchObject({ line, column, length });
  });
});

describe('terminal', () => {
  test('what would steer a terminal is shown, not obeyed', () => {
    const hostile = 'a\u001b[31mred\u0007\u009b2J\u202Eevil\u200B\uFEFF\tb';
    expect(printable(hostile)).toBe('a\\u{1b}[31mred\\u{7}\\u{9b}2J\\u{202e}evil\\u{200b}\\u{feff} b');
    const source = sourceOf('name: "x\\e[2Jy"\nlabel: "\u202Eevil"\n');
    const report = printFindings(source, [
      finding('unlabelled', ['label'], `The label "${String.fromCodePoint(27)}[2J" is bad.`, 'Change\u0000it.'),
    ]);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: their absence is what is tested
    expect(report).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b\u202e]/);
    expect(report).toContain('\\u{1b}[2J');
  });

  test.each([
    ['abc', 3],
    ['日本', 4],
    ['e\u0301', 1],
    ['👩‍👩‍👧', 2],
    ['🇩🇪', 2],
    ['ﾊﾝ', 2],
    ['한국', 4],
  ])('width of %s', (text, width) => expect(widthOf(text)).toBe(width));

  test.each(['plain', '日本 wide', '\u001bhidden', '👩‍👩‍👧 joined', 'e\u0301 combined'])(
    'the caret stands under the word after %j',
    (before) => {
      const line = `${before}: WORD and more`;
      const cut = cutAround(line, line.indexOf('WORD'), 4);
      expect(cut.text.slice(cut.start, cut.start + cut.length)).toBe('WORD');
    },
  );

  test('a long line is cut around what is meant', () => {
    const line = `${'a'.repeat(50_000)}WORD${'b'.repeat(50_000)}`;
    const cut = cutAround(line, 50_000, 4);
    expect(cut.text.slice(cut.start, cut.start + cut.length)).toBe('WORD');
    expect(widthOf(cut.text)).toBeLessThanOrEqual(102);
    expect(cut.text).toMatch(/^…a+WORDb+…$/);
    const whole = cutAround('x'.repeat(50_000), 0, 50_000);
    expect(widthOf(whole.text)).toBeLessThanOrEqual(102);
  });
});

describe('report', () => {
  const source = sourceOf('b: 1\na: 2 crates\n');
  const findings = [
    at(['a'], { span: { offset: 2, length: 6 } }),
    finding('unused-assumption', ['b'], 'Idle.', 'Use it.'),
  ];

  test('is sorted by place and counts', () => {
    expect(printFindings(source, findings)).toBe(
      [
        'model.yaml:1:4  warning  unused-assumption',
        '1 │ b: 1',
        '  │    ^',
        '    Idle.',
        '    Use it.',
        '',
        'model.yaml:2:6  error  unknown-unit',
        '2 │ a: 2 crates',
        '  │      ^^^^^^',
        '    It is wrong.',
        '    Mend it.',
        '',
        '1 error and 1 warning.',
      ].join('\n'),
    );
  });

  test('has colours only where asked for', () => {
    expect(printFindings(source, findings, { colour: false })).not.toContain('\u001b');
    expect(printFindings(source, findings, { colour: true })).toContain('\u001b[31merror\u001b[39m');
  });

  test('is cut where nobody reads on', () => {
    const report = printFindings(
      source,
      Array.from({ length: 500 }, () => at(['a'])),
    );
    expect(report).toContain('… and 300 more.');
    expect(report).toMatch(/500 errors\.$/);
  });

  test('as JSON, for machines', () => {
    expect(JSON.parse(toJson(source, findings))).toEqual({
      findings: [
        {
          file: 'model.yaml',
          line: 1,
          column: 4,
          length: 1,
          severity: 'warning',
          code: 'unused-assumption',
          path: ['b'],
          message: 'Idle.',
          hint: 'Use it.',
        },
        {
          file: 'model.yaml',
          line: 2,
          column: 6,
          length: 6,
          severity: 'error',
          code: 'unknown-unit',
          path: ['a'],
          message: 'It is wrong.',
          hint: 'Mend it.',
        },
      ],
    });
  });
});
