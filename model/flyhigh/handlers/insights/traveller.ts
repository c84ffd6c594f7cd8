// A traveller, known by the token alone, to offers and to the traveller's own profile, which may be erased.

import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { dayMs, epochSeconds, rfc3339 } from '../common/clock.ts';
import { faded, type Profile, profileIn } from '../common/profile.ts';
import type { Answer, Dependencies } from './dependencies.ts';
import { hotDestinations } from './routes.ts';

const leastScore = 0.05;
const mostOffers = 5;
/** Where demand is high it is well to sell early. */
const highDemandFactor = 1.2;
/** Longer than a failed batch (30 days) or a stream (7) could bring an old event back. */
const tombstoneMs = 40 * dayMs;

export async function offers(dependencies: Dependencies, travellerRef: string): Promise<Answer> {
  const [profile, hot] = await Promise.all([read(dependencies, travellerRef), hotDestinations(dependencies)]);
  const ranked = ranking(profile, profile.interests, dependencies.clock.now())
    .slice(0, mostOffers)
    .map(({ name, score }) => {
      const highDemand = hot.has(name);
      return { destination: name, score: highDemand ? score * highDemandFactor : score, highDemand };
    })
    .sort((a, b) => b.score - a.score);
  return { status: 200, body: { offers: ranked } };
}

export async function ownProfile(dependencies: Dependencies, travellerRef: string): Promise<Answer> {
  const profile = await read(dependencies, travellerRef);
  if (profile.asOf === undefined) return { status: 404, body: { message: 'nothing is remembered of you' } };
  const now = dependencies.clock.now();
  return {
    status: 200,
    body: {
      asOf: rfc3339(profile.asOf),
      interests: ranking(profile, profile.interests, now),
      cabins: ranking(profile, profile.cabins, now),
    },
  };
}

/** Leaves a tombstone: a deleted item would come back with the next redelivery of an old event. */
export async function eraseProfile({ db, clock, profileTable }: Dependencies, travellerRef: string): Promise<Answer> {
  const now = clock.now();
  await db.send(
    new UpdateCommand({
      TableName: profileTable,
      Key: { travellerRef },
      UpdateExpression:
        'SET #erasedAt = :now, #v = if_not_exists(#v, :zero) + :one, #expiresAt = :expiry REMOVE #interests, #cabins, #recent, #asOf',
      ExpressionAttributeNames: {
        '#erasedAt': 'erasedAt',
        '#v': 'v',
        '#expiresAt': 'expiresAt',
        '#interests': 'interests',
        '#cabins': 'cabins',
        '#recent': 'recent',
        '#asOf': 'asOf',
      },
      ExpressionAttributeValues: { ':now': now, ':zero': 0, ':one': 1, ':expiry': epochSeconds(now + tombstoneMs) },
    }),
  );
  return { status: 204 };
}

async function read({ db, profileTable }: Dependencies, travellerRef: string): Promise<Profile> {
  const { Item: item } = await db.send(new GetCommand({ TableName: profileTable, Key: { travellerRef } }));
  return profileIn(item);
}

/** Highest first, without what has faded away. */
function ranking({ asOf = 0 }: Profile, scores: Readonly<Record<string, number>>, now: number) {
  return Object.entries(faded(scores, Math.max(0, now - asOf)))
    .map(([name, score]) => ({ name, score }))
    .filter(({ score }) => score >= leastScore)
    .sort((a, b) => b.score - a.score || (a.name < b.name ? -1 : 1));
}
