// GetItem, BatchGetItem, Query and Scan over tables.

import type {
  BatchGetItemCommandInput,
  BatchGetItemCommandOutput,
  GetItemCommandInput,
  GetItemCommandOutput,
  QueryCommandInput,
  QueryCommandOutput,
  ScanCommandInput,
  ScanCommandOutput,
} from '@aws-sdk/client-dynamodb';
import { condition } from './condition.ts';
import { scope } from './scope.ts';
import { keyNames, placeOf, placeOfKey, type Table, type Tables, tableOf } from './tables.ts';
import { type Attributes, invalid, order } from './values.ts';

type Answer<Output> = Omit<Output, '$metadata'>;

export function getItem(tables: Tables, input: GetItemCommandInput): Answer<GetItemCommandOutput> {
  const table = tableOf(tables, input.TableName);
  const item = table.items.get(placeOfKey(table, input.Key));
  return item ? { Item: { ...item } } : {};
}

const mostKeys = 100;

/** @param pageItems most keys of one answer; the rest are left unprocessed. */
export function batchGetItem(
  tables: Tables,
  { RequestItems = {} }: BatchGetItemCommandInput,
  pageItems: number,
): Answer<BatchGetItemCommandOutput> {
  const asked = Object.entries(RequestItems).flatMap(([name, { Keys = [], ...rest }]) =>
    Keys.map((key) => ({ name, key, place: placeOfKey(tableOf(tables, name), key), rest })),
  );
  if (asked.length === 0) throw invalid('The batch get request has no keys');
  if (asked.length > mostKeys) throw invalid('Too many items requested for the BatchGetItem call');
  if (new Set(asked.map(({ name, place }) => `${name}\u0000${place}`)).size < asked.length)
    throw invalid('Provided list of item keys contains duplicates');
  const answer: { Responses: Record<string, Attributes[]>; UnprocessedKeys: typeof RequestItems } = {
    Responses: Object.fromEntries(Object.keys(RequestItems).map((name) => [name, []])),
    UnprocessedKeys: {},
  };
  for (const [index, { name, key, place, rest }] of asked.entries()) {
    if (index >= pageItems) {
      const { Keys = [] } = answer.UnprocessedKeys[name] ?? {};
      answer.UnprocessedKeys[name] = { ...rest, Keys: [...Keys, key] };
      continue;
    }
    const item = tableOf(tables, name).items.get(place);
    if (item) answer.Responses[name]?.push({ ...item });
  }
  return answer;
}

/** @param pageItems most items of one answer; the rest follow LastEvaluatedKey. */
export function query(tables: Tables, input: QueryCommandInput, pageItems: number): Answer<QueryCommandOutput> {
  const table = tableOf(tables, input.TableName);
  const key = input.IndexName === undefined ? table.key : table.indexes?.[input.IndexName];
  if (!key) throw invalid(`The table does not have the specified index: ${input.IndexName}`);
  if (input.IndexName !== undefined && input.ConsistentRead)
    throw invalid('Consistent reads are not supported on GSIs');
  const text = input.KeyConditionExpression ?? '';
  checkKeyCondition(text, input.ExpressionAttributeNames ?? {}, keyNames(key));
  const names = scope(input.ExpressionAttributeNames, input.ExpressionAttributeValues);
  const matches = condition(text, names);
  const kept = condition(input.FilterExpression, names);
  for (const name of projected(input.ProjectionExpression)) names.name(name);
  names.close();
  const found = [...table.items.values()]
    .filter((item) => keyNames(key).every((name) => item[name] !== undefined) && matches(item))
    .sort((a, b) => bySort(a, b, key.sort) * (input.ScanIndexForward === false ? -1 : 1));
  const { page, last } = pageOf(table, found, input.ExclusiveStartKey, Math.min(pageItems, input.Limit ?? pageItems));
  const items = page.filter(kept).map((item) => project(item, input));
  return { Items: items, Count: items.length, ...(last ? { LastEvaluatedKey: last } : {}) };
}

export function scan(tables: Tables, input: ScanCommandInput, pageItems: number): Answer<ScanCommandOutput> {
  const table = tableOf(tables, input.TableName);
  const segments = input.TotalSegments ?? 1;
  const names = scope(input.ExpressionAttributeNames, input.ExpressionAttributeValues);
  const kept = condition(input.FilterExpression, names);
  for (const name of projected(input.ProjectionExpression)) names.name(name);
  names.close();
  const found = [...table.items.values()].filter((_, index) => index % segments === (input.Segment ?? 0));
  const { page, last } = pageOf(table, found, input.ExclusiveStartKey, pageItems);
  const items = page.filter(kept).map((item) => project(item, input));
  return { Items: items, Count: items.length, ...(last ? { LastEvaluatedKey: last } : {}) };
}

function checkKeyCondition(text: string, names: Record<string, string>, keys: readonly string[]): void {
  const used = new Set((text.match(/#[A-Za-z0-9_]+/g) ?? []).map((token) => names[token] ?? token));
  const [partition = ''] = keys;
  const outside = [...used].filter((name) => !keys.includes(name));
  if (!used.has(partition) || outside.length > 0 || /\bOR\b|<>/i.test(text)) {
    throw invalid(`Query condition missed key schema element, or holds more than keys: ${text}`);
  }
}

function bySort(a: Attributes, b: Attributes, sort: string | undefined): number {
  const [left, right] = sort === undefined ? [] : [a[sort], b[sort]];
  return left && right ? (order(left, right) ?? 0) : 0;
}

function pageOf(table: Table, found: readonly Attributes[], start: Attributes | undefined, size: number) {
  const after = start ? placeOf(table, start) : undefined;
  const from = after === undefined ? 0 : found.findIndex((item) => placeOf(table, item) === after) + 1;
  const page = found.slice(from, from + size);
  const last = page.at(-1);
  const more = from + size < found.length;
  return { page, last: more && last ? pick(last, keyNames(table.key)) : undefined };
}

function projected(expression: string | undefined): readonly string[] {
  return expression === undefined ? [] : expression.split(',').map((name) => name.trim());
}

function project(item: Attributes, input: ScanCommandInput | QueryCommandInput): Attributes {
  const names = projected(input.ProjectionExpression);
  if (names.length === 0) return { ...item };
  return pick(
    item,
    names.map((name) => input.ExpressionAttributeNames?.[name] ?? name),
  );
}

function pick(item: Attributes, names: readonly string[]): Attributes {
  return Object.fromEntries(Object.entries(item).filter(([name]) => names.includes(name)));
}
