// A component to the size of its card and, once placed, its icon and lines of text.

import type { DrawingNode } from '../drawing.ts';
import type { Box, LaidNode } from '../laid-out.ts';
import { wrap } from '../text/measure.ts';
import { stackLines } from './labels.ts';
import { card, lineHeight, type } from './sizes.ts';

interface CardText {
  readonly label: readonly string[];
  readonly service: readonly string[];
  readonly height: number;
}

const textLeft = (node: DrawingNode): number => card.inset + (node.icon === undefined ? 0 : card.icon + card.gap);

const cardText = (node: DrawingNode): CardText => {
  const width = card.width - textLeft(node) - card.inset + 2;
  const label = wrap(node.label, width, type.label, 600);
  const service = wrap(node.service, width, type.service, 400);
  return { label, service, height: label.length * lineHeight.label + service.length * lineHeight.service };
};

/** Height in px that the card needs for its text. */
export const cardHeight = (node: DrawingNode): number =>
  Math.ceil(Math.max(card.minHeight, cardText(node).height + 2 * 7));

export const drawCard = (node: DrawingNode, box: Box): LaidNode => {
  const { label, service, height } = cardText(node);
  const top = box.y + (box.height - height) / 2;
  const left = box.x + textLeft(node);
  const bold = { size: type.label, weight: 600, lineHeight: lineHeight.label, tone: 'strong' } as const;
  const light = { size: type.service, weight: 400, lineHeight: lineHeight.service, tone: 'soft' } as const;
  const lines = [
    ...stackLines(label, bold, { top, left }),
    ...stackLines(service, light, { top: top + label.length * lineHeight.label, left }),
  ];
  if (node.icon === undefined) return { ...node, box, lines };
  const y = box.y + (box.height - card.icon) / 2;
  return { ...node, box, lines, iconBox: { x: box.x + card.inset, y, width: card.icon, height: card.icon } };
};
