// The views as SVG, PNG and Mermaid under diagrams/.
import type { Artefacts, Picture } from '../artefacts.ts';
import type { Generator } from '../generator.ts';
import { type OutputFile, sha256 } from '../output/files.ts';
import { forPng } from './png.ts';
import { type Rasterised, rasterModule, rasterVersion } from './raster.ts';
import { toSvg } from './svg.ts';

export const diagrams: Generator = {
  id: 'diagrams',
  gives: ['diagrams/'],
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
  if (wanted(`${name}.png`)) files.push(await png(`${name}.png`, forPng(await laidOut()), artefacts));
  if (wanted(`${name}.mmd`)) files.push({ path: `${name}.mmd`, content: `${mermaid()}\n` });
  for (const sequence of drawing.id === 'overview' ? artefacts.sequences : []) {
    const path = `diagrams/sequence-${sequence.id}.mmd`;
    if (wanted(path)) files.push({ path, content: `${sequence.mermaid}\n` });
  }
  return files;
}

/** Drawn beside other work, and only if it is not on disk already. */
async function png(path: string, drawn: Rasterised, { aside, reuse }: Artefacts): Promise<OutputFile> {
  const source = sha256(JSON.stringify([rasterVersion(), drawn]));
  const kept = await reuse(path, source);
  return kept ?? { path, source, content: await aside(rasterModule, 'rasterise', drawn) };
}
