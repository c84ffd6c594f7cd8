// A laid-out picture to PNG bytes, in its light theme, drawn without a browser.

import { createRequire } from 'node:module';
import type { LaidOut } from './laid-out.ts';
import { light, type Theme } from './svg/theme.ts';
import { toSvg } from './svg.ts';
import { fontPath } from './text/measure.ts';

export interface PngOptions {
  /** Pixels per px of the picture; 2 if not given. */
  readonly scale?: number;
  readonly theme?: Theme;
}

const load = createRequire(import.meta.url);

/** The same bytes on any machine: the fonts come from a package, none from the system. */
export const toPng = (picture: LaidOut, options: PngOptions = {}): Uint8Array => {
  const { Resvg } = load('@resvg/resvg-js') as typeof import('@resvg/resvg-js');
  const svg = toSvg(picture, { fixed: options.theme ?? light });
  const renderer = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: options.scale ?? 2 },
    font: { loadSystemFonts: false, fontFiles: [fontPath(400), fontPath(600)], defaultFontFamily: 'Inter' },
  });
  return renderer.render().asPng();
};
