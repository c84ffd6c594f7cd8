// Bytes of a TrueType font to its character map, glyph widths and tables.

export interface Font {
  readonly unitsPerEm: number;
  readonly glyphs: ReadonlyMap<number, number>;
  readonly tables: ReadonlyMap<string, DataView>;
  advance(glyph: number): number;
}

const need = (tables: ReadonlyMap<string, DataView>, tag: string): DataView => {
  const table = tables.get(tag);
  if (!table) throw new Error(`The font has no ${tag} table.`);
  return table;
};

export const tableOf = (font: Font, tag: string): DataView => need(font.tables, tag);

const readTables = (view: DataView): Map<string, DataView> => {
  const tables = new Map<string, DataView>();
  for (let i = 0; i < view.getUint16(4); i += 1) {
    const at = 12 + i * 16;
    const tag = String.fromCharCode(...[0, 1, 2, 3].map((k) => view.getUint8(at + k)));
    tables.set(tag, new DataView(view.buffer, view.byteOffset + view.getUint32(at + 8), view.getUint32(at + 12)));
  }
  return tables;
};

const readFormat4 = (map: DataView, at: number, glyphs: Map<number, number>): void => {
  const segments = map.getUint16(at + 6) / 2;
  const ends = at + 14;
  const starts = ends + segments * 2 + 2;
  for (let i = 0; i < segments; i += 1) {
    const end = map.getUint16(ends + i * 2);
    const start = map.getUint16(starts + i * 2);
    const delta = map.getInt16(starts + segments * 2 + i * 2);
    const offsetAt = starts + segments * 4 + i * 2;
    const offset = map.getUint16(offsetAt);
    for (let code = start; code <= end && code < 0xffff; code += 1) {
      const raw = offset === 0 ? code : map.getUint16(offsetAt + offset + (code - start) * 2);
      const glyph = offset !== 0 && raw === 0 ? 0 : (raw + delta) & 0xffff;
      if (glyph !== 0) glyphs.set(code, glyph);
    }
  }
};

const readFormat12 = (map: DataView, at: number, glyphs: Map<number, number>): void => {
  for (let i = 0; i < map.getUint32(at + 12); i += 1) {
    const group = at + 16 + i * 12;
    const start = map.getUint32(group);
    for (let code = start; code <= map.getUint32(group + 4); code += 1) {
      glyphs.set(code, map.getUint32(group + 8) + code - start);
    }
  }
};

const readCharacterMap = (map: DataView): Map<number, number> => {
  const glyphs = new Map<number, number>();
  for (let i = 0; i < map.getUint16(2); i += 1) {
    const at = map.getUint32(4 + i * 8 + 4);
    const format = map.getUint16(at);
    if (format === 4) readFormat4(map, at, glyphs);
    if (format === 12) readFormat12(map, at, glyphs);
  }
  return glyphs;
};

/** Reads a TrueType font. Throws if a table that every such font has is missing: the font comes from our own package. */
export const readFont = (bytes: Uint8Array): Font => {
  const tables = readTables(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  const metrics = need(tables, 'hmtx');
  const metricCount = need(tables, 'hhea').getUint16(34);
  return {
    unitsPerEm: need(tables, 'head').getUint16(18),
    glyphs: readCharacterMap(need(tables, 'cmap')),
    tables,
    advance: (glyph) => metrics.getUint16(Math.min(glyph, metricCount - 1) * 4),
  };
};
