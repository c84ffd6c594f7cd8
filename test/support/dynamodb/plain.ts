// Plain values, as a document client takes and gives them, to attribute values and back: what the SDK does, a tenth of its time.

import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Attributes } from './values.ts';

type Plain = Readonly<Record<string, unknown>>;

/** Members of a request that hold values by name. */
const values = new Set(['Item', 'Key', 'ExpressionAttributeValues', 'ExclusiveStartKey']);

/** A document client's request to the request that goes over the wire. Items of a transaction are requests of their own. */
export function wired(input: Plain): Plain {
  return Object.fromEntries(
    Object.entries(input).map(([name, value]) => {
      if (values.has(name) && isPlain(value)) return [name, attributes(value)];
      if (name === 'RequestItems' && isPlain(value)) return [name, wiredKeys(value)];
      if (name === 'TransactItems' && Array.isArray(value)) return [name, value.map(wiredWrite)];
      return [name, value];
    }),
  );
}

/** Keys of a BatchGetItem, by table. */
const wiredKeys = (tables: Plain): Plain =>
  inTables(tables, (asked) => {
    if (!isPlain(asked) || !Array.isArray(asked.Keys)) throw new TypeError('keys stand in a list');
    return { ...asked, Keys: asked.Keys.map(attributes) };
  });

function wiredWrite(item: unknown): Plain {
  if (!isPlain(item)) throw new TypeError('an item of a transaction is an object');
  return Object.fromEntries(Object.entries(item).map(([name, write]) => [name, isPlain(write) ? wired(write) : write]));
}

/** An answer from over the wire to a document client's. */
export function unwired(output: unknown): Plain {
  if (!isPlain(output)) return {};
  const { Item: item, Items: items, LastEvaluatedKey: last, Responses: found, UnprocessedKeys: left } = output;
  return {
    ...output,
    ...(isPlain(item) ? { Item: plainItem(item) } : {}),
    ...(items === undefined ? {} : { Items: plainItems(items) }),
    ...(isPlain(last) ? { LastEvaluatedKey: plainItem(last) } : {}),
    ...(isPlain(found) ? { Responses: inTables(found, plainItems) } : {}),
    ...(isPlain(left) ? { UnprocessedKeys: inTables(left, plainKeys) } : {}),
  };
}

const inTables = (tables: Plain, each: (value: unknown) => unknown): Plain =>
  Object.fromEntries(Object.entries(tables).map(([table, value]) => [table, each(value)]));

function plainItems(items: unknown): readonly Plain[] {
  if (!Array.isArray(items)) throw new TypeError('items stand in a list');
  return items.map(plainItem);
}

function plainKeys(asked: unknown): Plain {
  return isPlain(asked) ? { ...asked, Keys: plainItems(asked.Keys) } : {};
}

function attributes(item: Plain): Attributes {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, attribute(value)]));
}

function attribute(value: unknown): AttributeValue {
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'number' && Number.isFinite(value)) return { N: String(value) };
  if (typeof value === 'boolean') return { BOOL: value };
  if (value === null) return { NULL: true };
  if (value instanceof Uint8Array) return { B: value };
  if (value instanceof Set) return setOf([...value]);
  if (Array.isArray(value)) return { L: value.map(attribute) };
  if (isPlain(value)) return { M: attributes(value) };
  throw new TypeError(`DynamoDB keeps no ${typeof value}`);
}

function setOf(members: unknown[]): AttributeValue {
  if (members.length === 0) throw new TypeError('DynamoDB has no empty sets');
  if (members.every((member) => typeof member === 'string')) return { SS: members };
  if (members.every((member) => typeof member === 'number')) return { NS: members.map(String) };
  if (members.every((member) => member instanceof Uint8Array)) return { BS: members };
  throw new TypeError('a set holds values of one type');
}

function plainItem(item: unknown): Plain {
  if (!isPlain(item)) throw new TypeError('an item is an object');
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, plain(value as AttributeValue)]));
}

function plain(value: AttributeValue): unknown {
  if (value.S !== undefined) return value.S;
  if (value.N !== undefined) return Number(value.N);
  if (value.BOOL !== undefined) return value.BOOL;
  if (value.NULL !== undefined) return null;
  if (value.B !== undefined) return value.B;
  if (value.SS !== undefined) return new Set(value.SS);
  if (value.NS !== undefined) return new Set(value.NS.map(Number));
  if (value.BS !== undefined) return new Set(value.BS);
  if (value.L !== undefined) return value.L.map(plain);
  return plainItem(value.M);
}

function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Set);
}
