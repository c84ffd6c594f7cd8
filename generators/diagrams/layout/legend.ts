// The kinds of arrow in use to the legend at the foot of the picture.

import type { Drawing, EdgeKind } from '../drawing.ts';
import type { LegendEntry } from '../laid-out.ts';
import { textWidth } from '../text/measure.ts';
import { stackLines } from './labels.ts';
import { lineHeight, type } from './sizes.ts';

const words: Readonly<Record<EdgeKind | 'step', string>> = {
  data: 'carries events (wider: more of them)',
  request: 'asks, and is answered',
  failure: 'when something fails',
  control: 'guards or watches',
  step: 'step of the walk-through',
};

const order = ['data', 'request', 'failure', 'control', 'step'] as const;

export interface Legend {
  readonly entries: readonly LegendEntry[];
  readonly bottom: number;
}

export const layLegend = (drawing: Drawing, left: number, right: number, top: number): Legend => {
  const used = order.filter((kind) =>
    kind === 'step'
      ? drawing.edges.some((edge) => edge.step !== undefined)
      : drawing.edges.some((e) => e.kind === kind),
  );
  const entries: LegendEntry[] = [];
  let x = left;
  let y = top;
  for (const kind of used) {
    const swatch = kind === 'step' ? 18 : 34;
    const width = swatch + 7 + textWidth(words[kind], type.edge, 400);
    if (x > left && x + width > right) {
      x = left;
      y += 22;
    }
    const style = { size: type.edge, weight: 400, lineHeight: lineHeight.edge, tone: 'strong' } as const;
    const [line] = stackLines([words[kind]], style, { top: y + 2, left: x + swatch + 7 });
    if (line) entries.push({ kind, box: { x, y, width: swatch, height: 18 }, line });
    x += width + 22;
  }
  return { entries, bottom: used.length > 0 ? y + 20 : top };
};
