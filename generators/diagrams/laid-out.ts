// What a laid-out picture is made of: absolute coordinates in px, y downwards. No engine's types in it.

import type { DrawingEdge, DrawingGroup, DrawingNode, EdgeKind } from './drawing.ts';
import type { MissingGlyphs, Weight } from './text/measure.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

/** One line of text; `x` is its left edge, `y` its baseline. */
export interface TextLine extends Point {
  readonly text: string;
  readonly size: number;
  readonly weight: Weight;
  readonly width: number;
  readonly tone: 'strong' | 'soft';
}

export interface LaidGroup extends DrawingGroup {
  readonly box: Box;
  readonly depth: number;
  readonly iconBox?: Box;
  readonly lines: readonly TextLine[];
}

export interface LaidNode extends DrawingNode {
  readonly box: Box;
  readonly iconBox?: Box;
  readonly lines: readonly TextLine[];
}

export interface LaidEdge extends DrawingEdge {
  /** Corners of the line, from the start to the tip of the arrow. */
  readonly points: readonly Point[];
  readonly labelBox: Box;
  readonly stepBox?: Box;
  readonly lines: readonly TextLine[];
}

export interface LegendEntry {
  readonly kind: EdgeKind | 'step';
  readonly box: Box;
  readonly line: TextLine;
}

export interface LaidOut {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly width: number;
  readonly height: number;
  readonly heading: readonly TextLine[];
  readonly groups: readonly LaidGroup[];
  readonly nodes: readonly LaidNode[];
  readonly edges: readonly LaidEdge[];
  readonly legend: readonly LegendEntry[];
  readonly missingGlyphs: readonly MissingGlyphs[];
}
