// Tables and the items in them, by primary key.

import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { ResourceNotFoundException } from '@aws-sdk/client-dynamodb';
import { type Attributes, invalid } from './values.ts';

export interface Key {
  readonly partition: string;
  readonly sort?: string;
  /** Which of the two are numbers; the others are texts. */
  readonly numbers?: readonly string[];
}

export interface TableShape {
  readonly key: Key;
  readonly indexes?: Readonly<Record<string, Key>>;
}

export interface Table extends TableShape {
  readonly items: Map<string, Attributes>;
}

export type Tables = ReadonlyMap<string, Table>;

export function tablesOf(shapes: Readonly<Record<string, TableShape>>): Tables {
  return new Map(Object.entries(shapes).map(([name, shape]) => [name, { ...shape, items: new Map() }]));
}

export function tableOf(tables: Tables, name: string | undefined): Table {
  const table = tables.get(name ?? '');
  if (!table) throw new ResourceNotFoundException({ $metadata: {}, message: `no table ${name}` });
  return table;
}

export function keyNames({ partition, sort }: Key): readonly string[] {
  return sort === undefined ? [partition] : [partition, sort];
}

/** The item's place in the table. Throws unless `item` holds the whole key, each value of its type and not empty. */
export function placeOf(table: Table, item: Attributes): string {
  return keyNames(table.key)
    .map((name) => {
      const { S: text, N: number } = keyValue(table, item, name);
      // Two spellings of one number are one key.
      return text ?? String(Number(number));
    })
    .join('\u0000');
}

/** As {@link placeOf}, for a request that must give the key and nothing else. */
export function placeOfKey(table: Table, key: Attributes | undefined): string {
  const names = keyNames(table.key);
  if (!key || Object.keys(key).length !== names.length) throw invalid('The provided key element does not match');
  return placeOf(table, key);
}

function keyValue({ key }: Table, item: Attributes, name: string): AttributeValue {
  const value = item[name];
  if (!value?.[key.numbers?.includes(name) ? 'N' : 'S'])
    throw invalid(`One or more parameter values were invalid: key ${name}`);
  return value;
}
