// Names of official AWS icons to SVG symbols that can stand side by side in one picture.

import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const folders = ['architecture-service', 'resource', 'architecture-group', 'category'] as const;

const iconFolder = (): string =>
  join(dirname(createRequire(import.meta.url).resolve('aws-icons/package.json')), 'icons');

/** Whether the icon package has this icon. */
export const hasIcon = (name: string): boolean => iconFile(name) !== undefined;

const iconFile = (name: string): string | undefined => {
  if (!/^[A-Za-z0-9-]+$/.test(name)) return undefined;
  return folders.map((folder) => join(iconFolder(), folder, `${name}.svg`)).find((path) => existsSync(path));
};

/** Ids of gradients and the like are the same in many icons: each gets the icon's name in front. */
const prefixIds = (svg: string, prefix: string): string =>
  svg
    .replace(/\bid="([^"]+)"/g, `id="${prefix}-$1"`)
    .replace(/url\(#([^)]+)\)/g, `url(#${prefix}-$1)`)
    .replace(/href="#([^"]+)"/g, `href="#${prefix}-$1"`);

/** Line art of AWS's general icons is near-black; it takes the text's colour so that it shows on a dark page too. */
const recolour = (svg: string): string => svg.replace(/"#(232f3d|242f3e|232f3e)"/gi, '"currentColor"');

/** A `<symbol>` with id `icon-<name>`, or nothing if there is no such icon. */
export const iconSymbol = (name: string): string => {
  const file = iconFile(name);
  if (file === undefined) return '';
  const svg = readFileSync(file, 'utf8')
    .replace(/<title>.*?<\/title>/s, '')
    .trim();
  const viewBox = /viewBox="([^"]+)"/.exec(svg)?.[1] ?? '0 0 64 64';
  const inner = svg.replace(/^.*?<svg[^>]*>/s, '').replace(/<\/svg>\s*$/, '');
  const general = file.includes('/resource/') || file.includes('\\resource\\');
  const drawn = prefixIds(general ? recolour(inner) : inner, `icon-${name}`);
  return `<symbol id="icon-${name}" viewBox="${viewBox}">${drawn}</symbol>`;
};
