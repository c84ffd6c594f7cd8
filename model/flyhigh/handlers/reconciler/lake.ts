// What answers a question over the lake: Athena where the pipeline is deployed, any other engine for the same SQL elsewhere.

/** The text of each column selected, in their order; undefined where it is NULL. */
export type Row = readonly (string | undefined)[];

/** The lake gave no answer, or nothing that can be read; the message says which. */
export class LakeFailed extends Error {
  override readonly name = 'LakeFailed';
}

export interface Lake {
  /** Names in the query are those of the catalogue's tables and views. Rejects with LakeFailed when the query fails. */
  query(sql: string): AsyncIterable<Row>;
}

/** A whole number that a query gave. Throws on anything else. */
export function wholeIn(value: string | undefined): number {
  if (value === undefined || !/^-?\d+$/.test(value)) throw new TypeError('the query gave a row of another shape');
  return Number(value);
}

/** Rows that are ordered by group, to whole groups: only one of them need fit into memory. */
export async function* grouped<T>(rows: AsyncIterable<T>, groupOf: (row: T) => string): AsyncGenerator<readonly T[]> {
  let current: T[] = [];
  for await (const row of rows) {
    const [first] = current;
    if (first !== undefined && groupOf(first) !== groupOf(row)) {
      yield current;
      current = [];
    }
    current.push(row);
  }
  if (current.length > 0) yield current;
}
