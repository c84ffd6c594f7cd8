// Figures and lists to the words of a sentence.
import { formatNumber } from '../../compiler/quantities/index.ts';
import { type Cell, cell, type Markdown, md } from './markdown.ts';

/** "a", "a and b", "a, b and c"; what is from the model is escaped. */
export function listed(items: readonly Cell[], last = 'and'): Markdown {
  const cells = items.map(cell);
  const [end = ''] = cells.slice(-1);
  return md(cells.length < 2 ? end : `${cells.slice(0, -1).join(', ')} ${last} ${end}`);
}

/** The first few, and how many more there are. */
export function someOf(items: readonly Cell[], most: number): Markdown {
  if (items.length <= most + 1) return listed(items);
  return listed([...items.slice(0, most), `${items.length - most} more`]);
}

/** "4.4 times", "1,200 times". */
export const timesText = (factor: number): string => `${formatNumber(factor, { digits: factor >= 10 ? 3 : 2 })} times`;

const small = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

/** "three limits", "1 limit" never: small counts are words. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${small[count] ?? formatNumber(count, { digits: 15 })} ${count === 1 ? one : many}`;

/** A statement as part of a sentence: without the full stop at its end. */
export const clause = (statement: string): string => statement.replace(/[.!]\s*$/, '');
