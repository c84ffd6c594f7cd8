import { describe, expect, it } from 'vitest';
import { layOut } from '../../generators/diagrams/layout.ts';
import { iconSymbol } from '../../generators/diagrams/svg/icons.ts';
import { toSvg } from '../../generators/diagrams/svg.ts';
import { fontOf } from '../../generators/diagrams/text/measure.ts';
import { readFont } from '../../generators/diagrams/text/sfnt.ts';
import { subsetFont } from '../../generators/diagrams/text/subset.ts';
import { noBrowser, withBrowser } from '../support/browser.ts';
import { flyhighDrawing } from './flyhigh-drawing.ts';
import { hostileDrawing, hostileLabels } from './hostile-drawing.ts';

const reason = noBrowser();

/** Runs in the browser, as text because this project has no DOM types. */
const lookAtTexts = `document.fonts.ready.then(() => ({
  texts: [...document.querySelectorAll('g[data-component] text')].map((text) => text.textContent),
  widths: [...document.querySelectorAll('g[data-component] text')].map((text) => text.getBoundingClientRect().width),
  fonts: [...document.fonts].map((font) => font.weight + ' ' + font.status),
}))`;

const listOf = (value: unknown, name: string): unknown[] => {
  const list = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  if (!Array.isArray(list)) throw new Error(`The browser sent no ${name}.`);
  return list;
};

const shownSchema = (value: unknown) => ({
  texts: listOf(value, 'texts').map(String),
  widths: listOf(value, 'widths').map(Number),
  fonts: listOf(value, 'fonts').map(String),
});

const attributes = (svg: string, name: string): string[] =>
  [...svg.matchAll(new RegExp(`${name}="([^"]*)"`, 'g'))].map((match) => match[1] ?? '');

describe('the overview as SVG', async () => {
  const svg = toSvg(await layOut(flyhighDrawing));

  it('says what each part of it is', () => {
    expect(attributes(svg, 'data-component')).toEqual(flyhighDrawing.nodes.map((node) => node.id));
    expect(attributes(svg, 'data-connection')).toEqual(flyhighDrawing.edges.map((edge) => edge.id));
    expect(attributes(svg, 'data-group').sort()).toEqual(flyhighDrawing.groups.map((group) => group.id).sort());
    expect(svg).toContain('<title id="title">FlyHigh Airways real-time data ingestion</title>');
    expect(svg).toMatch(/<desc id="desc">Takes in every sale/);
  });

  it('needs nothing from outside', () => {
    expect(svg.replaceAll('xmlns="http://www.w3.org/2000/svg"', '')).not.toMatch(/https?:|@import|<image|file:/);
    const used = attributes(svg, 'href').filter((href) => href.startsWith('#'));
    const ids = new Set(attributes(svg, ' id'));
    expect(used.length).toBeGreaterThan(40);
    expect(used.filter((href) => !ids.has(href.slice(1)))).toEqual([]);
  });

  it('gives no id twice', () => {
    const ids = attributes(svg, ' id');
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
  });

  it('holds both themes and no more than 200 kB', () => {
    expect(svg).toContain('prefers-color-scheme:dark');
    expect(svg.length).toBeLessThan(200_000);
  });
});

describe('icons', () => {
  it('with gradients of the same name do not share them', () => {
    const [one, two] = ['AWSAppStudio', 'AmazonBedrock'].map(iconSymbol);
    const ids = [one, two].flatMap((symbol) => attributes(symbol ?? '', ' id'));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each(['', '../package', 'NoSuchIcon', 'a/b'])('"%s" is no icon', (name) => expect(iconSymbol(name)).toBe(''));
});

describe('the embedded font', () => {
  it('has the widths and outlines of the whole one, composites included', () => {
    const whole = fontOf(400);
    const part = readFont(subsetFont(whole, 'Aé½ß→ ➜'));
    for (const character of 'Aé½ß→ ') {
      const code = character.codePointAt(0) ?? 0;
      expect(part.advance(part.glyphs.get(code) ?? 0), character).toBe(whole.advance(whole.glyphs.get(code) ?? 0));
    }
    expect(part.glyphs.size).toBe([...'Aé½ß→ ➜'].filter((c) => whole.glyphs.has(c.codePointAt(0) ?? 0)).length);
  });
});

describe('hostile labels', async () => {
  const picture = await layOut(hostileDrawing);
  const svg = toSvg(picture);

  it('stay text', () => {
    const free = svg.replace(/<style>.*?<\/style>/s, '');
    expect(free).not.toMatch(/<script|<b>|<i>|]]>|<d>|alert\(1\)<\/script/);
    expect(free).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  });

  it('with characters that XML cannot hold show that there was one', async () => {
    const [first, ...rest] = hostileDrawing.nodes;
    if (!first) throw new Error('No node.');
    const odd = { ...hostileDrawing, nodes: [{ ...first, label: 'be\u0000ll \u0007 \ud800 \uffff end' }, ...rest] };
    const written = toSvg(await layOut(odd));
    const illegal = [...written].filter((character) => /[\p{Cc}\p{Cs}\uffff]/u.test(character) && character !== '\n');
    expect(illegal).toEqual([]);
    expect(written).toContain('be\ufffdll');
  });

  it.skipIf(reason !== undefined)(
    `show in a browser as they were written${reason ? ` (${reason})` : ''}`,
    async () => {
      const shown = await withBrowser(async (browser) => {
        const page = await browser.newPage();
        await page.goto(`data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`);
        return shownSchema(await page.evaluate(lookAtTexts));
      });
      expect(shown.fonts).toEqual(['400 loaded', '600 loaded']);
      const drawn = picture.nodes.flatMap((node) => node.lines);
      expect(shown.texts).toEqual(drawn.map((line) => line.text));
      const known = drawn.flatMap((line, i) => {
        const plain = /^[\x20-\x7e]*$/.test(line.text);
        return plain ? [Math.abs((shown.widths[i] ?? 0) - line.width)] : [];
      });
      expect(known.length).toBeGreaterThan(20);
      expect(Math.max(...known)).toBeLessThan(1.2);
      const said = drawn.map((line) => line.text.replaceAll(' ', '')).join('');
      for (const label of hostileLabels) expect(said).toContain(label.replaceAll(' ', ''));
    },
    60_000,
  );
});
