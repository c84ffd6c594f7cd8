// What handlers expect of Query and Scan.
import { PutCommand, QueryCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Item, Tables } from './stores.ts';

/** @param tables gives those that are made before each test. */
export function queries(tables: () => Tables): void {
  const put = (item: Item) => tables().client.send(new PutCommand({ TableName: 'sorted', Item: { ...item } }));

  describe('a query', () => {
    beforeEach(async () => {
      for (const at of [10, 9, 30, 20, 25]) await put({ id: 'x', at, ...(at > 9 ? { hotKey: 'H', until: -at } : {}) });
      await put({ id: 'y', at: 11 });
    });
    const names = { '#id': 'id', '#at': 'at' };

    it('gives a range of the sort key, in order, page by page', async () => {
      const pages = [];
      let start: Record<string, unknown> | undefined;
      do {
        const answer = await tables().client.send(
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
      const answer = await tables().client.send(
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
      const answer = await tables().client.send(
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
      await expect(tables().client.send(query)).rejects.toMatchObject({ name: 'ValidationException' });
    });

    it('a scan gives each item in one segment only, and what is asked for', async () => {
      const answers = await Promise.all(
        [0, 1].map((Segment) =>
          tables().client.send(
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
