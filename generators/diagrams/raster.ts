// SVG text with the picture's fonts to PNG bytes, drawn without a browser. Imports little: it runs in a thread of its own.

import { createRequire } from 'node:module';
import { fontPath } from './text/measure.ts';

export interface Rasterised {
  readonly svg: string;
  /** Pixels per px of the picture. */
  readonly scale: number;
}

const load = createRequire(import.meta.url);

/** For `artefacts.aside`. */
export const rasterModule = import.meta.url;

/** What the bytes depend on besides the SVG. */
export const rasterVersion = (): string => {
  const { version }: { readonly version: string } = load('@resvg/resvg-js/package.json');
  return version;
};

/** The same bytes on any machine: the fonts come from a package, none from the system. */
export const rasterise = ({ svg, scale }: Rasterised): Uint8Array => {
  const { Resvg } = load('@resvg/resvg-js') as typeof import('@resvg/resvg-js');
  const renderer = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: scale },
    font: { loadSystemFonts: false, fontFiles: [fontPath(400), fontPath(600)], defaultFontFamily: 'Inter' },
  });
  return renderer.render().asPng();
};
