// Text to its width in Inter, and to lines that fit a width.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type Font, readFont } from './sfnt.ts';

export type Weight = 400 | 600;

export interface MissingGlyphs {
  readonly text: string;
  readonly characters: readonly string[];
}

const packageFolder = (): string => dirname(createRequire(import.meta.url).resolve('@expo-google-fonts/inter'));

/** Path of the font's file, for tools that read it themselves. */
export const fontPath = (weight: Weight): string =>
  join(packageFolder(), weight === 400 ? '400Regular/Inter_400Regular.ttf' : '600SemiBold/Inter_600SemiBold.ttf');

const fonts = new Map<Weight, Font>();

export const fontOf = (weight: Weight): Font => {
  const known = fonts.get(weight);
  if (known) return known;
  const font = readFont(readFileSync(fontPath(weight)));
  fonts.set(weight, font);
  return font;
};

const invisible = /\p{M}|\p{Cf}/u;

/** Another font draws it, so its width is a guess on the generous side. */
const guessedEm = (character: string): number => {
  if (invisible.test(character)) return 0;
  return /[\p{Extended_Pictographic}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(
    character,
  )
    ? 1.4
    : 1;
};

/** Width in px at `size` px. */
export const textWidth = (text: string, size: number, weight: Weight): number => {
  const font = fontOf(weight);
  let width = 0;
  for (const character of text) {
    const glyph = font.glyphs.get(character.codePointAt(0) ?? 0);
    width += glyph === undefined ? guessedEm(character) * size : (font.advance(glyph) / font.unitsPerEm) * size;
  }
  return width;
};

/** A character that XML cannot hold is replaced by a visible one, so that nobody wonders where it went. */
export const printable = (text: string): string =>
  text
    .replace(/[\t\r\n\u{85}\u{2028}\u{2029}]+/gu, ' ')
    .replace(/[\p{Cc}\p{Cs}\u{fffe}\u{ffff}\u{202a}-\u{202e}\u{2066}-\u{2069}]/gu, '\u{fffd}');

/** Breaks a word that is wider than a line, never before a mark that belongs to the character in front of it. */
const breakWord = (word: string, width: number, size: number, weight: Weight): string[] => {
  const pieces: string[] = [];
  let piece = '';
  for (const character of word) {
    const joined = invisible.test(character) || piece.endsWith('\u{200d}');
    if (piece !== '' && !joined && textWidth(piece + character, size, weight) > width) {
      pieces.push(piece);
      piece = character;
    } else piece += character;
  }
  return [...pieces, piece];
};

const fill = (words: readonly string[], width: number, size: number, weight: Weight): string[] => {
  const lines: string[] = [];
  let line = '';
  for (const word of words) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && textWidth(longer, size, weight) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return line === '' ? lines : [...lines, line];
};

/** Lines of at most `width` px, about equally long. */
export const wrap = (text: string, width: number, size: number, weight: Weight): string[] => {
  const words = printable(text)
    .split(' ')
    .filter((word) => word !== '')
    .flatMap((word) => (textWidth(word, size, weight) > width ? breakWord(word, width, size, weight) : [word]));
  const lines = fill(words, width, size, weight);
  if (lines.length < 2) return lines;
  for (let narrower = width * 0.6; narrower < width; narrower += size / 2) {
    const tighter = fill(words, narrower, size, weight);
    if (tighter.length === lines.length && tighter.every((line) => textWidth(line, size, weight) <= width))
      return tighter;
  }
  return lines;
};

/** Characters that the font cannot draw, by text; empty when all is well. */
export const missingGlyphs = (texts: Iterable<string>): MissingGlyphs[] =>
  [...new Set(texts)].flatMap((text) => {
    const glyphs = fontOf(400).glyphs;
    const characters = [...new Set(text)].filter(
      (character) => !glyphs.has(character.codePointAt(0) ?? 0) && !invisible.test(character),
    );
    return characters.length > 0 ? [{ text, characters }] : [];
  });
