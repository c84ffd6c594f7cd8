import {
  DeleteCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { type DynamoDBDouble, dynamoDBDouble } from './dynamodb-double.ts';

const shapes = {
  plain: { key: { partition: 'id' } },
  sorted: { key: { partition: 'id', sort: 'at' }, indexes: { hot: { partition: 'hotKey', sort: 'until' } } },
};
let db: DynamoDBDouble;
beforeEach(() => {
  db = dynamoDBDouble(shapes, { pageItems: 3 });
});

const put = (item: Record<string, unknown>, table = 'plain') =>
  db.client.send(new PutCommand({ TableName: table, Item: item }));
const conditions: readonly (readonly [string, Record<string, unknown>, boolean])[] = [
  ['attribute_exists(#a)', {}, true],
  ['attribute_not_exists(#b)', {}, true],
  ['attribute_not_exists(#a)', {}, false],
  ['#a = :five', { ':five': 5 }, true],
  ['#a <> :five', { ':five': 5 }, false],
  ['#a < :ten', { ':ten': 10 }, true],
  ['#a < :five', { ':five': 5 }, false],
  ['#a <= :five', { ':five': 5 }, true],
  ['#a >= :ten', { ':ten': 10 }, false],
  ['#a > :text', { ':text': '1' }, false],
  ['#b < :five', { ':five': 5 }, false],
  ['#b <> :five', { ':five': 5 }, false],
  ['#s > :word', { ':word': 'abc' }, true],
  ['#a BETWEEN :one AND :five', { ':one': 1, ':five': 5 }, true],
  ['begins_with(#s, :word)', { ':word': 'ab' }, true],
  ['NOT #a = :five', { ':five': 5 }, false],
  ['(attribute_not_exists(#b) OR #b < :five) AND #a >= :ten', { ':five': 5, ':ten': 10 }, false],
  ['attribute_not_exists(#b) OR #b < :five AND #a >= :ten', { ':five': 5, ':ten': 10 }, true],
  ['#m.#a = :five', { ':five': 1 }, true],
];

describe('conditions', () => {
  it.each(conditions)('%s', async (text, values, holds) => {
    await put({ id: 'x', a: 5, s: 'abd', m: { a: 1 } });
    const names = Object.fromEntries(
      ['a', 'b', 's', 'm'].flatMap((n) => (text.includes(`#${n}`) ? [[`#${n}`, n]] : [])),
    );
    const write = db.client.send(
      new UpdateCommand({
        TableName: 'plain',
        Key: { id: 'x' },
        UpdateExpression: 'SET #done = :yes',
        ConditionExpression: text,
        ExpressionAttributeNames: { ...names, '#done': 'done' },
        ExpressionAttributeValues: { ...values, ':yes': true },
      }),
    );
    if (holds) await write;
    else await expect(write).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
    expect((await db.items('plain'))[0]?.done).toBe(holds ? true : undefined);
  });
});

const updates: readonly (readonly [string, Record<string, unknown>, Record<string, unknown>])[] = [
  ['ADD #a :n', { ':n': -7 }, { id: 'x', a: -2, b: 1 }],
  ['ADD #c :n', { ':n': 3 }, { id: 'x', a: 5, b: 1, c: 3 }],
  ['SET #a = #b + :n, #b = #a', { ':n': 10 }, { id: 'x', a: 11, b: 5 }],
  ['SET #a = #a - :n', { ':n': 1 }, { id: 'x', a: 4, b: 1 }],
  ['SET #c = if_not_exists(#c, :n) + :n', { ':n': 2 }, { id: 'x', a: 5, b: 1, c: 4 }],
  ['SET #a = if_not_exists(#a, :n)', { ':n': 2 }, { id: 'x', a: 5, b: 1 }],
  ['ADD #c :n SET #a = :n REMOVE #b', { ':n': 2 }, { id: 'x', a: 2, c: 2 }],
];

describe('updates', () => {
  it.each(updates)('%s', async (text, values, after) => {
    await put({ id: 'x', a: 5, b: 1 });
    await db.client.send(updateOf(text, values));
    expect(await db.items('plain')).toEqual([after]);
  });

  it('makes the item when there is none', async () => {
    await db.client.send(updateOf('ADD #a :n', { ':n': 1 }));
    expect(await db.items('plain')).toEqual([{ id: 'x', a: 1 }]);
  });

  it.each([
    ['a bare name', 'SET a = :n', {}, 'without a #'],
    ['an unknown value', 'SET #a = :n', {}, 'not defined: :n'],
    ['an unused value', 'SET #a = :n', { ':n': 1, ':m': 1 }, 'unused'],
    ['one attribute twice', 'SET #a = :n REMOVE #a', { ':n': 1 }, 'updated twice'],
    ['a clause twice', 'SET #a = :n SET #b = :n', { ':n': 1 }, 'comes twice'],
    ['a key', 'SET #id = :n', { ':n': 1 }, 'is a key'],
    ['adding text', 'ADD #a :n', { ':n': 'one' }, 'not a number'],
    ['an attribute that is not there', 'SET #a = #c + :n', { ':n': 1 }, 'not there'],
    ['a character of no expression', 'SET #a = :n;', { ':n': 1 }, 'Syntax error'],
  ])('refuses %s', async (_what, text, values, message) => {
    await put({ id: 'x', a: 5 });
    await expect(db.client.send(updateOf(text, values))).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining(message),
    });
    expect(await db.items('plain')).toEqual([{ id: 'x', a: 5 }]);
  });
});

function updateOf(text: string, values: Record<string, unknown>): UpdateCommand {
  const names = Object.fromEntries((text.match(/#\w+/g) ?? []).map((token) => [token, token.slice(1)]));
  return new UpdateCommand({
    TableName: 'plain',
    Key: { id: 'x' },
    UpdateExpression: text,
    ...(Object.keys(names).length > 0 ? { ExpressionAttributeNames: names } : {}),
    ...(Object.keys(values).length > 0 ? { ExpressionAttributeValues: values } : {}),
  });
}

describe('transactions', () => {
  const absent = { ConditionExpression: 'attribute_not_exists(#id)', ExpressionAttributeNames: { '#id': 'id' } };
  const write = (token: string, ids: readonly string[], n = 1) =>
    db.client.send(
      new TransactWriteCommand({
        ClientRequestToken: token,
        TransactItems: ids.map((id) => ({ Put: { TableName: 'plain', Item: { id, n }, ...absent } })),
      }),
    );

  it('does all or nothing, and says why for each item', async () => {
    await put({ id: 'b' });
    await expect(write('t', ['a', 'b'])).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      CancellationReasons: [{ Code: 'None' }, { Code: 'ConditionalCheckFailed' }],
    });
    expect(await db.items('plain')).toEqual([{ id: 'b' }]);
  });

  it('does the same request with the same token once', async () => {
    await write('t', ['a']);
    await write('t', ['a']);
    expect(await db.items('plain')).toEqual([{ id: 'a', n: 1 }]);
  });

  it('refuses another request with the same token', async () => {
    await write('t', ['a']);
    await expect(write('t', ['a'], 2)).rejects.toMatchObject({ name: 'IdempotentParameterMismatchException' });
  });

  it('forgets the token of what was cancelled', async () => {
    await put({ id: 'a' });
    await expect(write('t', ['a'])).rejects.toMatchObject({ name: 'TransactionCanceledException' });
    await db.client.send(new DeleteCommand({ TableName: 'plain', Key: { id: 'a' } }));
    await write('t', ['a']);
    expect(await db.items('plain')).toEqual([{ id: 'a', n: 1 }]);
  });

  it('refuses two operations on one item', async () => {
    await expect(write('t', ['a', 'a'])).rejects.toMatchObject({ name: 'ValidationException' });
  });
});

describe('reads', () => {
  beforeEach(async () => {
    for (const at of [10, 9, 30, 20, 25])
      await put({ id: 'x', at, ...(at > 9 ? { hotKey: 'H', until: -at } : {}) }, 'sorted');
    await put({ id: 'y', at: 11 }, 'sorted');
  });
  const names = { '#id': 'id', '#at': 'at' };

  it('queries a range of the sort key, in order, page by page', async () => {
    const pages = [];
    let start: Record<string, unknown> | undefined;
    do {
      const answer = await db.client.send(
        new QueryCommand({
          TableName: 'sorted',
          KeyConditionExpression: '#id = :x AND #at BETWEEN :from AND :to',
          ExpressionAttributeNames: names,
          ExpressionAttributeValues: { ':x': 'x', ':from': 10, ':to': 30 },
          ...(start ? { ExclusiveStartKey: start } : {}),
        }),
      );
      pages.push(answer.Items?.map(({ at }) => at));
      start = answer.LastEvaluatedKey;
    } while (start);
    expect(pages).toEqual([[10, 20, 25], [30]]);
  });

  it('queries an index, which holds only items with its keys', async () => {
    const answer = await db.client.send(
      new QueryCommand({
        TableName: 'sorted',
        IndexName: 'hot',
        KeyConditionExpression: '#hot = :h AND #until > :t',
        ExpressionAttributeNames: { '#hot': 'hotKey', '#until': 'until' },
        ExpressionAttributeValues: { ':h': 'H', ':t': -26 },
      }),
    );
    expect(answer.Items?.map(({ at }) => at)).toEqual([25, 20, 10]);
  });

  it('refuses a key condition on something else', async () => {
    const query = new QueryCommand({
      TableName: 'sorted',
      KeyConditionExpression: '#id = :x AND #until > :t',
      ExpressionAttributeNames: { '#id': 'id', '#until': 'until' },
      ExpressionAttributeValues: { ':x': 'x', ':t': 0 },
    });
    await expect(db.client.send(query)).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('scans each item in one segment only, and gives what is asked for', async () => {
    const answers = await Promise.all(
      [0, 1].map((Segment) =>
        db.client.send(
          new ScanCommand({
            TableName: 'sorted',
            Segment,
            TotalSegments: 2,
            ProjectionExpression: '#at',
            ExpressionAttributeNames: { '#at': 'at' },
          }),
        ),
      ),
    );
    expect(answers.flatMap(({ Items = [] }) => Items.map((item) => JSON.stringify(item))).sort()).toEqual(
      [10, 11, 20, 25, 30, 9].map((at) => JSON.stringify({ at })),
    );
  });

  it.each([
    ['half a key', { id: 'x' }],
    ['more than the key', { id: 'x', at: 10, extra: 1 }],
  ])('gets nothing by %s', async (_what, key) => {
    const get = db.client.send(new GetCommand({ TableName: 'sorted', Key: key }));
    await expect(get).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('knows no other table', async () => {
    const get = db.client.send(new GetCommand({ TableName: 'other', Key: { id: 'x' } }));
    await expect(get).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
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
});
