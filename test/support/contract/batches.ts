// What handlers expect of BatchGetItem.
import { BatchGetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Item, Table, Tables } from './stores.ts';

/** @param tables gives those that are made before each test. */
export function batches(tables: () => Tables): void {
  const put = (table: Table, item: Item) =>
    tables().client.send(new PutCommand({ TableName: table, Item: { ...item } }));
  const get = (asked: Readonly<Record<string, readonly Item[]>>) =>
    tables().client.send(
      new BatchGetCommand({
        RequestItems: Object.fromEntries(
          Object.entries(asked).map(([table, keys]) => [
            table,
            { Keys: keys.map((key) => ({ ...key })), ConsistentRead: true },
          ]),
        ),
      }),
    );

  describe('a batch of reads', () => {
    beforeEach(async () => {
      await put('plain', { id: 'x', a: 1, deep: { list: [1, 'two'] } });
      await put('plain', { id: 'y', a: 2 });
      await put('sorted', { id: 'x', at: 9, b: true });
    });

    it('gives the items there are, of several tables', async () => {
      const { Responses: found = {}, UnprocessedKeys: left } = await get({
        plain: [{ id: 'y' }, { id: 'none' }, { id: 'x' }],
        sorted: [
          { id: 'x', at: 9 },
          { id: 'x', at: 10 },
        ],
      });
      const byId = [...(found.plain ?? [])].sort((a, b) => (String(a.id) < String(b.id) ? -1 : 1));
      expect(byId).toEqual([
        { id: 'x', a: 1, deep: { list: [1, 'two'] } },
        { id: 'y', a: 2 },
      ]);
      expect(found.sorted).toEqual([{ id: 'x', at: 9, b: true }]);
      expect(left ?? {}).toEqual({});
    });

    it('may ask for a hundred keys', async () => {
      const { Responses: found = {} } = await get({ plain: Array.from({ length: 100 }, (_, n) => ({ id: `x${n}` })) });
      expect(found.plain).toEqual([]);
    });

    it.each([
      ['more than a hundred keys', Array.from({ length: 101 }, (_, n) => ({ id: `x${n}` }))],
      ['a key twice', [{ id: 'x' }, { id: 'y' }, { id: 'x' }]],
      ['no keys', []],
      ['a key that is none', [{ at: 9 }]],
    ])('refuses %s', async (_what, keys) => {
      await expect(get({ plain: keys })).rejects.toMatchObject({ name: 'ValidationException' });
    });
  });
}
