// What handlers expect of TransactWriteItems.
import { DeleteCommand, PutCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import type { Item, Table, Tables } from './stores.ts';

/** @param tables gives those that are made before each test. */
export function transactions(tables: () => Tables): void {
  const put = (item: Item, table: Table = 'plain') =>
    tables().client.send(new PutCommand({ TableName: table, Item: { ...item } }));

  describe('a transaction', () => {
    const absent = { ConditionExpression: 'attribute_not_exists(#id)', ExpressionAttributeNames: { '#id': 'id' } };
    const write = (token: string, ids: readonly string[], n = 1) =>
      tables().client.send(
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
      expect(await tables().items('plain')).toEqual([{ id: 'b' }]);
    });

    it('mixes puts, updates and deletes, over tables', async () => {
      await put({ id: 'gone' });
      await put({ id: 'x', at: 1, n: 1 }, 'sorted');
      await tables().client.send(
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
      expect(await tables().items('plain')).toEqual([{ id: 'new' }]);
      expect(await tables().items('sorted')).toEqual([{ id: 'x', at: 1, n: -2, s: 'y' }]);
    });

    it('does the same request with the same token once', async () => {
      const same = token();
      await write(same, ['a']);
      await write(same, ['a']);
      expect(await tables().items('plain')).toEqual([{ id: 'a', n: 1 }]);
    });

    it('refuses another request with the same token', async () => {
      const same = token();
      await write(same, ['a']);
      await expect(write(same, ['a'], 2)).rejects.toMatchObject({ name: 'IdempotentParameterMismatchException' });
      expect(await tables().items('plain')).toEqual([{ id: 'a', n: 1 }]);
    });

    it('forgets the token of what was cancelled', async () => {
      const same = token();
      await put({ id: 'a' });
      await expect(write(same, ['a'])).rejects.toMatchObject({ name: 'TransactionCanceledException' });
      await tables().client.send(new DeleteCommand({ TableName: 'plain', Key: { id: 'a' } }));
      await write(same, ['a']);
      expect(await tables().items('plain')).toEqual([{ id: 'a', n: 1 }]);
    });

    it('refuses two operations on one item', async () => {
      await expect(write(token(), ['a', 'a'])).rejects.toMatchObject({ name: 'ValidationException' });
      expect(await tables().items('plain')).toEqual([]);
    });

    it('refuses more than a hundred items', async () => {
      const ids = Array.from({ length: 101 }, (_, n) => `i${n}`);
      await expect(write(token(), ids)).rejects.toMatchObject({ name: 'ValidationException' });
    });
  });
}
