// A laid-out picture to PNG bytes, in its light theme.

import type { LaidOut } from './laid-out.ts';
import { type Rasterised, rasterise } from './raster.ts';
import { light, type Theme } from './svg/theme.ts';
import { toSvg } from './svg.ts';

export interface PngOptions {
  /** Pixels per px of the picture; 2 if not given. */
  readonly scale?: number;
  readonly theme?: Theme;
}

/** All that the bytes follow from. */
export const forPng = (picture: LaidOut, { scale = 2, theme = light }: PngOptions = {}): Rasterised => ({
  svg: toSvg(picture, { fixed: theme }),
  scale,
});

export const toPng = (picture: LaidOut, options?: PngOptions): Uint8Array => rasterise(forPng(picture, options));
