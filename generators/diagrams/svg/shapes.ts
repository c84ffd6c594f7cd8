// Parts of a laid-out picture to SVG elements.

import type { Box, LaidEdge, LaidGroup, LaidNode, LegendEntry, TextLine } from '../laid-out.ts';
import { escapeXml, px } from './escape.ts';
import { arrowTip, roundedPath } from './path.ts';

const rect = (box: Box, rest: string): string =>
  `<rect x="${px(box.x)}" y="${px(box.y)}" width="${px(box.width)}" height="${px(box.height)}" ${rest}/>`;

export const textElement = (line: TextLine): string => {
  const names = [line.tone === 'soft' ? 'soft' : '', line.weight === 600 ? 'b' : ''].filter((name) => name !== '');
  const classes = names.length > 0 ? ` class="${names.join(' ')}"` : '';
  return `<text x="${px(line.x)}" y="${px(line.y)}" font-size="${px(line.size)}"${classes}>${escapeXml(line.text)}</text>`;
};

const icon = (name: string | undefined, box: Box | undefined): string =>
  name === undefined || box === undefined
    ? ''
    : `<use href="#icon-${escapeXml(name)}" class="icon" x="${px(box.x)}" y="${px(box.y)}" width="${px(box.width)}" height="${px(box.height)}"/>`;

export const groupElement = (group: LaidGroup): string =>
  [
    `<g class="${group.kind}" data-group="${escapeXml(group.id)}">`,
    rect(group.box, `rx="${group.kind === 'plain' || group.kind === 'strip' ? 8 : 3}" class="frame"`),
    '</g>',
  ].join('');

/** Titles are drawn after the arrows, so that nothing runs over them. */
export const groupTitle = (group: LaidGroup): string =>
  `<g class="${group.kind}" data-title="${escapeXml(group.id)}">${icon(group.icon, group.iconBox)}${group.lines.map(textElement).join('')}</g>`;

export const nodeElement = (node: LaidNode): string =>
  [
    `<g class="${node.kind}" data-component="${escapeXml(node.id)}" role="img" aria-label="${escapeXml(`${node.label} (${node.service})`)}">`,
    `<title>${escapeXml(node.description ?? `${node.label} (${node.service})`)}</title>`,
    rect(node.box, 'rx="7" class="card"'),
    icon(node.icon, node.iconBox),
    ...node.lines.map(textElement),
    '</g>',
  ].join('');

const strokeWidth = (edge: LaidEdge): number => {
  if (edge.kind !== 'data') return edge.kind === 'control' ? 1.6 : 1.2;
  return Math.round((1.5 + 2 * Math.min(1, Math.max(0, edge.weight ?? 0))) * 10) / 10;
};

const tipLength = (edge: LaidEdge): number => 7 + strokeWidth(edge);

export const edgeElement = (edge: LaidEdge): string => {
  const width = strokeWidth(edge);
  const tip = tipLength(edge);
  const way = roundedPath(edge.points, 7, tip - 1);
  return [
    `<g class="${edge.kind}" data-connection="${escapeXml(edge.id)}" data-from="${escapeXml(edge.from)}" data-to="${escapeXml(edge.to)}">`,
    `<title>${escapeXml(edge.label)}</title>`,
    `<path class="way" d="${way}" stroke-width="${width}"/>`,
    `<path class="tip" d="${arrowTip(edge.points, tip, 2.6 + width)}"/>`,
    '</g>',
  ].join('');
};

const stepElement = (box: Box, step: number): string => {
  const [cx, cy] = [box.x + box.width / 2, box.y + box.height / 2];
  const number = `<text class="number" x="${px(cx)}" y="${px(cy + 3.8)}" font-size="10.5" text-anchor="middle">${step}</text>`;
  return `<circle class="step" cx="${px(cx)}" cy="${px(cy)}" r="${px(box.width / 2)}"/>${number}`;
};

/** A label covers its arrow with the colour of what lies behind it: the page, or the frame it stands in. */
const behind = (box: Box, groups: readonly LaidGroup[]): string => {
  const around = groups.filter(
    (group) =>
      group.box.x <= box.x &&
      group.box.y <= box.y &&
      group.box.x + group.box.width >= box.x + box.width &&
      group.box.y + group.box.height >= box.y + box.height,
  );
  const innermost = around.reduce<LaidGroup | undefined>(
    (deep, one) => (deep && deep.depth >= one.depth ? deep : one),
    undefined,
  );
  return innermost?.kind === 'plain' || innermost?.kind === 'strip' ? ` on-${innermost.kind}` : '';
};

export const labelElement = (edge: LaidEdge, groups: readonly LaidGroup[]): string =>
  [
    `<g class="${edge.kind}" data-label="${escapeXml(edge.id)}">`,
    rect(edge.labelBox, `rx="4" class="pill${behind(edge.labelBox, groups)}"`),
    edge.stepBox && edge.step !== undefined ? stepElement(edge.stepBox, edge.step) : '',
    ...edge.lines.map(textElement),
    '</g>',
  ].join('');

export const legendElement = ({ kind, box, line }: LegendEntry): string => {
  const middle = box.y + box.height / 2;
  if (kind === 'step')
    return `<g>${stepElement({ ...box, x: box.x, width: 16, height: 16, y: middle - 8 }, 1)}${textElement(line)}</g>`;
  const points = [
    { x: box.x, y: middle },
    { x: box.x + box.width, y: middle },
  ];
  const way = roundedPath(points, 0, 7);
  const parts = `<path class="way" d="${way}" stroke-width="1.6"/><path class="tip" d="${arrowTip(points, 8, 4)}"/>`;
  return `<g class="${kind}">${parts}${textElement(line)}</g>`;
};
