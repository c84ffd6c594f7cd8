// Text from a model comes out of Markdown as it went in, whatever it holds.
import { describe, expect, it } from 'vitest';
import { cell, code, escapeMarkdown, fenced, folded, md, say, table } from '../../generators/documents/markdown.ts';

describe('escapeMarkdown', () => {
  it.each([
    ['<script>alert(1)</script>', '&lt;script&gt;alert(1)&lt;/script&gt;'],
    [']]>', '\\]\\]&gt;'],
    ['"); click', '"); click'],
    ['{{x}}', '\\{\\{x\\}\\}'],
    ['${AWS::Region}', '\\$\\{AWS::Region\\}'],
    ['|pipe|', '\\|pipe\\|'],
    ['`code`', '\\`code\\`'],
    ['a\\|b', 'a\\\\\\|b'],
    ['**bold** and ~~gone~~', '\\*\\*bold\\*\\* and \\~\\~gone\\~\\~'],
    ['_emphasis_ but snake_case', '\\_emphasis\\_ but snake_case'],
    ['![x](https://example.com)', '!\\[x\\](https:&#47;&#47;example.com)'],
    ['www.example.com', 'www&#46;example.com'],
    ['HTTPS://EXAMPLE.COM', 'HTTPS:&#47;&#47;EXAMPLE.COM'],
    ['&lt;b&gt;', '&amp;lt;b&amp;gt;'],
    ['# heading', '\\# heading'],
    ['### heading', '\\### heading'],
    ['- item', '\\- item'],
    ['---', '\\---'],
    ['=== ', '\\=== '],
    ['1. item', '1&#46; item'],
    ['2) item', '2&#41; item'],
    ['> quote', '&gt; quote'],
    ['-5 degrees', '-5 degrees'],
    ['1.5 times', '1.5 times'],
    ['two\n\nlines', 'two lines'],
    ['a\u0000b', 'a\ufffdb'],
    ['turn \u202eround', 'turn \ufffdround'],
    ['✈️ 予約 حجز', '✈️ 予約 حجز'],
  ])('%j', (text, expected) => {
    expect(escapeMarkdown(text)).toBe(expected);
  });

  it('keeps text of any length', () => {
    expect(escapeMarkdown('x'.repeat(300))).toHaveLength(300);
  });
});

describe('code', () => {
  it.each([
    ['plain', '`plain`'],
    ['a`b', '``a`b``'],
    ['`a`', '`` `a` ``'],
    ['a|b', '`a¦b`'],
    ['a\nb', '`a b`'],
  ])('%j', (text, expected) => {
    expect(code(text)).toBe(expected);
  });
});

describe('table', () => {
  it('aligns what is marked and escapes what is text', () => {
    expect(table(['A', '>B'], [['x|y', md('**z**')]]).markdown).toBe('| A | B |\n| --- | ---: |\n| x\\|y | **z** |');
  });

  it('is nothing without rows', () => {
    expect(table(['A'], []).markdown).toBe('');
    expect(folded('More', table(['A'], [])).markdown).toBe('');
  });

  it('escapes titles, which may be labels', () => {
    expect(table(['a|b'], [['c']]).markdown.split('\n')[0]).toBe('| a\\|b |');
  });
});

describe('say', () => {
  it('escapes what is put in, and only that', () => {
    expect(say`**${'<b>'}** and ${md('*x*')}${undefined}.`.markdown).toBe('**&lt;b&gt;** and *x*.');
    expect(cell(md('a\nb'))).toBe('a b');
  });
});

describe('fenced', () => {
  it('cannot be ended from inside', () => {
    expect(fenced('text', 'a\n````\nb').markdown).toBe('`````text\na\n````\nb\n`````');
  });
});
