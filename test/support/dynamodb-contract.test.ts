// What DynamoDB promises and the handlers rest on: the same table of operations for the double, with the SDK before it and
// without, and for the local AWS.
import { CreateTableCommand, DynamoDBClient, UpdateTimeToLiveCommand } from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  paginateScan,
  QueryCommand,
  ScanCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dynamoDBDouble } from './dynamodb-double.ts';
import { localAwsForTests, whyNoLocalAws } from './local-aws.ts';

type Item = Readonly<Record<string, unknown>>;
type Table = 'plain' | 'sorted';

interface Tables {
  readonly client: Pick<DynamoDBDocumentClient, 'send'>;
  /** Ordered by key. */
  items(table: Table): Promise<readonly Item[]>;
  clear(): Promise<void>;
}

const shapes = {
  plain: { key: { partition: 'id' } },
  sorted: {
    key: { partition: 'id', sort: 'at', numbers: ['at'] },
    indexes: { hot: { partition: 'hotKey', sort: 'until' } },
  },
};

function doubled(way: 'client' | 'direct'): Tables {
  let double = dynamoDBDouble(shapes);
  return {
    client: { send: ((command: never) => double[way].send(command)) as never },
    items: (table) => double.items(table),
    clear: async () => {
      double = dynamoDBDouble(shapes);
    },
  };
}

/** @param client of the local AWS; the tables are made. */
async function onAws(client: DynamoDBClient): Promise<Tables> {
  const [text, number] = [
    (name: string) => ({ AttributeName: name, AttributeType: 'S' as const }),
    (name: string) => ({ AttributeName: name, AttributeType: 'N' as const }),
  ];
  const keys = (partition: string, sort?: string) => [
    { AttributeName: partition, KeyType: 'HASH' as const },
    ...(sort === undefined ? [] : [{ AttributeName: sort, KeyType: 'RANGE' as const }]),
  ];
  const common = { BillingMode: 'PAY_PER_REQUEST' as const };
  await client.send(
    new CreateTableCommand({
      ...common,
      TableName: 'plain',
      AttributeDefinitions: [text('id')],
      KeySchema: keys('id'),
    }),
  );
  await client.send(
    new CreateTableCommand({
      ...common,
      TableName: 'sorted',
      AttributeDefinitions: [text('id'), number('at'), text('hotKey'), number('until')],
      KeySchema: keys('id', 'at'),
      GlobalSecondaryIndexes: [
        { IndexName: 'hot', KeySchema: keys('hotKey', 'until'), Projection: { ProjectionType: 'ALL' } },
      ],
    }),
  );
  const ttl = { AttributeName: 'expiresAt', Enabled: true };
  await client.send(new UpdateTimeToLiveCommand({ TableName: 'plain', TimeToLiveSpecification: ttl }));
  const documents = DynamoDBDocumentClient.from(client);
  const all = async (table: Table) => {
    const found: Item[] = [];
    for await (const { Items = [] } of paginateScan({ client: documents }, { TableName: table })) found.push(...Items);
    return found;
  };
  const place = ({ id, at = 0 }: Item) => `${id} ${String(at).padStart(9, '0')}`;
  return {
    client: documents,
    items: async (table) => (await all(table)).sort((a, b) => (place(a) < place(b) ? -1 : 1)),
    clear: async () => {
      for (const { id } of await all('plain')) {
        await documents.send(new DeleteCommand({ TableName: 'plain', Key: { id } }));
      }
      for (const { id, at } of await all('sorted')) {
        await documents.send(new DeleteCommand({ TableName: 'sorted', Key: { id, at } }));
      }
    },
  };
}

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

const before = { id: 'x', a: 5, b: 1, s: 'abd', m: { a: 1 }, when: 3 };

/** Expression, values, whether it holds of `before`. */
const conditions: readonly (readonly [string, Item, boolean])[] = [
  ['attribute_exists(#a)', {}, true],
  ['attribute_exists(#none)', {}, false],
  ['attribute_not_exists(#none)', {}, true],
  ['attribute_not_exists(#a)', {}, false],
  ['#a = :v', { ':v': 5 }, true],
  ['#a = :v', { ':v': '5' }, false],
  ['#a <> :v', { ':v': 5 }, false],
  ['#a <> :v', { ':v': '5' }, true],
  ['#a < :v', { ':v': 10 }, true],
  ['#a < :v', { ':v': 5 }, false],
  ['#a <= :v', { ':v': 5 }, true],
  ['#a >= :v', { ':v': 10 }, false],
  ['#a > :v', { ':v': '1' }, false],
  ['#none < :v', { ':v': 5 }, false],
  ['#none > :v', { ':v': 5 }, false],
  ['#none = :v', { ':v': 5 }, false],
  ['#s > :v', { ':v': 'abc' }, true],
  ['#a BETWEEN :v AND :w', { ':v': 1, ':w': 5 }, true],
  ['begins_with(#s, :v)', { ':v': 'ab' }, true],
  ['begins_with(#s, :v)', { ':v': 'b' }, false],
  ['NOT #a = :v', { ':v': 5 }, false],
  ['(attribute_not_exists(#none) OR #none < :v) AND #a >= :w', { ':v': 5, ':w': 10 }, false],
  ['attribute_not_exists(#none) OR #none < :v AND #a >= :w', { ':v': 5, ':w': 10 }, true],
  ['#m.#a = :v', { ':v': 1 }, true],
  ['#a < #when', {}, false],
  ['#when < #a', {}, true],
];

/** Expression, values, what differs of `before` afterwards; undefined: the attribute is gone. */
const updates: readonly (readonly [string, Item, Item])[] = [
  ['ADD #a :v', { ':v': -7 }, { a: -2 }],
  ['ADD #none :v', { ':v': 3 }, { none: 3 }],
  ['SET #a = #b + :v, #b = #a', { ':v': 10 }, { a: 11, b: 5 }],
  ['SET #a = #a - :v', { ':v': 1 }, { a: 4 }],
  ['SET #none = if_not_exists(#none, :v) + :w', { ':v': 2, ':w': 1 }, { none: 3 }],
  ['SET #a = if_not_exists(#a, :v)', { ':v': 2 }, {}],
  ['SET #a = if_not_exists(#none, :v)', { ':v': 2 }, { a: 2 }],
  ['REMOVE #b, #none', {}, { b: undefined }],
  ['ADD #none :v SET #a = :v REMOVE #b', { ':v': 2 }, { a: 2, b: undefined, none: 2 }],
  // A word that is reserved, behind a name of its own.
  ['SET #when = :v', { ':v': 9 }, { when: 9 }],
];

/** What is wrong with an update, its expression, its values. */
const refusals: readonly (readonly [string, string, Item])[] = [
  ['a reserved word', 'SET status = :v', { ':v': 1 }],
  ['an unknown value', 'SET #a = :v', {}],
  ['an unused value', 'SET #a = :v', { ':v': 1, ':w': 1 }],
  ['a key', 'SET #id = :v', { ':v': 'y' }],
  ['adding text', 'ADD #a :v', { ':v': 'one' }],
  ['adding to text', 'ADD #s :v', { ':v': 1 }],
  ['an attribute that is not there', 'SET #a = #none + :v', { ':v': 1 }],
];

/** The same, refused by AWS; the local AWS lets them pass. */
const unseenLocally: typeof refusals = [
  ['one attribute twice', 'SET #a = :v REMOVE #a', { ':v': 1 }],
  ['a clause twice', 'SET #a = :v SET #b = :v', { ':v': 1 }],
  ['a character of no expression', 'SET #a = :v;', { ':v': 1 }],
];

/** What is written is what is read. */
const kept: readonly (readonly [string, unknown])[] = [
  ['a text', 'é ü 漢'],
  ['an empty text', ''],
  ['a number', -12.5],
  ['a large number', 1796126572621],
  ['a small number', 1e-9],
  ['a number with all its digits', 0.1 + 0.2],
  ['a boolean', false],
  ['nothing', null],
  ['bytes', new Uint8Array([0, 255, 7])],
  ['a list', [1, 'two', [true]]],
  ['a map', { a: { b: { c: 1 } }, 'odd#key': {} }],
  ['a set of texts', new Set(['a', 'b'])],
  ['a set of numbers', new Set([1, 2])],
  ['a set of bytes', new Set([new Uint8Array([1, 2]), new Uint8Array([3])])],
];

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

  describe('a transaction', () => {
    const absent = { ConditionExpression: 'attribute_not_exists(#id)', ExpressionAttributeNames: { '#id': 'id' } };
    const write = (token: string, ids: readonly string[], n = 1) =>
      tables.client.send(
        new TransactWriteCommand({
          ClientRequestToken: token,
          TransactItems: ids.map((id) => ({ Put: { TableName: 'plain', Item: { id, n }, ...absent } })),
        }),
      );
    // Tokens are remembered for ten minutes, longer than the tables of a test.
    let serial = 0;
    const token = () => {
      serial += 1;
      return `token-${serial}`;
    };

    it('does all or nothing, and says why for each item', async () => {
      await put({ id: 'b' });
      await expect(write(token(), ['a', 'b', 'c'])).rejects.toMatchObject({
        name: 'TransactionCanceledException',
        CancellationReasons: [{ Code: 'None' }, { Code: 'ConditionalCheckFailed' }, { Code: 'None' }],
      });
      expect(await tables.items('plain')).toEqual([{ id: 'b' }]);
    });

    it('mixes puts, updates and deletes, over tables', async () => {
      await put({ id: 'gone' });
      await put({ id: 'x', at: 1, n: 1 }, 'sorted');
      await tables.client.send(
        new TransactWriteCommand({
          TransactItems: [
            { Put: { TableName: 'plain', Item: { id: 'new' } } },
            { Delete: { TableName: 'plain', Key: { id: 'gone' } } },
            {
              Update: {
                ...{ TableName: 'sorted', Key: { id: 'x', at: 1 }, UpdateExpression: 'ADD #n :d SET #s = :s' },
                ExpressionAttributeNames: { '#n': 'n', '#s': 's' },
                ExpressionAttributeValues: { ':d': -3, ':s': 'y' },
              },
            },
          ],
        }),
      );
      expect(await tables.items('plain')).toEqual([{ id: 'new' }]);
      expect(await tables.items('sorted')).toEqual([{ id: 'x', at: 1, n: -2, s: 'y' }]);
    });

    it('does the same request with the same token once', async () => {
      const same = token();
      await write(same, ['a']);
      await write(same, ['a']);
      expect(await tables.items('plain')).toEqual([{ id: 'a', n: 1 }]);
    });

    it('refuses another request with the same token', async () => {
      const same = token();
      await write(same, ['a']);
      await expect(write(same, ['a'], 2)).rejects.toMatchObject({ name: 'IdempotentParameterMismatchException' });
      expect(await tables.items('plain')).toEqual([{ id: 'a', n: 1 }]);
    });

    it('forgets the token of what was cancelled', async () => {
      const same = token();
      await put({ id: 'a' });
      await expect(write(same, ['a'])).rejects.toMatchObject({ name: 'TransactionCanceledException' });
      await tables.client.send(new DeleteCommand({ TableName: 'plain', Key: { id: 'a' } }));
      await write(same, ['a']);
      expect(await tables.items('plain')).toEqual([{ id: 'a', n: 1 }]);
    });

    it('refuses two operations on one item', async () => {
      await expect(write(token(), ['a', 'a'])).rejects.toMatchObject({ name: 'ValidationException' });
      expect(await tables.items('plain')).toEqual([]);
    });

    it('refuses more than a hundred items', async () => {
      const ids = Array.from({ length: 101 }, (_, n) => `i${n}`);
      await expect(write(token(), ids)).rejects.toMatchObject({ name: 'ValidationException' });
    });
  });

  describe('a query', () => {
    beforeEach(async () => {
      for (const at of [10, 9, 30, 20, 25])
        await put({ id: 'x', at, ...(at > 9 ? { hotKey: 'H', until: -at } : {}) }, 'sorted');
      await put({ id: 'y', at: 11 }, 'sorted');
    });
    const names = { '#id': 'id', '#at': 'at' };

    it('gives a range of the sort key, in order, page by page', async () => {
      const pages = [];
      let start: Record<string, unknown> | undefined;
      do {
        const answer = await tables.client.send(
          new QueryCommand({
            TableName: 'sorted',
            KeyConditionExpression: '#id = :x AND #at BETWEEN :from AND :to',
            ExpressionAttributeNames: names,
            ExpressionAttributeValues: { ':x': 'x', ':from': 10, ':to': 30 },
            Limit: 3,
            ...(start ? { ExclusiveStartKey: start } : {}),
          }),
        );
        pages.push(answer.Items?.map(({ at }) => at));
        start = answer.LastEvaluatedKey;
      } while (start);
      expect(pages).toEqual([[10, 20, 25], [30]]);
    });

    it('goes backwards when told to', async () => {
      const answer = await tables.client.send(
        new QueryCommand({
          TableName: 'sorted',
          KeyConditionExpression: '#id = :x AND #at > :from',
          ExpressionAttributeNames: names,
          ExpressionAttributeValues: { ':x': 'x', ':from': 10 },
          ScanIndexForward: false,
        }),
      );
      expect(answer.Items?.map(({ at }) => at)).toEqual([30, 25, 20]);
    });

    it('over an index finds only items with its keys', async () => {
      const answer = await tables.client.send(
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

    it.each([
      ['a condition on something else', { KeyConditionExpression: '#id = :x AND #until > :t' }],
      ['another index', { KeyConditionExpression: '#id = :x AND #until > :t', IndexName: 'cold' }],
    ])('refuses %s', async (_what, more) => {
      const query = new QueryCommand({
        TableName: 'sorted',
        ExpressionAttributeNames: { '#id': 'id', '#until': 'until' },
        ExpressionAttributeValues: { ':x': 'x', ':t': 0 },
        ...more,
      });
      await expect(tables.client.send(query)).rejects.toMatchObject({ name: 'ValidationException' });
    });

    it('a scan gives each item in one segment only, and what is asked for', async () => {
      const answers = await Promise.all(
        [0, 1].map((Segment) =>
          tables.client.send(
            new ScanCommand({
              ...{ TableName: 'sorted', Segment, TotalSegments: 2, ProjectionExpression: '#at' },
              ExpressionAttributeNames: { '#at': 'at' },
            }),
          ),
        ),
      );
      expect(answers.flatMap(({ Items = [] }) => Items.map((item) => JSON.stringify(item))).sort()).toEqual(
        [10, 11, 20, 25, 30, 9].map((at) => JSON.stringify({ at })),
      );
    });
  });
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
