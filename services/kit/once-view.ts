// A table of the lake to the view in which every event stands once, although senders and streams may repeat it.
import { kebab } from './names.ts';

/** "orderEvents" to "order_events": names in the catalogue are in small letters. */
export const catalogueName = (id: string): string => kebab(id).replaceAll(/[^a-z0-9]+/g, '_');

export const onceViewName = (table: string): string => `${catalogueName(table)}_once`;

export interface OnceView {
  /** Names as they stand in the catalogue. */
  readonly database?: string;
  readonly table: string;
}

/** Fields by which repetitions are known, in the catalogue's small letters; a table without them has no such view. */
export const repetition = { id: 'eventid', arrival: 'receivedat' } as const;

/**
 * The first arrival of each event. The day stands in the partition, so that a query over a day reads that day only; the
 * price is that a repetition after midnight stays.
 */
export function onceViewSql({ database, table }: OnceView): string {
  const name = [...(database === undefined ? [] : [database]), table].map((part) => `"${part}"`).join('.');
  return [
    'SELECT meta, event, dt, hr',
    'FROM (',
    '  SELECT meta, event, dt, hr,',
    `    row_number() OVER (PARTITION BY dt, event.${repetition.id} ORDER BY meta.${repetition.arrival}) AS copy`,
    `  FROM ${name}`,
    ')',
    'WHERE copy = 1',
  ].join('\n');
}
