// Words of a model that would mean something in SVG, Markdown, Mermaid or a template: everywhere they stand as they were written.
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { renderMermaid } from '@mermaid-js/mermaid-cli';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseDocument, YAMLMap, YAMLSeq } from 'yaml';
import { noBrowser, withBrowser } from '../support/browser.ts';
import type { Ran } from '../support/cli.ts';
import { plumblineHere } from '../support/cli-here.ts';
import { emptyFolder, modelCopy, replaced } from '../support/folders.ts';
import { labelsInMermaid, labelsInSvg, squeeze } from '../support/readers.ts';
import { below, parseXml, textOf } from '../support/xml.ts';

const hostile = [
  '<script>alert(1)</script>',
  'ends CDATA ]]> here',
  '"); click c_orders "javascript:alert(1)"',
  '{{x}} and {{{y}}}',
  '${AWS::Region} and $${x}',
  '|pipe| \\| bar',
  '`code` ``more``',
  '**bold** __under__ ~~gone~~ [a](b) ![c](d)',
  '🚀 and 👨‍👩‍👧',
  'שלום עולם',
  '注文イベント',
  "end; %% it's #35; &amp; &lt; <!-- -->",
  '$x^2$ and \\(y\\)',
  `${'words of a label that never ends '.repeat(10).slice(0, 299)}.`,
  'x'.repeat(300),
];
/** Unlike the others, so that each can be told from them. */
const nth = (at: number): string => `${hostile[at % hostile.length]} ${at}`;

interface Words {
  readonly components: string[];
  readonly groups: string[];
  readonly connections: string[];
  readonly prose: string[];
}
const words: Words = { components: [], groups: [], connections: [], prose: [] };

const watched = `  operations: { service: cloudwatch, label: Watch, in: operate, purpose: Watches., silence: { event: order, within: 1 h } }
`;

/** Every word of the order example that is for people, replaced, and a dashboard that shows them. Statements keep their $value. */
function disfigured(text: string): string {
  const document = parseDocument(replaced(text, '  dataKey:', `${watched}  dataKey:`));
  let at = 0;
  const put = (map: unknown, key: string, kept: string[], suffix = ''): void => {
    if (!(map instanceof YAMLMap) || !map.has(key)) return;
    const word = nth(at++);
    kept.push(word);
    map.set(key, `${word}${suffix}`);
  };
  const each = (name: string): readonly unknown[] => {
    const part: unknown = document.get(name);
    if (part instanceof YAMLMap) return part.items.map((item) => item.value);
    return part instanceof YAMLSeq ? part.items : [];
  };
  for (const part of each('components')) put(part, 'label', words.components);
  for (const part of each('groups')) put(part, 'label', words.groups);
  for (const part of each('connections')) put(part, 'label', words.connections);
  for (const part of each('components')) put(part, 'purpose', words.prose);
  for (const part of each('decisions')) for (const key of ['title', 'because']) put(part, key, words.prose);
  for (const part of each('assumptions')) {
    // A statement may hold no number of its own, and a $ in it is a figure's place.
    const word = nth(at++).replace(/ \d+$/, ` ${String.fromCodePoint(97 + (at % 26), 97 + (at >> 5))}`);
    if (part instanceof YAMLMap && !/[\d$]/.test(word)) {
      words.prose.push(word);
      part.set('statement', `${word}: $value.`);
    }
    put(part, 'because', words.prose);
  }
  for (const key of ['title', 'summary', 'owner']) put(document.contents, key, words.prose);
  return document.toString({ lineWidth: 0 });
}

let folder: string;
let ran: Ran;
beforeAll(async () => {
  folder = join(emptyFolder(), 'output');
  ran = await plumblineHere(['render', '-m', modelCopy(disfigured), '-o', folder]);
}, 120_000);
const read = (path: string): string => readFileSync(join(folder, path), 'utf8');
const files = (ending: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith(ending));

describe('hostile words', () => {
  it('render, and characters that the font lacks are told of', () => {
    expect(ran.stderr.replaceAll(/^note: .*\n/gm, '')).toBe('');
    expect(ran.code).toBe(0);
    for (const characters of ['🚀', 'ש', '注 文 イ ベ ン ト'])
      expect(ran.stderr).toMatch(new RegExp(`^note: the font has no .*${characters}`, 'm'));
    expect(ran.stderr.match(/^note:/gm)).toHaveLength(new Set(ran.stderr.trimEnd().split('\n')).size);
  });

  it('stand in the SVG as text, nowhere else', () => {
    for (const path of files('.svg')) {
      const elements = [...below(parseXml(read(path)))];
      expect(elements.filter(({ name }) => /^(script|a|foreignObject|image)$/i.test(name))).toEqual([]);
      expect(elements.flatMap(({ attributes }) => [...attributes.keys()]).filter((name) => /^on/i.test(name))).toEqual(
        [],
      );
    }
    const drawn = labelsInSvg(read('diagrams/overview.svg'));
    const expectEach = (texts: ReadonlyMap<string, string>, wanted: readonly string[]): void => {
      const all = [...texts.values()];
      for (const word of wanted)
        expect(
          all.filter((text) => text.startsWith(squeeze(word))),
          word,
        ).toHaveLength(1);
      expect(all).toHaveLength(wanted.length);
    };
    expectEach(drawn.components, words.components);
    expectEach(drawn.connections, words.connections);
    for (const word of words.groups) expect([...drawn.groups.values()]).toContain(squeeze(word));
    const titles = [...below(parseXml(read('diagrams/overview.svg')))]
      .filter(({ name }) => name === 'title')
      .map(textOf);
    for (const purpose of words.prose.slice(0, words.components.length)) expect(titles).toContain(purpose);
  });

  it('stand in Mermaid text for text', () => {
    const drawn = labelsInSvg(read('diagrams/overview.svg'));
    const written = labelsInMermaid(read('diagrams/overview.mmd'));
    expect(written.components).toEqual([...drawn.components.values()].sort());
    expect(written.groups).toEqual([...drawn.groups.values()].sort());
    expect(written.connections).toEqual([...drawn.connections.values()].sort());
  });

  it('stand in Markdown literally, for a renderer that is not ours', () => {
    const load = createRequire(import.meta.url);
    // Comes with Mermaid.
    const { marked }: { readonly marked: (text: string) => string } = load('marked');
    const decode = (html: string): string =>
      html
        .replace(/<[^>]*>/g, ' ')
        .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
        .replace(/&(lt|gt|quot);/g, (_, name: string) => ({ lt: '<', gt: '>', quot: '"' })[name] ?? '')
        .replace(/&amp;/g, '&');
    const all = files('.md').map((path) => marked(read(path).replace(/^```mermaid\n[\s\S]*?^```$/gm, '')));
    for (const html of all) {
      expect(html).not.toMatch(/<script|<!--|="javascript:|<del>|<em>\d|href="b"|src="d"/i);
      const tags = new Set([...html.matchAll(/<([a-z]\w*)/gi)].map(([, tag]) => tag?.toLowerCase()));
      expect([...tags].filter((tag) => ['script', 'iframe', 'object', 'style'].includes(tag ?? ''))).toEqual([]);
    }
    const shown = squeeze(decode(all.join('\n')));
    // The frame around all of AWS has no chapter of its own.
    const groups = words.groups.filter((_, at) => at !== 1);
    for (const word of [...words.components, ...groups, ...words.connections, ...words.prose])
      expect(shown.includes(squeeze(word)), word).toBe(true);
  });

  it('mean nothing to CloudFormation', () => {
    const templates = files('.template.json').map((path) => read(path));
    expect(templates.length).toBeGreaterThan(1);
    for (const text of templates) {
      const substituted = [...text.matchAll(/"Fn::Sub": ?(\[\s*)?("(?:[^"\\]|\\.)*")/g)].map(
        ([, , string]) => string ?? '',
      );
      // What reaches Fn::Sub is written so that it stays as it is.
      for (const string of substituted)
        expect(string.replaceAll('${!', '')).not.toMatch(/\$\{AWS::Region\} and|\$\{x\}/);
      expect(text).not.toContain('{{resolve:');
    }
    // A dashboard's body is JSON in pieces between references; labels stand in it as they are in JSON.
    const strings = templates.flatMap((text) => stringsIn(JSON.parse(text)));
    for (const word of words.components.slice(2, 9))
      expect(
        strings.some((text) => text.includes(JSON.stringify(word).slice(1, -1))),
        word,
      ).toBe(true);
  });

  const reason = noBrowser();
  it.skipIf(reason !== undefined)(
    `are drawn by Mermaid and a browser as they are written${reason ? ` (${reason})` : ''}`,
    async () => {
      const paths = ['diagrams/overview.mmd', 'diagrams/failure.mmd', 'diagrams/sequence-order.mmd'];
      const { drawn, alerts, parsed } = await withBrowser(async (browser) => {
        const page = await browser.newPage();
        const alerts: string[] = [];
        page.on('dialog', (dialog) => {
          alerts.push(dialog.message());
          void dialog.dismiss();
        });
        const drawn: string[] = [];
        for (const path of paths) {
          const { data } = await renderMermaid(browser, read(path), 'svg', { mermaidConfig: { fontFamily: 'Inter' } });
          await page.setContent(Buffer.from(data).toString('utf8'));
          drawn.push(
            String(
              await page.evaluate(
                `for (const each of document.querySelectorAll('style')) each.remove(); document.body.textContent`,
              ),
            ),
          );
        }
        const svg = JSON.stringify(read('diagrams/overview.svg'));
        const parsed = String(
          await page.evaluate(`new DOMParser().parseFromString(${svg}, 'image/svg+xml').documentElement.nodeName`),
        );
        await page.setContent(read('diagrams/overview.svg'));
        return { drawn: drawn.map(squeeze), alerts, parsed };
      });
      expect(parsed).toBe('svg');
      expect(alerts).toEqual([]);
      for (const text of drawn) expect(text).not.toMatch(/Syntaxerror|Maximumtextsize|Unsupportedmarkdown/i);
      const [overview = '', , sequence = ''] = drawn;
      for (const word of [...words.components, ...words.connections, ...words.groups])
        expect(overview.includes(squeeze(word)), word).toBe(true);
      expect(words.components.some((word) => sequence.includes(squeeze(word)))).toBe(true);
    },
    90_000,
  );
});

function stringsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}
