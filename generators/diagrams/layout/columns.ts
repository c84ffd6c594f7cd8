// Routes to x coordinates: tracks inside the corridors, then the columns themselves and the sides of the frames.

import type { FloorPlan } from './floor.ts';
import { nominal, type Passage, type Route } from './routes.ts';
import { card, frame, margin, track } from './sizes.ts';

export interface Columns {
  readonly width: number;
  /** Left edge of each column's cards. */
  readonly left: readonly number[];
  /** x of a route at one of its passages. */
  trackX(route: Route, passageIndex: number): number;
  /** Left and right edge of a frame that stands over these columns. */
  sides(column: number, columns: number, level: number): readonly [left: number, right: number];
}

interface Run {
  readonly route: Route;
  readonly first: number;
  readonly last: number;
  readonly fromRow: number;
  readonly toRow: number;
  readonly lean: number;
}

const keyOf = (passage: Passage): string => `${passage.kind}:${passage.index}`;

/** Stretches of a route that stay in one passage. */
const runsOf = (route: Route, columns: number): [string, Run][] => {
  const runs: [string, Run][] = [];
  let first = 0;
  route.passages.forEach((passage, i) => {
    const next = route.passages[i + 1];
    if (next && keyOf(next) === keyOf(passage)) return;
    const before = route.passages[first - 1];
    const from = before ? nominal(before, columns) : route.upperCell.column;
    const to = next ? nominal(next, columns) : route.lowerCell.column;
    const row = route.upperCell.row + 1;
    runs.push([
      keyOf(passage),
      { route, first, last: i, fromRow: row + first, toRow: row + i, lean: from + to - 2 * nominal(passage, columns) },
    ]);
    first = i + 1;
  });
  return runs;
};

/** A track for each run so that no two share one at the same row; runs that lean left lie left. */
const assignTracks = (runs: readonly Run[]): Map<Run, number> => {
  const tracks: Run[][] = [];
  const chosen = new Map<Run, number>();
  for (const run of [...runs].sort((a, b) => a.lean - b.lean || a.fromRow - b.fromRow)) {
    const free = (others: readonly Run[]): boolean =>
      others.every((other) => other.toRow < run.fromRow - 1 || other.fromRow > run.toRow + 1);
    let index = tracks.findIndex(free);
    if (index < 0) index = tracks.push([]) - 1;
    tracks[index]?.push(run);
    chosen.set(run, index);
  }
  return chosen;
};

export const layColumns = (plan: FloorPlan, routes: readonly Route[]): Columns => {
  const byPassage = new Map<string, Run[]>();
  for (const route of routes) {
    for (const [key, run] of runsOf(route, plan.columns)) byPassage.set(key, [...(byPassage.get(key) ?? []), run]);
  }
  const tracksOf = new Map([...byPassage].map(([key, runs]) => [key, assignTracks(runs)]));
  const count = (key: string): number => Math.max(0, ...[...(tracksOf.get(key)?.values() ?? [])].map((t) => t + 1));

  const levelAt = (column: number, edge: 'left' | 'right'): number =>
    Math.max(
      0,
      ...plan.frames
        .filter((one) => (edge === 'left' ? one.column === column : one.column + one.columns === column))
        .map((one) => one.level),
    );
  const left: number[] = [];
  const corridorX: number[] = [];
  let x = margin + (count('margin:0') > 0 ? count('margin:0') * track.width + track.pad : 0);
  const marginLeft = margin;
  for (let c = 0; c <= plan.columns; c += 1) {
    const closing = c === 0 ? 0 : levelAt(c, 'right') * frame.side;
    const opening = c === plan.columns ? 0 : levelAt(c, 'left') * frame.side;
    const tracks = count(`corridor:${c}`) * track.width;
    const outer = c === 0 || c === plan.columns;
    const between = tracks > 0 ? tracks + track.pad : 0;
    const inner = outer ? between : Math.max(track.least - closing - opening, between, closing && opening ? 10 : 0);
    if (c === 0) {
      corridorX.push(x + opening);
      x += opening + inner;
    } else {
      corridorX.push(x + closing + (inner - tracks) / 2 - (c === plan.columns ? closing : 0));
      x += closing + inner + opening;
    }
    if (c < plan.columns) {
      left.push(x);
      x += card.width;
    }
  }
  const outerLeft = left[0] ?? 0;
  const outerTracks = [0, plan.columns].map((c) => {
    const tracks = count(`corridor:${c}`) * track.width;
    return tracks > 0 ? tracks + track.pad : 0;
  });
  const marginRight = x + track.pad;
  const width = x + (count('margin:1') > 0 ? count('margin:1') * track.width + track.pad : 0) + margin;

  const trackX = (route: Route, passageIndex: number): number => {
    const passage = route.passages[passageIndex];
    if (!passage) throw new Error('A route was asked for a passage it does not have.');
    const key = keyOf(passage);
    const tracks = tracksOf.get(key) ?? new Map<Run, number>();
    const found = [...tracks].find(
      ([run]) => run.route === route && run.first <= passageIndex && passageIndex <= run.last,
    );
    const offset = ((found?.[1] ?? 0) + 0.5) * track.width;
    if (passage.kind === 'corridor') return (corridorX[passage.index] ?? 0) + offset;
    if (passage.kind === 'margin') return (passage.index === 0 ? marginLeft : marginRight) + offset;
    return (left[passage.index] ?? outerLeft) + card.width / 2 + offset - (count(key) * track.width) / 2;
  };
  const sides = (column: number, columns: number, level: number): readonly [number, number] => {
    const from = (left[column] ?? 0) - level * frame.side - (column === 0 ? (outerTracks[0] ?? 0) : 0);
    const end = (left[column + columns - 1] ?? 0) + card.width;
    const to = end + level * frame.side + (column + columns === plan.columns ? (outerTracks[1] ?? 0) : 0);
    return [from, to];
  };
  return { width, left, trackX, sides };
};
