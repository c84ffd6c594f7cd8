// What a batch adds to one figure to one conditional update, so that no part of a shard's sequence counts twice.

import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { textIn } from '../common/attributes.ts';
import { type Clock, epochSeconds } from '../common/clock.ts';
import { conditionally, type DocumentClient, retrying } from '../common/dynamo.ts';
import { figuresKeptMs, noCounts, plus } from '../common/figures.ts';
import type { Report } from '../common/report.ts';
import type { Contribution } from './contributions.ts';

export interface Dependencies extends Report {
  readonly clock: Clock;
  readonly db: DocumentClient;
  readonly figuresTable: string;
}

type Group = readonly Contribution[];

/** @param group what one batch adds to one figure, in sequence order. */
export async function store(dependencies: Dependencies, group: Group): Promise<void> {
  const first = group[0];
  if (!first) return;
  const fresh = await add(dependencies, group, {
    ConditionExpression: 'attribute_not_exists(#lastSeq) OR #lastSeq < :first',
    value: [':first', comparable(first.sequenceNumber)],
  });
  if (fresh) return;
  // The batch was cut differently before: some of it is counted. With one writer a shard, the rest follows lastSeq.
  const read = await readLastSequence(dependencies, first);
  const rest = group.filter(({ sequenceNumber }) => comparable(sequenceNumber) > read);
  if (rest.length === 0) return;
  const added = await add(dependencies, rest, { ConditionExpression: '#lastSeq = :read', value: [':read', read] });
  if (!added) throw new Error('another writer counts this shard');
}

/** DynamoDB's numbers hold 38 digits, a sequence number has 56: padded, text compares as numbers would. */
export function comparable(sequenceNumber: string): string {
  return sequenceNumber.padStart(60, '0');
}

interface Condition {
  readonly ConditionExpression: string;
  readonly value: readonly [string, string];
}

function add(dependencies: Dependencies, group: Group, condition: Condition): Promise<boolean> {
  const { clock, db, figuresTable } = dependencies;
  const first = group[0];
  const last = group.at(-1);
  if (!first || !last) return Promise.resolve(true);
  const total = group.reduce((sum, { counts }) => plus(sum, counts), noCounts);
  const grown = Object.entries(total).filter(([, value]) => value !== 0);
  const adds = grown.length > 0 ? `ADD ${grown.map(([name]) => `#${name} :${name}`).join(', ')} ` : '';
  return conditionally(clock, () =>
    db.send(
      new UpdateCommand({
        TableName: figuresTable,
        Key: { route: first.route, minuteKey: first.minuteKey },
        UpdateExpression: `${adds}SET #lastSeq = :last, #expiresAt = :expiry`,
        ConditionExpression: condition.ConditionExpression,
        ExpressionAttributeNames: {
          ...Object.fromEntries(grown.map(([name]) => [`#${name}`, name])),
          '#lastSeq': 'lastSeq',
          '#expiresAt': 'expiresAt',
        },
        ExpressionAttributeValues: {
          ...Object.fromEntries(grown.map(([name, value]) => [`:${name}`, value])),
          ':last': comparable(last.sequenceNumber),
          ':expiry': epochSeconds(first.minuteStart + figuresKeptMs),
          [condition.value[0]]: condition.value[1],
        },
      }),
    ),
  );
}

async function readLastSequence(
  { clock, db, figuresTable }: Dependencies,
  { route, minuteKey }: Contribution,
): Promise<string> {
  const { Item: item } = await retrying(clock, () =>
    db.send(new GetCommand({ TableName: figuresTable, Key: { route, minuteKey }, ConsistentRead: true })),
  );
  // Gone since the update: the figure has expired, and with it the reason to add to it.
  return item ? textIn(item, 'lastSeq') : comparable('9'.repeat(60));
}
