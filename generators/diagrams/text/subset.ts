// A font and the characters in use to the bytes of a TrueType font that holds only these.

import { type Font, tableOf } from './sfnt.ts';

interface Kept {
  readonly order: readonly number[];
  readonly newIndex: ReadonlyMap<number, number>;
}

const glyphBytes = (font: Font, glyph: number): Uint8Array => {
  const loca = tableOf(font, 'loca');
  const long = tableOf(font, 'head').getInt16(50) === 1;
  const offset = (index: number): number => (long ? loca.getUint32(index * 4) : loca.getUint16(index * 2) * 2);
  const glyf = tableOf(font, 'glyf');
  return new Uint8Array(glyf.buffer, glyf.byteOffset + offset(glyph), offset(glyph + 1) - offset(glyph));
};

/** Where a composite glyph's component numbers stand in its bytes. */
const componentOffsets = (bytes: Uint8Array): number[] => {
  if (bytes.length === 0) return [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getInt16(0) >= 0) return [];
  const offsets: number[] = [];
  let at = 10;
  for (;;) {
    const flags = view.getUint16(at);
    offsets.push(at + 2);
    const scale = flags & 8 ? 2 : flags & 0x40 ? 4 : flags & 0x80 ? 8 : 0;
    at += 4 + (flags & 1 ? 4 : 2) + scale;
    if (!(flags & 0x20)) return offsets;
  }
};

const keepGlyphs = (font: Font, codes: readonly number[]): Kept => {
  const order = [0];
  const newIndex = new Map([[0, 0]]);
  const add = (glyph: number): void => {
    if (newIndex.has(glyph)) return;
    newIndex.set(glyph, order.length);
    order.push(glyph);
  };
  for (const code of codes) add(font.glyphs.get(code) ?? 0);
  for (let i = 0; i < order.length; i += 1) {
    const bytes = glyphBytes(font, order[i] ?? 0);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (const at of componentOffsets(bytes)) add(view.getUint16(at));
  }
  return { order, newIndex };
};

const copyOf = (font: Font, tag: string): DataView => {
  const table = tableOf(font, tag);
  return new DataView(table.buffer.slice(table.byteOffset, table.byteOffset + table.byteLength));
};

const glyphTables = (font: Font, kept: Kept): [glyf: DataView, loca: DataView] => {
  const parts = kept.order.map((glyph) => {
    const bytes = Uint8Array.from(glyphBytes(font, glyph));
    const view = new DataView(bytes.buffer);
    for (const at of componentOffsets(bytes)) view.setUint16(at, kept.newIndex.get(view.getUint16(at)) ?? 0);
    return bytes;
  });
  const padded = (length: number): number => (length + 3) & ~3;
  const glyf = new Uint8Array(parts.reduce((sum, part) => sum + padded(part.length), 0));
  const loca = new DataView(new ArrayBuffer((parts.length + 1) * 4));
  let at = 0;
  parts.forEach((part, index) => {
    glyf.set(part, at);
    at += padded(part.length);
    loca.setUint32((index + 1) * 4, at);
  });
  return [new DataView(glyf.buffer), loca];
};

const characterMap = (font: Font, kept: Kept, codes: readonly number[]): DataView => {
  const map = new DataView(new ArrayBuffer(12 + 16 + codes.length * 12));
  map.setUint16(2, 1);
  map.setUint16(4, 3);
  map.setUint16(6, 10);
  map.setUint32(8, 12);
  map.setUint16(12, 12);
  map.setUint32(16, 16 + codes.length * 12);
  map.setUint32(24, codes.length);
  codes.forEach((code, index) => {
    const at = 28 + index * 12;
    map.setUint32(at, code);
    map.setUint32(at + 4, code);
    map.setUint32(at + 8, kept.newIndex.get(font.glyphs.get(code) ?? 0) ?? 0);
  });
  return map;
};

const checksum = (view: DataView): number => {
  let sum = 0;
  for (let at = 0; at < view.byteLength; at += 1) sum = (sum + (view.getUint8(at) << (24 - (at % 4) * 8))) >>> 0;
  return sum;
};

const assemble = (tables: readonly (readonly [string, DataView])[]): Uint8Array => {
  const total = tables.reduce((sum, [, view]) => sum + ((view.byteLength + 3) & ~3), 12 + tables.length * 16);
  const bytes = new Uint8Array(total);
  const out = new DataView(bytes.buffer);
  const power = 2 ** Math.floor(Math.log2(tables.length));
  out.setUint32(0, 0x00010000);
  out.setUint16(4, tables.length);
  out.setUint16(6, power * 16);
  out.setUint16(8, Math.log2(power));
  out.setUint16(10, (tables.length - power) * 16);
  let at = 12 + tables.length * 16;
  tables.forEach(([tag, view], index) => {
    const entry = 12 + index * 16;
    for (let i = 0; i < 4; i += 1) out.setUint8(entry + i, tag.charCodeAt(i));
    out.setUint32(entry + 4, checksum(view));
    out.setUint32(entry + 8, at);
    out.setUint32(entry + 12, view.byteLength);
    bytes.set(new Uint8Array(view.buffer, view.byteOffset, view.byteLength), at);
    at += (view.byteLength + 3) & ~3;
  });
  return bytes;
};

/**
 * Cuts a font down to the given characters. Kerning and ligatures are left out on purpose: a browser then advances by
 * the very widths that the layout measured.
 */
export const subsetFont = (font: Font, characters: Iterable<string>): Uint8Array => {
  const codes = [...new Set([...characters].map((character) => character.codePointAt(0) ?? 0))]
    .filter((code) => font.glyphs.has(code))
    .sort((a, b) => a - b);
  const kept = keepGlyphs(font, codes);
  const [glyf, loca] = glyphTables(font, kept);
  const head = copyOf(font, 'head');
  head.setUint32(8, 0);
  head.setInt16(50, 1);
  const hhea = copyOf(font, 'hhea');
  hhea.setUint16(34, kept.order.length);
  const maxp = copyOf(font, 'maxp');
  maxp.setUint16(4, kept.order.length);
  const hmtx = new DataView(new ArrayBuffer(kept.order.length * 4));
  const bearings = tableOf(font, 'hmtx');
  kept.order.forEach((glyph, index) => {
    hmtx.setUint16(index * 4, font.advance(glyph));
    hmtx.setInt16(index * 4 + 2, bearings.getInt16(glyph * 4 + 2));
  });
  const name = new DataView(new ArrayBuffer(6));
  name.setUint16(4, 6);
  const post = new DataView(copyOf(font, 'post').buffer.slice(0, 32));
  post.setUint32(0, 0x00030000);
  return assemble([
    ['OS/2', copyOf(font, 'OS/2')],
    ['cmap', characterMap(font, kept, codes)],
    ['glyf', glyf],
    ['head', head],
    ['hhea', hhea],
    ['hmtx', hmtx],
    ['loca', loca],
    ['maxp', maxp],
    ['name', name],
    ['post', post],
  ]);
};
