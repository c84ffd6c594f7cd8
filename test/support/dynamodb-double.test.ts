// What only the double does; what DynamoDB does too is in dynamodb-contract.test.ts.
import { BatchGetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { type DynamoDBDouble, dynamoDBDouble } from './dynamodb-double.ts';

let db: DynamoDBDouble;
beforeEach(() => {
  db = dynamoDBDouble({ plain: { key: { partition: 'id' } } }, { pageItems: 3 });
});

const put = (item: Record<string, unknown>) => db.client.send(new PutCommand({ TableName: 'plain', Item: item }));

it.each([
  ['a bare name', 'SET a = :n', { ':n': 1 }, 'without a #'],
  ['an unknown value', 'SET #a = :n', {}, 'not defined: :n'],
  ['an unused value', 'SET #a = :n', { ':n': 1, ':m': 1 }, 'unused'],
  ['a path into an attribute', 'SET #a.#a = :n', { ':n': 1 }, 'whole attributes only'],
])('says what it refuses: %s', async (_what, text, values, message) => {
  await put({ id: 'x', a: 5 });
  const update = new UpdateCommand({
    ...{ TableName: 'plain', Key: { id: 'x' }, UpdateExpression: text },
    ...(text.includes('#a') ? { ExpressionAttributeNames: { '#a': 'a' } } : {}),
    ...(Object.keys(values).length > 0 ? { ExpressionAttributeValues: values } : {}),
  });
  await expect(db.client.send(update)).rejects.toThrow(message);
  expect(await db.items('plain')).toEqual([{ id: 'x', a: 5 }]);
});

it('turns its pages when it is told to, whatever is asked for', async () => {
  db = dynamoDBDouble({ sorted: { key: { partition: 'id', sort: 'at', numbers: ['at'] } } }, { pageItems: 3 });
  for (const at of [4, 2, 3, 1]) await db.client.send(new PutCommand({ TableName: 'sorted', Item: { id: 'x', at } }));
  const query = new QueryCommand({
    ...{ TableName: 'sorted', KeyConditionExpression: '#id = :x' },
    ExpressionAttributeNames: { '#id': 'id' },
    ExpressionAttributeValues: { ':x': 'x' },
  });
  const { Items: items, LastEvaluatedKey: last } = await db.client.send(query);
  expect(items?.map(({ at }) => at)).toEqual([1, 2, 3]);
  expect(last).toEqual({ id: 'x', at: 3 });
});

describe('hooks', () => {
  it('what throws before leaves nothing, what throws after leaves all', async () => {
    db.hooks.before = () => {
      throw new Error('down');
    };
    await expect(put({ id: 'a' })).rejects.toThrow('down');
    delete db.hooks.before;
    db.hooks.after = () => {
      throw new Error('cut');
    };
    await expect(put({ id: 'b' })).rejects.toThrow('cut');
    expect(await db.items('plain')).toEqual([{ id: 'b' }]);
  });

  it('are told of what comes without the SDK too', async () => {
    const told: string[] = [];
    db.hooks.before = (command) => void told.push(command);
    await db.direct.send(new PutCommand({ TableName: 'plain', Item: { id: 'a' } }));
    expect(told).toEqual(['PutItem']);
    expect(db.commands).toEqual(['PutItem']);
  });
});

it('leaves of a batch of reads what is more than a page', async () => {
  for (const id of ['a', 'b', 'c', 'd']) await put({ id });
  const keys = ['d', 'c', 'none', 'b', 'a'].map((id) => ({ id }));
  for (const client of [db.client, db.direct]) {
    const { Responses, UnprocessedKeys } = await client.send(
      new BatchGetCommand({ RequestItems: { plain: { Keys: keys, ConsistentRead: true } } }),
    );
    expect(Responses).toEqual({ plain: [{ id: 'd' }, { id: 'c' }] });
    expect(UnprocessedKeys).toEqual({ plain: { ConsistentRead: true, Keys: [{ id: 'b' }, { id: 'a' }] } });
  }
});
