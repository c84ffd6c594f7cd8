// The two tables of the contract, in the double and on the local AWS.
import { CreateTableCommand, type DynamoDBClient, UpdateTimeToLiveCommand } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { dynamoDBDouble } from '../dynamodb-double.ts';

export type Item = Readonly<Record<string, unknown>>;
export type Table = 'plain' | 'sorted';

export interface Tables {
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

export function doubled(way: 'client' | 'direct'): Tables {
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
export async function onAws(client: DynamoDBClient): Promise<Tables> {
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
