// Signs of one traveller to one conditional Put of the profile.

import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { type Clock, dayMs, epochSeconds } from '../common/clock.ts';
import { conditionally, type DocumentClient, retrying } from '../common/dynamo.ts';
import { type Profile, profileIn } from '../common/profile.ts';
import { count, type Report } from '../common/report.ts';
import { foldAll, type Skip } from './fold.ts';
import type { Sign } from './signs.ts';

export interface Dependencies extends Report {
  readonly clock: Clock;
  readonly db: DocumentClient;
  readonly profileTable: string;
}

const maxRaces = 10;
const keptMs = 180 * dayMs;
const metricOf: Readonly<Record<Skip, string>> = {
  repeated: 'SignsRepeated',
  erased: 'SignsErased',
  tooLate: 'SignsTooLate',
  implausible: 'SignsImplausible',
  tooMany: 'SignsTooMany',
};

export async function learn(dependencies: Dependencies, travellerRef: string, signs: readonly Sign[]): Promise<void> {
  for (let race = 0; race < maxRaces; race += 1) {
    const before = await read(dependencies, travellerRef);
    const { profile, counted, skipped } = foldAll(before, signs);
    if (counted === 0 || (await write(dependencies, travellerRef, profile))) {
      for (const skip of skipped) count(dependencies, metricOf[skip]);
      count(dependencies, 'SignsCounted', counted);
      return;
    }
  }
  throw new Error(`lost ${maxRaces} races for one profile`);
}

async function read({ clock, db, profileTable }: Dependencies, travellerRef: string): Promise<Profile> {
  const { Item: item } = await retrying(clock, () =>
    db.send(new GetCommand({ TableName: profileTable, Key: { travellerRef }, ConsistentRead: true })),
  );
  return profileIn(item);
}

/** False when somebody else wrote meanwhile: fold again over what they wrote. */
function write({ clock, db, profileTable }: Dependencies, travellerRef: string, profile: Profile): Promise<boolean> {
  const { asOf = 0, interests, cabins, recent, v, erasedAt } = profile;
  const condition =
    v === 0
      ? {
          ConditionExpression: 'attribute_not_exists(#travellerRef)',
          ExpressionAttributeNames: { '#travellerRef': 'travellerRef' },
        }
      : {
          ConditionExpression: '#v = :read',
          ExpressionAttributeNames: { '#v': 'v' },
          ExpressionAttributeValues: { ':read': v },
        };
  const item = {
    travellerRef,
    asOf,
    interests: storable(interests),
    cabins: storable(cabins),
    v: v + 1,
    expiresAt: epochSeconds(asOf + keptMs),
    // DynamoDB has no empty sets.
    ...(recent.size === 0 ? {} : { recent: new Set([...recent].map((id) => Buffer.from(id, 'hex'))) }),
    ...(erasedAt === undefined ? {} : { erasedAt }),
  };
  return conditionally(clock, () => db.send(new PutCommand({ TableName: profileTable, Item: item, ...condition })));
}

/** DynamoDB refuses numbers nearer to nothing than 1e-130, which a score comes to after some years. */
function storable(scores: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(scores).filter(([, score]) => score === 0 || Math.abs(score) > 1e-100));
}
