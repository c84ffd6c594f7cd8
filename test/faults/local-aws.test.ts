// Five of the schedules once more, with the tables of the local AWS in place of the double: the same verdict.
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { startLocalAws } from '../../local/aws/start.ts';
import { tables } from '../handlers/support/world.ts';
import { simulatedClock } from '../local/poller/support/simulated-clock.ts';
import { localAwsCache, whyNoLocalAws } from '../support/local-aws.ts';
import type { Command } from './functions.ts';
import { play } from './schedule.ts';
import { again, asked } from './seeds.ts';
import { begin } from './traffic.ts';
import { verdictOf } from './verdict.ts';

const reason = await whyNoLocalAws();
const few = [3, 12, 21, 82, 167];
/** Each starts a local AWS: of a long range none but these. */
const seeds = asked === undefined || asked.length > few.length ? few : asked;
const needed = ['ledger', 'seats', 'figures', 'profiles'] as const;

/** The handlers' tables, by the names that they have in the double. */
async function makeTables(client: DynamoDBClient): Promise<void> {
  for (const table of needed) {
    const key: { readonly partition: string; readonly sort?: string } = tables[table].key;
    const names = [key.partition, key.sort].filter((name) => name !== undefined);
    await client.send(
      new CreateTableCommand({
        TableName: table,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: names.map((name) => ({ AttributeName: name, AttributeType: 'S' })),
        KeySchema: names.map((name, n) => ({ AttributeName: name, KeyType: n === 0 ? 'HASH' : 'RANGE' })),
      }),
    );
  }
}

async function itemsIn(client: DynamoDBDocumentClient, table: string): Promise<readonly Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = [];
  for await (const { Items = [] } of paginateScan({ client }, { TableName: table })) items.push(...Items);
  return items;
}

describe.skipIf(reason)(`on the local AWS${reason === undefined ? '' : `: ${reason}`}`, () => {
  it.each(seeds)(
    'schedule %d',
    async (seed) => {
      // One of its own: tokens of transactions outlive tables.
      const aws = await startLocalAws({ cache: localAwsCache, region: 'us-east-1' });
      try {
        const client = new DynamoDBClient({ ...aws.client(), maxAttempts: 1 });
        try {
          const documents = DynamoDBDocumentClient.from(client);
          await makeTables(client);
          const clock = simulatedClock(begin);
          const store = { send: (command: Command) => clock.outside(documents.send(command as never)) };
          const played = await play(seed, { clock, store });
          const { problems } = await verdictOf(played, { items: (table) => itemsIn(documents, table) });
          expect(Object.values(problems).flat(), again(seed, 'local-aws.test.ts')).toEqual([]);
        } finally {
          client.destroy();
        }
      } finally {
        await aws.stop();
      }
    },
    180_000,
  );
});
