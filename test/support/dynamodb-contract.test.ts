// What DynamoDB promises and the handlers rest on: the same operations for the double, with the SDK before it and without,
// and for the local AWS.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { batches } from './contract/batches.ts';
import { before, conditions, kept, refusals, unseenLocally, updates } from './contract/expressions.ts';
import { queries } from './contract/queries.ts';
import { doubled, type Item, onAws, type Table, type Tables } from './contract/stores.ts';
import { transactions } from './contract/transactions.ts';
import { localAwsForTests, whyNoLocalAws } from './local-aws.ts';

describe('the double', () => {
  contract(async () => doubled('client'), true);
});

describe('the double, without the SDK', () => {
  contract(async () => doubled('direct'), true);
});

const reason = await whyNoLocalAws();
describe.skipIf(reason)(`the local AWS${reason === undefined ? '' : `: ${reason}`}`, () => {
  const start = localAwsForTests();
  contract(async () => onAws(new DynamoDBClient((await start()).client())), false);
});

/** @param strict whether it refuses all that AWS refuses. */
function contract(open: () => Promise<Tables>, strict: boolean): void {
  let tables: Tables;
  beforeAll(async () => {
    tables = await open();
  }, 60_000);
  beforeEach(() => tables.clear());

  const put = (item: Item, table: Table = 'plain') =>
    tables.client.send(new PutCommand({ TableName: table, Item: { ...item } }));
  const update = (text: string, values: Item, more: Item = {}) => {
    const names = named(`${text} ${more.ConditionExpression ?? ''}`);
    return tables.client.send(
      new UpdateCommand({
        ...{ TableName: 'plain', Key: { id: 'x' }, UpdateExpression: text, ...more },
        ...(Object.keys(names).length > 0 ? { ExpressionAttributeNames: names } : {}),
        ...(Object.keys(values).length > 0 ? { ExpressionAttributeValues: { ...values } } : {}),
      }),
    );
  };

  it.each(kept)('keeps %s', async (_what, value) => {
    await put({ id: 'x', value });
    const { Item: item } = await tables.client.send(new GetCommand({ TableName: 'plain', Key: { id: 'x' } }));
    expect(bare(item?.value)).toEqual(bare(value));
  });

  it.each(conditions)('condition %s with %j: %s', async (text, values, holds) => {
    await put(before);
    const write = update('SET #done = :yes', { ...values, ':yes': true }, { ConditionExpression: text });
    if (holds) await write;
    else await expect(write).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
    expect(await tables.items('plain')).toEqual([holds ? { ...before, done: true } : before]);
  });

  it.each(updates)('update %s with %j', async (text, values, changed) => {
    await put(before);
    await update(text, values);
    const after = Object.fromEntries(
      Object.entries({ ...before, ...changed }).filter(([, value]) => value !== undefined),
    );
    expect(await tables.items('plain')).toEqual([after]);
  });

  it.each(strict ? [...refusals, ...unseenLocally] : refusals)('refuses %s', async (_what, text, values) => {
    await put(before);
    await expect(update(text, values)).rejects.toMatchObject({ name: 'ValidationException' });
    expect(await tables.items('plain')).toEqual([before]);
  });

  it('an update makes the item when there is none, unless its condition says otherwise', async () => {
    await update('ADD #a :v', { ':v': 1 });
    expect(await tables.items('plain')).toEqual([{ id: 'x', a: 1 }]);
    await tables.clear();
    const missing = { ConditionExpression: 'attribute_exists(#id)' };
    await expect(update('ADD #a :v', { ':v': 1 }, missing)).rejects.toMatchObject({
      name: 'ConditionalCheckFailedException',
    });
    expect(await tables.items('plain')).toEqual([]);
  });

  it('put and delete keep to their conditions', async () => {
    const absent = { ConditionExpression: 'attribute_not_exists(#id)', ExpressionAttributeNames: { '#id': 'id' } };
    const [first, second] = [1, 2].map((n) => new PutCommand({ TableName: 'plain', Item: { id: 'x', n }, ...absent }));
    if (!first || !second) throw new Error('two were made');
    await tables.client.send(first);
    await expect(tables.client.send(second)).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
    const remove = new DeleteCommand({ TableName: 'plain', Key: { id: 'x' }, ...absent });
    await expect(tables.client.send(remove)).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
    expect(await tables.items('plain')).toEqual([{ id: 'x', n: 1 }]);
    await tables.client.send(new DeleteCommand({ TableName: 'plain', Key: { id: 'x' } }));
    await tables.client.send(new DeleteCommand({ TableName: 'plain', Key: { id: 'x' } }));
    expect(await tables.items('plain')).toEqual([]);
  });

  it('what has expired is still there until the table is swept', async () => {
    await put({ id: 'x', expiresAt: 1 });
    await update('ADD #a :v', { ':v': 1 }, { ConditionExpression: 'attribute_exists(#expiresAt)' });
    expect(await tables.items('plain')).toEqual([{ id: 'x', expiresAt: 1, a: 1 }]);
  });

  it.each([
    ['half a key', 'sorted', { id: 'x' }],
    ['more than the key', 'sorted', { id: 'x', at: 10, extra: 1 }],
    ['a key of another type', 'sorted', { id: 'x', at: '10' }],
    ['an empty key', 'plain', { id: '' }],
  ])('gets nothing by %s', async (_what, table, key) => {
    const get = tables.client.send(new GetCommand({ TableName: table, Key: key }));
    await expect(get).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('knows no other table', async () => {
    const get = tables.client.send(new GetCommand({ TableName: 'other', Key: { id: 'x' } }));
    await expect(get).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  transactions(() => tables);
  queries(() => tables);
  batches(() => tables);
}

function named(text: string): Record<string, string> {
  return Object.fromEntries((text.match(/#\w+/g) ?? []).map((token) => [token, token.slice(1)]));
}

/** Sets in some order, bytes as numbers: what is the same to whoever reads them. */
function bare(value: unknown): unknown {
  if (value instanceof Uint8Array) return { bytes: [...value] };
  if (!(value instanceof Set)) return value;
  return { set: [...value].map((member) => JSON.stringify(bare(member))).sort() };
}
