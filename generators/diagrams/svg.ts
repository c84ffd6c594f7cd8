// A laid-out picture to one self-contained SVG: icons, font and both colour themes inside.

import type { LaidOut, TextLine } from './laid-out.ts';
import { escapeXml, px } from './svg/escape.ts';
import { iconSymbol } from './svg/icons.ts';
import {
  edgeElement,
  groupElement,
  groupTitle,
  labelElement,
  legendElement,
  nodeElement,
  textElement,
} from './svg/shapes.ts';
import { adaptiveStyle, staticStyle, type Theme } from './svg/theme.ts';
import { fontOf, type Weight } from './text/measure.ts';
import { subsetFont } from './text/subset.ts';

export interface SvgOptions {
  /** One fixed theme and no embedded font, for renderers with fonts of their own. Default: adapts, font embedded. */
  readonly fixed?: Theme;
}

const allLines = (picture: LaidOut): TextLine[] => [
  ...picture.heading,
  ...picture.groups.flatMap((group) => group.lines),
  ...picture.nodes.flatMap((node) => node.lines),
  ...picture.edges.flatMap((edge) => edge.lines),
  ...picture.legend.map((entry) => entry.line),
];

const fontFace = (lines: readonly TextLine[], weight: Weight): string => {
  const numbers = weight === 600 ? '0123456789' : '';
  const text = lines.filter((line) => line.weight === weight).map((line) => line.text);
  const bytes = subsetFont(fontOf(weight), ` ${text.join('')}${numbers}`);
  const data = Buffer.from(bytes).toString('base64');
  return `@font-face{font-family:Inter;font-weight:${weight};src:url(data:font/ttf;base64,${data}) format("truetype")}`;
};

/** Every word in the picture is text in it; bytes depend on the picture alone. */
export const toSvg = (picture: LaidOut, options: SvgOptions = {}): string => {
  const lines = allLines(picture);
  const names = [...picture.groups.map((group) => group.icon), ...picture.nodes.map((node) => node.icon)];
  const icons = [...new Set(names.flatMap((name) => name ?? []))].sort();
  const fonts = options.fixed ? [] : [fontFace(lines, 400), fontFace(lines, 600)];
  const style = options.fixed ? staticStyle(options.fixed) : adaptiveStyle();
  const { width, height } = picture;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${px(width)}" height="${px(height)}" viewBox="0 0 ${px(width)} ${px(height)}" role="img" aria-labelledby="title desc">`,
    `<title id="title">${escapeXml(picture.title)}</title>`,
    `<desc id="desc">${escapeXml(picture.description)}</desc>`,
    `<style>${[...fonts, style].join('\n')}</style>`,
    `<defs>${icons.map(iconSymbol).join('\n')}</defs>`,
    `<rect class="page" width="${px(width)}" height="${px(height)}"/>`,
    ...picture.heading.map(textElement),
    ...picture.groups.map(groupElement),
    ...picture.edges.map(edgeElement),
    ...picture.groups.map(groupTitle),
    ...picture.nodes.map(nodeElement),
    ...picture.edges.map((edge) => labelElement(edge, picture.groups)),
    ...picture.legend.map(legendElement),
    '</svg>',
    '',
  ].join('\n');
};
