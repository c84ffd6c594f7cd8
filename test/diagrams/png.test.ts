import { describe, expect, it } from 'vitest';
import { layOut } from '../../generators/diagrams/layout.ts';
import { toPng } from '../../generators/diagrams/png.ts';
import { generatedDrawing } from './generated-drawing.ts';
import { hostileDrawing } from './hostile-drawing.ts';

const sizeOf = (png: Uint8Array): [number, number] => {
  const view = new DataView(png.buffer, png.byteOffset);
  return [view.getUint32(16), view.getUint32(20)];
};

describe('PNG', async () => {
  const picture = await layOut(generatedDrawing(12, 1));

  it('is twice the size of the picture', () => {
    expect(sizeOf(toPng(picture))).toEqual([picture.width * 2, picture.height * 2]);
    expect(sizeOf(toPng(picture, { scale: 1 }))).toEqual([picture.width, picture.height]);
  });

  it('has the same bytes every time', () => expect(toPng(picture)).toEqual(toPng(structuredClone(picture))));

  it('draws the text: without it the picture is another', () => {
    const strip = <T extends { readonly lines: readonly unknown[] }>(parts: readonly T[]): T[] =>
      parts.map((part) => ({ ...part, lines: [] }));
    const mute = { ...picture, heading: [], nodes: strip(picture.nodes), groups: strip(picture.groups) };
    expect(toPng(picture).length - toPng(mute).length).toBeGreaterThan(5000);
  });

  it('can be had of hostile labels', async () => {
    const hostile = await layOut(hostileDrawing);
    expect(sizeOf(toPng(hostile, { scale: 1 }))).toEqual([hostile.width, hostile.height]);
  });
});
