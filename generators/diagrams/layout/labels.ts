// An arrow's label to its lines, its size and, once it has a place, its drawn parts.

import type { DrawingEdge } from '../drawing.ts';
import type { Box, TextLine } from '../laid-out.ts';
import { printable, textWidth, type Weight, wrap } from '../text/measure.ts';
import type { Size } from './scene.ts';
import { label, lineHeight, type } from './sizes.ts';

export interface LabelText {
  /** Sizes the label can take, the preferred one first; the others are narrower and taller. */
  readonly sizes: readonly Size[];
  /** Lines and step of the label once its box is known, which has one of the sizes. */
  draw(box: Box): { readonly lines: readonly TextLine[]; readonly stepBox?: Box };
}

/** Stacks lines from `top` on, each centred on `middle`, or from `left` on when given. */
export const stackLines = (
  texts: readonly string[],
  style: {
    readonly size: number;
    readonly weight: Weight;
    readonly lineHeight: number;
    readonly tone: TextLine['tone'];
  },
  at: { readonly top: number; readonly left?: number; readonly middle?: number },
): TextLine[] =>
  texts.map((text, i) => {
    const width = textWidth(text, style.size, style.weight);
    const x = at.left ?? (at.middle ?? 0) - width / 2;
    const y = at.top + i * style.lineHeight + style.lineHeight / 2 + style.size * 0.36;
    return { text, x, y, width, size: style.size, weight: style.weight, tone: style.tone };
  });

const style = (tone: TextLine['tone']) => ({
  size: type.edge,
  weight: 400 as const,
  lineHeight: lineHeight.edge,
  tone,
});

interface Variant {
  readonly words: readonly string[];
  readonly figure: readonly string[];
  readonly size: Size;
}

/** Lines of at most `wanted` px where no word is longer; words are broken only beyond the preferred width. */
const variantOf = (edge: DrawingEdge, wanted: number): Variant => {
  const room = stepRoom(edge);
  const longest = Math.max(
    0,
    ...printable(edge.label)
      .split(' ')
      .map((word) => textWidth(word, type.edge, 400)),
  );
  const width = Math.min(label.width, Math.max(wanted, Math.ceil(longest) + room));
  const words = wrap(edge.label, width - room, type.edge, 400);
  const figure = edge.figure === undefined ? [] : wrap(edge.figure, width - room, type.edge, 400);
  const textual = Math.max(0, ...[...words, ...figure].map((line) => textWidth(line, type.edge, 400)));
  const height = Math.max((words.length + figure.length) * lineHeight.edge, room > 0 ? label.step : 0);
  const size = { width: Math.ceil(textual + room + 2 * label.padX), height: Math.ceil(height + 2 * label.padY) };
  return { words, figure, size };
};

const stepRoom = (edge: DrawingEdge): number => (edge.step === undefined ? 0 : label.step + 4);

export const labelText = (edge: DrawingEdge): LabelText => {
  const room = stepRoom(edge);
  const wide = variantOf(edge, label.width);
  const variants = [wide, ...label.narrower.map((width) => variantOf(edge, width))];
  const draw = (box: Box) => {
    const { words, figure } =
      variants.find(({ size }) => size.width === box.width && size.height === box.height) ?? wide;
    const middle = box.x + room + (box.width - room) / 2 - (room > 0 ? 2 : 0);
    const top = box.y + (box.height - (words.length + figure.length) * lineHeight.edge) / 2;
    const lines = [
      ...stackLines(words, style('strong'), { top, middle }),
      ...stackLines(figure, style('soft'), { top: top + words.length * lineHeight.edge, middle }),
    ];
    if (room === 0) return { lines };
    const y = box.y + (box.height - label.step) / 2;
    return { lines, stepBox: { x: box.x + label.padX - 1, y, width: label.step, height: label.step } };
  };
  return { sizes: variants.map((variant) => variant.size), draw };
};
