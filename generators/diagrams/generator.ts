// The views as SVG, PNG and Mermaid under diagrams/.
import type { Artefacts, Picture } from '../artefacts.ts';
import type { Generator } from '../generator.ts';
import { type OutputFile, sha256 } from '../output/files.ts';
import type { LaidOut } from './laid-out.ts';
import { forPng } from './png.ts';
import { rasterModule, rasterVersion } from './raster.ts';
import { toSvg } from './svg.ts';
import type { MissingGlyphs } from './text/measure.ts';

export const diagrams: Generator = {
  id: 'diagrams',
  generate: async (artefacts, wanted) =>
    (await Promise.all(artefacts.pictures.map((picture) => filesOf(picture, artefacts, wanted)))).flat(),
};

async function filesOf(
  { drawing, laidOut, mermaid }: Picture,
  artefacts: Artefacts,
  wanted: (path: string) => boolean,
): Promise<readonly OutputFile[]> {
  const name = `diagrams/${drawing.id}`;
  const files: OutputFile[] = [];
  if (wanted(`${name}.svg`)) files.push({ path: `${name}.svg`, content: toSvg(await laidOut()) });
  if (wanted(`${name}.png`)) files.push(await png(`${name}.png`, await laidOut(), artefacts));
  if (wanted(`${name}.mmd`)) files.push({ path: `${name}.mmd`, content: `${mermaid()}\n` });
  for (const sequence of drawing.id === 'overview' ? artefacts.sequences : []) {
    const path = `diagrams/sequence-${sequence.id}.mmd`;
    if (wanted(path)) files.push({ path, content: `${sequence.mermaid}\n` });
  }
  return files;
}

async function png(path: string, picture: LaidOut, { aside }: Artefacts): Promise<OutputFile> {
  const drawn = forPng(picture);
  const source = sha256(JSON.stringify([rasterVersion(), drawn]));
  const file = await aside(path, source, { module: rasterModule, name: 'rasterise', argument: drawn });
  return { ...file, remarks: picture.missingGlyphs.map(missing) };
}

const missing = ({ text, characters }: MissingGlyphs): string =>
  `the font has no ${characters.join(' ')} for "${text}": PNGs show boxes, SVGs take another font of the reader's`;
