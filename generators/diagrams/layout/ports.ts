// Routes to the x of every line end in every channel: where on a card's lower or upper side an arrow leaves or arrives.

import { textWidth } from '../text/measure.ts';
import type { Columns } from './columns.ts';
import type { FloorPlan } from './floor.ts';
import type { Cell } from './place.ts';
import type { Route } from './routes.ts';
import { card, type } from './sizes.ts';

/** One line inside a channel: the x of its ends on the channel's upper and lower side. */
export interface Net {
  readonly route: Route;
  readonly tops: readonly number[];
  readonly bottoms: readonly number[];
}

interface End {
  readonly side: 'top' | 'bottom';
  readonly cell: Cell | undefined;
  x: number;
  /** Where the line goes on, to order the ends on a card. */
  toward: number;
}

interface Strand {
  readonly route: Route;
  readonly ends: readonly End[];
}

type Range = (end: End) => readonly [from: number, to: number];

const spread = (ends: readonly End[], range: Range): void => {
  ends.forEach((end, i) => {
    const [from, to] = range(end);
    end.x = from + ((to - from) * (i + 1)) / (ends.length + 1);
  });
};

/** Where arrows may meet a card: not at its corners, and beside the title of the frame that begins right above it. */
const rangeAt = (plan: FloorPlan, columns: Columns, k: number): Range => {
  const reserved = new Map<number, number>();
  for (const one of plan.frames) {
    if (one.row !== k || one.level !== 1) continue;
    const [left] = columns.sides(one.column, one.columns, one.level);
    const end = left + 8 + textWidth(one.group.label, type.group, 600) + 10;
    const cardLeft = columns.left[one.column] ?? 0;
    if (one.group.icon === undefined && end - cardLeft < card.width * 0.6) reserved.set(one.column, end);
  }
  return ({ cell, side }) => {
    const left = columns.left[cell?.column ?? 0] ?? 0;
    const from = side === 'bottom' ? (reserved.get(cell?.column ?? -1) ?? 0) : 0;
    return [Math.max(left + 12, from), left + card.width - 12];
  };
};

const gap = 12;

const nearestFree = (wanted: number, from: number, to: number, taken: readonly number[], step: number): number => {
  const free = (x: number): boolean => taken.every((other) => Math.abs(other - x) >= step - 0.01);
  const clamped = Math.min(to, Math.max(from, wanted));
  for (let d = 0; d <= to - from; d += 1) {
    if (clamped + d <= to && free(clamped + d)) return clamped + d;
    if (clamped - d >= from && free(clamped - d)) return clamped - d;
  }
  return step > 2 ? nearestFree(wanted, from, to, taken, step / 2) : clamped;
};

const strandsOf = (routes: readonly Route[], k: number, columns: Columns): Strand[] =>
  routes
    .filter((route) => route.firstChannel <= k && k <= route.lastChannel)
    .map((route) => {
      const flat = route.upperCell.row === route.lowerCell.row;
      const centre = (cell: Cell): number => (columns.left[cell.column] ?? 0) + card.width / 2;
      const node = (cell: Cell, side: End['side']): End => ({ side, cell, x: centre(cell), toward: 0 });
      if (flat) {
        const side = k > route.upperCell.row ? 'top' : 'bottom';
        return { route, ends: [node(route.upperCell, side), node(route.lowerCell, side)] };
      }
      const passing = (index: number, side: End['side']): End => {
        const x = columns.trackX(route, index);
        return { side, cell: undefined, x, toward: x };
      };
      const index = k - route.firstChannel;
      const top = k === route.firstChannel ? node(route.upperCell, 'top') : passing(index - 1, 'top');
      const bottom = k === route.lastChannel ? node(route.lowerCell, 'bottom') : passing(index, 'bottom');
      return { route, ends: [top, bottom] };
    });

/** Ends for every channel; index k is the channel above row k. */
export const placePorts = (plan: FloorPlan, routes: readonly Route[], columns: Columns): Net[][] => {
  const channels: Net[][] = [];
  for (let k = 0; k <= plan.rows; k += 1) {
    const strands = strandsOf(routes, k, columns);
    const cards = new Map<string, End[]>();
    for (const { ends } of strands) {
      const [one, two] = ends;
      if (!one || !two) continue;
      one.toward = two.x;
      two.toward = one.x;
      for (const end of ends) {
        if (!end.cell) continue;
        const key = `${end.side}:${end.cell.column}`;
        cards.set(key, [...(cards.get(key) ?? []), end]);
      }
    }
    const range = rangeAt(plan, columns, k);
    for (const ends of cards.values()) {
      ends.sort((a, b) => a.toward - b.toward);
      spread(ends, range);
    }
    const taken: number[] = [];
    for (const { ends } of strands) for (const end of ends) if (!end.cell) taken.push(end.x);
    settle(strands, range, taken);
    channels.push(
      strands.map(({ route, ends }) => ({
        route,
        tops: ends.filter((end) => end.side === 'top').map((end) => end.x),
        bottoms: ends.filter((end) => end.side === 'bottom').map((end) => end.x),
      })),
    );
  }
  return channels;
};

/** Makes straight what can be straight, then moves ends apart until no two lines share an x. */
const settle = (strands: readonly Strand[], range: Range, taken: number[]): void => {
  const loose: End[] = [];
  for (const { ends } of strands) {
    const [one, two] = ends;
    if (!one || !two) continue;
    const opposite = one.side !== two.side;
    const [a, b] = one.cell ? [one, two] : [two, one];
    if (!a.cell) continue;
    const [from, to] = range(a);
    if (opposite && !b.cell && b.x >= from && b.x <= to) {
      a.x = b.x;
      continue;
    }
    if (opposite && b.cell && b.cell.column === a.cell.column) {
      const [low, high] = range(b);
      const x = nearestFree((a.x + b.x) / 2, Math.max(from, low), Math.min(to, high), taken, gap);
      a.x = x;
      b.x = x;
      taken.push(x);
      continue;
    }
    loose.push(a);
    if (b.cell) loose.push(b);
  }
  for (const end of loose) {
    if (!end.cell) continue;
    const [from, to] = range(end);
    end.x = nearestFree(end.x, from, to, taken, gap);
    taken.push(end.x);
  }
};
