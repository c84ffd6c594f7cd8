import { renderMermaid } from '@mermaid-js/mermaid-cli';
import { describe, expect, it } from 'vitest';
import { escapeMermaid, toMermaid, toSequence } from '../../generators/diagrams/mermaid.ts';
import { noBrowser, withBrowser } from '../support/browser.ts';
import { flyhighDrawing } from './flyhigh-drawing.ts';
import { hostileDrawing, hostileLabels } from './hostile-drawing.ts';

const reason = noBrowser();

/** Runs in the browser, as text because this project has no DOM types. */
const readText = `for (const style of document.querySelectorAll('style')) style.remove(); document.body.textContent`;

const hostileSequence = toSequence(
  'Title; with # and <b>',
  hostileLabels.map((label, i) => ({ id: `p ${i}`, label })),
  hostileLabels.map((label, i) => ({ from: `p ${i}`, to: `p ${(i + 1) % hostileLabels.length}`, label })),
);

const squeeze = (text: string): string => text.replace(/\s+/g, '');

describe('Mermaid text', () => {
  it.each([
    ['reports sales, cancellations', 'reports sales, cancellations'],
    ['signed-in', 'signed-in'],
    ['a "b" c', 'a #34;b#34; c'],
    ['1. first', '1#46; first'],
    ['0.21 records/s', '0#46;21 records/s'],
    ['a#b;c', 'a#35;b#59;c'],
    ['two\nlines', 'two lines'],
    ['Grüße 予約', 'Grüße 予約'],
  ])('%j', (text, escaped) => expect(escapeMermaid(text)).toBe(escaped));

  it('holds every component, group and connection once', () => {
    const lines = toMermaid(flyhighDrawing).split('\n');
    expect(lines[0]).toBe('flowchart TB');
    expect(lines.filter((line) => /:::(aws|outside|mark)$/.test(line))).toHaveLength(flyhighDrawing.nodes.length);
    expect(lines.filter((line) => line.trim().startsWith('subgraph '))).toHaveLength(flyhighDrawing.groups.length);
    expect(lines.filter((line) => /-->|-\.->/.test(line))).toHaveLength(flyhighDrawing.edges.length);
  });

  it.skipIf(reason !== undefined)(
    `is drawn as it was meant${reason ? ` (${reason})` : ''}`,
    async () => {
      const sources = [toMermaid(flyhighDrawing), toMermaid(hostileDrawing), hostileSequence];
      const drawn = await withBrowser(async (browser) => {
        const texts: string[] = [];
        for (const source of sources) {
          const { data } = await renderMermaid(browser, source, 'svg', { mermaidConfig: { fontFamily: 'Inter' } });
          const page = await browser.newPage();
          await page.setContent(Buffer.from(data).toString('utf8'));
          texts.push(String(await page.evaluate(readText)));
          await page.close();
        }
        return texts.map(squeeze);
      });
      for (const text of drawn) expect(text).not.toMatch(/Syntaxerror|Maximumtextsize|Unsupportedmarkdown/i);
      const [overview = '', hostile = '', sequence = ''] = drawn;
      for (const { label } of [...flyhighDrawing.nodes, ...flyhighDrawing.groups, ...flyhighDrawing.edges])
        expect(overview).toContain(squeeze(label));
      for (const label of hostileLabels) {
        expect(hostile).toContain(squeeze(label));
        expect(sequence).toContain(squeeze(label));
      }
    },
    120_000,
  );
});
