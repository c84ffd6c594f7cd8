import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, expect, it } from 'vitest';
import type { Item } from '../../model/flyhigh/handlers/common/attributes.ts';
import type { DocumentClient } from '../../model/flyhigh/handlers/common/dynamo.ts';
import { itemReader } from '../../model/flyhigh/handlers/common/items.ts';
import { dynamoDBDouble } from '../support/dynamodb-double.ts';
import { leavingOut } from './support/hot-keys.ts';

const shapes = { seats: { key: { partition: 'flightId', sort: 'cabin' } } };
const key = (n: number) => ({ flightId: `FH${n}`, cabin: 'Y' });
const clock = {
  at: 0,
  now: () => clock.at,
  sleep: async (ms: number) => {
    clock.at += ms;
  },
  random: () => 0.5,
};

let store: ReturnType<typeof dynamoDBDouble>;
let asked: number[];
beforeEach(() => {
  clock.at = 0;
  opened({});
});

function opened(options: Parameters<typeof dynamoDBDouble>[1]): void {
  store = dynamoDBDouble(shapes, options);
  asked = [];
  store.hooks.before = (command, input) => {
    if (command === 'BatchGetItem') asked.push(keysOf(input));
  };
}

const keysOf = (input: unknown) =>
  (input as { RequestItems: Record<string, { Keys: unknown[] }> }).RequestItems.seats?.Keys.length ?? 0;

const put = (n: number, sold: number) =>
  store.client.send(new PutCommand({ TableName: 'seats', Item: { ...key(n), sold } }));

const reader = (keys: readonly Item[], db: DocumentClient = store.client) => {
  const placeOf = ({ flightId, cabin }: Item) => `${flightId}#${cabin}`;
  return itemReader({ db, clock, table: 'seats', placeOf }, keys);
};

it('reads nothing until something is asked for, then all together, a key that is named twice once', async () => {
  await put(1, 10);
  await put(2, 20);
  const read = reader([key(1), key(2), key(1), key(3)]);
  expect(asked).toEqual([]);
  const found = await Promise.all([read(key(2)), read(key(1)), read(key(3))]);
  expect(found.map((item) => item?.sold)).toEqual([20, 10, undefined]);
  expect(asked).toEqual([3]);
});

it('gives who asks again, or for another, what stands then', async () => {
  await put(1, 10);
  const read = reader([key(1), key(2)]);
  await read(key(1));
  await put(1, 11);
  await put(2, 20);
  await put(3, 30);
  const found = [await read(key(1)), await read(key(2)), await read(key(3)), await read(key(2))];
  // The second was read with the first, before it stood.
  expect(found.map((item) => item?.sold)).toEqual([11, undefined, 30, 20]);
  expect(asked).toEqual([2, 1, 1, 1]);
});

it('asks for no more than a hundred at a time', async () => {
  for (let n = 0; n < 230; n += 1) await put(n, n);
  const keys = Array.from({ length: 230 }, (_, n) => key(n));
  const read = reader(keys);
  const found = await Promise.all(keys.map(read));
  expect(found.map((item) => item?.sold)).toEqual(keys.map((_, n) => n));
  expect(asked.sort((a, b) => a - b)).toEqual([30, 100, 100]);
});

it('asks again for what an answer left out, a little later', async () => {
  opened({ pageItems: 20 });
  for (let n = 0; n < 50; n += 1) await put(n, n);
  const keys = Array.from({ length: 50 }, (_, n) => key(n));
  const found = await Promise.all(keys.map(reader(keys)));
  expect(found.map((item) => item?.sold)).toEqual(keys.map((_, n) => n));
  expect(asked).toEqual([50, 30, 10]);
  expect(clock.at).toBe(30);
});

it('goes on for as long as something is answered', async () => {
  opened({ pageItems: 4 });
  for (let n = 0; n < 100; n += 1) await put(n, n);
  const keys = Array.from({ length: 100 }, (_, n) => key(n));
  const found = await Promise.all(keys.map(reader(keys)));
  expect(found.map((item) => item?.sold)).toEqual(keys.map((_, n) => n));
  expect(asked).toHaveLength(25);
});

it('gives up on a key that is never answered, and on no other', async () => {
  await put(1, 10);
  await put(3, 30);
  const db = leavingOut(store.client, ({ flightId }) => flightId === 'FH2');
  const read = reader([key(1), key(2), key(3)], db);
  const found = await Promise.allSettled([read(key(1)), read(key(2)), read(key(3))]);
  expect(found).toEqual([
    { status: 'fulfilled', value: expect.objectContaining({ sold: 10 }) },
    { status: 'rejected', reason: expect.objectContaining({ name: 'UnprocessedKeys' }) },
    { status: 'fulfilled', value: expect.objectContaining({ sold: 30 }) },
  ]);
  expect(asked).toEqual([2]);
  // Six times with the others, and six times alone.
  expect(clock.at).toBe(2 * (10 + 20 + 40 + 80 + 160));
});

it('asks again where DynamoDB throttles it, and not where it refuses', async () => {
  await put(1, 10);
  const fail = (name: string, times: number) => {
    let left = times;
    store.hooks.before = () => {
      left -= 1;
      if (left >= 0) throw Object.assign(new Error(name), { name });
    };
  };
  fail('ThrottlingException', 5);
  expect((await reader([key(1)])(key(1)))?.sold).toBe(10);
  fail('AccessDeniedException', 1);
  await expect(reader([key(1)])(key(1))).rejects.toMatchObject({ name: 'AccessDeniedException' });
});
